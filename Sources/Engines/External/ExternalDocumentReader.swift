public import ExtractionKit

/// Reads whole documents with any program that speaks the protocol of <doc:Protocol> in the role `reader`.
///
/// The program opens the document once and is then asked for one page after the other, by one of its copies. A page at which it breaks
/// down is a failed page; the program is started again and opens the document again for the next.
public struct ExternalDocumentReader: DocumentReader {
    /// `external`, with the id and version that the program says it has, and a digest of the command and its settings.
    public let identity: PluginIdentity
    /// Where the program says that it sends documents.
    public let residency: Residency
    private let program: ExternalProgram

    /// Starts the program and greets it.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `invalidConfiguration`, `missingResource`, or one of those that begin with
    ///   `external`.
    public init(configuration: ExternalConfiguration, environment: PluginEnvironment) async throws {
        program = try await ExternalProgram(configuration, environment: environment, role: .reader)
        identity = program.identity
        residency = program.greeting.residency
    }

    /// Reads the document's pages for the time of the closure.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `emptyDocument`, `tooLarge`, `tooManyPages`, `pageOutOfRange`, those that the program
    ///   reports, `deadlineExceeded`, or one of those that begin with `external`; `CancellationError`.
    public func withPages<R: Sendable>(of request: ReadRequest, _ body: (PageSequence) async throws -> R) async throws -> R {
        let document = request.document
        guard !document.bytes.isEmpty else { throw ExtractionError(.emptyDocument, "The file has no bytes; check where it comes from.") }
        guard document.bytes.count <= request.limits.bytes else {
            throw ExtractionError(
                .tooLarge, "The file has \(document.bytes.count) bytes and \(request.limits.bytes) are allowed; raise the limit 'bytes'.")
        }
        let (openings, opening) = AsyncThrowingStream.makeStream(of: ReadingSession.Opening.self)
        let (answers, answer) = AsyncThrowingStream.makeStream(of: ReadingSession.PageAnswer.self)
        let (pages, page) = AsyncThrowingStream.makeStream(of: PageOutcome.self)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [program] in
                do {
                    try await program.run("Reading the document", until: request.deadline) { session, status in
                        var reading = ReadingSession(session: session, status: status, request: request)
                        try reading.run {
                            opening.yield($0)
                        } page: {
                            answer.yield($0)
                        }
                    }
                    opening.finish()
                    answer.finish()
                } catch {
                    opening.finish(throwing: error)
                    answer.finish(throwing: error)
                }
            }
            group.addTask { [identity] in
                do {
                    for try await read in answers { try await page.yield(read.outcome(engine: identity)) }
                    page.finish()
                } catch {
                    page.finish(throwing: error)
                }
            }
            defer { group.cancelAll() }
            for try await opened in openings {
                return try await body(PageSequence(pageCount: opened.pageCount, selected: opened.selected, stream: pages))
            }
            throw CancellationError()
        }
    }
}

extension ExternalDocumentReader: ConfigurablePlugin {
    /// `external`.
    public static let id: PluginID = "external"
    /// One sentence for people.
    public static let summary = "Reads documents with any program that speaks the external protocol, such as one in Python."
    /// Says that a plan must name the program.
    public static func check(environment: PluginEnvironment) async -> PluginCheck { ExternalProgram.check }
}
