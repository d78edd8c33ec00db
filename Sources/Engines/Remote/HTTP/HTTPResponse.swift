/// An answer of a service, whose content arrives piece by piece.
public struct HTTPResponse: Sendable {
    /// The status, such as 200.
    public var status: Int
    /// The header fields.
    public var fields: HTTPFields
    /// The content.
    public var body: HTTPBody

    /// Creates an answer.
    public init(status: Int, fields: HTTPFields = HTTPFields(), body: HTTPBody) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// The whole answer.
    ///
    /// - Throws: ``HTTPFailure/tooLarge(limit:)``; what the transport throws; `CancellationError`.
    public func collected(upTo limit: Int) async throws -> HTTPAnswer { try await collected(upTo: limit) { _ in false } }

    /// The answer up to where somebody has seen enough of it.
    func collected(upTo limit: Int, endingWhen isEnough: ([UInt8]) -> Bool) async throws -> HTTPAnswer {
        if let length = fields["Content-Length"].flatMap({ Int($0) }), length > limit { throw HTTPFailure.tooLarge(limit: limit) }
        var bytes: [UInt8] = []
        for try await piece in body {
            guard piece.count <= limit - bytes.count else { throw HTTPFailure.tooLarge(limit: limit) }
            bytes += piece
            if isEnough(piece) {
                var answer = HTTPAnswer(status: status, fields: fields, body: bytes)
                answer.wasLeft = true
                return answer
            }
        }
        // A client may take the end of the task for the end of the answer.
        try Task.checkCancellation()
        return HTTPAnswer(status: status, fields: fields, body: bytes)
    }
}

/// The content of an answer, in pieces as they arrive. It can be iterated once; whoever stops iterating ends the transfer.
public struct HTTPBody: AsyncSequence, Sendable {
    private let pieces: any AsyncSequence<[UInt8], any Error> & Sendable
    private let translate: @Sendable (any Error) -> any Error

    /// Creates content from pieces that arrive.
    ///
    /// - Parameters:
    ///   - pieces: The pieces.
    ///   - translate: Turns a client's errors into ``HTTPFailure``.
    public init(
        _ pieces: some AsyncSequence<[UInt8], any Error> & Sendable, failingWith translate: @escaping @Sendable (any Error) -> any Error
    ) {
        self.pieces = pieces
        self.translate = translate
    }

    /// Creates content that is there.
    public init(_ bytes: [UInt8]) {
        pieces = AsyncThrowingStream { continuation in
            if !bytes.isEmpty { continuation.yield(bytes) }
            continuation.finish()
        }
        translate = { $0 }
    }

    /// Waits for pieces.
    public func makeAsyncIterator() -> Iterator { Iterator(pieces: pieces.makeAsyncIterator(), translate: translate) }

    /// Gives one piece after the other.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate var pieces: any AsyncIteratorProtocol<[UInt8], any Error>
        fileprivate let translate: @Sendable (any Error) -> any Error

        /// The next piece, or `nil` at the end.
        public mutating func next() async throws -> [UInt8]? {
            do {
                return try await pieces.next(isolation: #isolation)
            } catch {
                throw translate(error)
            }
        }
    }
}

/// An answer of a service with all of its content.
public struct HTTPAnswer: Hashable, Sendable {
    /// The status, such as 200.
    public var status: Int
    /// The header fields.
    public var fields: HTTPFields
    /// The content.
    public var body: [UInt8]
    /// Whether somebody had seen enough before its end, so that ``body`` is its beginning.
    package var wasLeft = false

    /// Creates an answer.
    public init(status: Int, fields: HTTPFields = HTTPFields(), body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// What the service calls the request, to ask its makers about; at most 128 harmless characters.
    public var requestID: String? {
        let names = ["apim-request-id", "x-request-id", "x-ms-request-id", "request-id"]
        return names.lazy.compactMap { fields[$0] }.first.map { id in
            String(id.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.:".contains($0)) }.prefix(128))
        }
    }
}
