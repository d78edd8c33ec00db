/// Where a document stands.
///
/// `queued` → `processing` → `completed` or `failed`. A document whose worker was lost goes back from `processing` to `queued`; one that
/// is to be worked on again, from `completed` or `failed`. Who waits in vain goes from `queued` to `failed`. No other move is legal.
public enum DocumentStatus: Hashable, Sendable, Codable {
    /// It waits for somebody to work on it.
    case queued
    /// Somebody works on it.
    case processing
    /// There is a result.
    case completed
    /// There is none, and why.
    case failed(ErrorSummary)

    /// The status without the reason.
    public var state: State {
        switch self {
        case .queued: .queued
        case .processing: .processing
        case .completed: .completed
        case .failed: .failed
        }
    }

    /// The reason of a failure.
    public var error: ErrorSummary? { if case .failed(let error) = self { error } else { nil } }

    /// A status without a reason.
    public enum State: String, Hashable, Sendable, Codable, CaseIterable {
        /// It waits for somebody to work on it.
        case queued
        /// Somebody works on it.
        case processing
        /// There is a result.
        case completed
        /// There is none.
        case failed

        /// Whether a document may go from here to there.
        public func mayMove(to next: State) -> Bool {
            switch (self, next) {
            case (.queued, .processing), (.queued, .failed), (.processing, .completed), (.processing, .failed), (.processing, .queued),
                (.completed, .queued), (.failed, .queued):
                true
            default: false
            }
        }
    }

    /// Puts a state and a reason together; a failure without a reason is an `engineFailure`.
    public init(_ state: State, error: ErrorSummary? = nil) {
        self =
            switch state {
            case .queued: .queued
            case .processing: .processing
            case .completed: .completed
            case .failed: .failed(error ?? ErrorSummary(ExtractionError(.engineFailure, "Nobody wrote down why; try again.")))
            }
    }

    private enum CodingKeys: String, CodingKey { case state, error }

    /// Reads the state and the reason.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(container.decode(State.self, forKey: .state), error: container.decodeIfPresent(ErrorSummary.self, forKey: .error))
    }

    /// Writes the state and the reason.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(state, forKey: .state)
        try container.encodeIfPresent(error, forKey: .error)
    }
}

/// A move of a document from one status to another.
public struct StatusChange: Hashable, Sendable {
    /// The document's id.
    public var document: String
    /// Where it goes.
    public var status: DocumentStatus
    /// When.
    public var moment: Timestamp
    /// The number of pages, where it has become known.
    public var pageCount: Int?

    /// Creates a move.
    public init(_ document: String, to status: DocumentStatus, pageCount: Int? = nil, at moment: Timestamp = .now) {
        self.document = document
        self.status = status
        self.moment = moment
        self.pageCount = pageCount
    }
}
