public import ExtractionKit
public import Foundation

/// A call of a service, as the ledger keeps it: no content, no secrets.
public struct CallRecord: Hashable, Sendable, Codable {
    /// The engine that called.
    public var engine: PluginID
    /// What was asked for, such as `analyze`.
    public var operation: String
    /// The model that was asked.
    public var model: String
    /// What it used up, as far as the service said so.
    public var consumption = Consumption()
    /// What it cost in US dollars; `nil` where nobody says.
    public var cost: Decimal?
    /// When it began, in seconds since 1970.
    public var began: Double
    /// How long it took, in seconds, with all attempts and waiting.
    public var seconds = 0.0
    /// What the service calls the last request, to ask its makers about.
    public var requestID: String?
    /// How many requests were sent again.
    public var retries = 0
    /// What became of it.
    public var outcome: Outcome

    /// What became of a call.
    public enum Outcome: Hashable, Sendable, Codable {
        /// It gave what was asked for.
        case succeeded
        /// It failed.
        case failed(ExtractionError.Code)
        /// Nobody waited for it any more.
        case cancelled
    }

    /// What the call adds to the usage of a result.
    public var usage: Usage {
        Usage(
            pages: consumption.pages, calls: 1, promptTokens: consumption.promptTokens, completionTokens: consumption.completionTokens,
            cost: cost ?? 0)
    }
}
