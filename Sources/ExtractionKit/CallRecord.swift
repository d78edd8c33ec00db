#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A call of a service: who was asked for what, what it used up and cost, and what became of it. No content, no secrets.
///
/// ``Usage/ledger`` lists the calls behind a result.
public struct CallRecord: Hashable, Sendable {
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

    /// Creates the record of a call that uses up and costs nothing yet.
    public init(engine: PluginID, operation: String, model: String, began: Double, outcome: Outcome) {
        self.engine = engine
        self.operation = operation
        self.model = model
        self.began = began
        self.outcome = outcome
    }

    /// What became of a call.
    public enum Outcome: Hashable, Sendable {
        /// It gave what was asked for.
        case succeeded
        /// It failed.
        case failed(ExtractionError.Code)
        /// Nobody waited for it any more.
        case cancelled
    }

    /// What the call adds to the usage of a result, with the call itself.
    public var usage: Usage {
        var usage = amounts
        usage.ledger = [self]
        return usage
    }

    /// What the call adds to sums.
    public var amounts: Usage {
        Usage(
            pages: consumption.pages, calls: 1, promptTokens: consumption.promptTokens, completionTokens: consumption.completionTokens,
            cost: cost ?? 0)
    }
}

extension CallRecord: Codable {
    private enum CodingKeys: String, CodingKey {
        case engine, operation, model, consumption, cost, began, seconds
        case requestID = "request_id"
        case retries, outcome, error
    }

    private enum End: String, Codable { case succeeded, failed, cancelled }

    /// Writes the record, with the code of a failure as `error`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(engine, forKey: .engine)
        try container.encode(operation, forKey: .operation)
        try container.encode(model, forKey: .model)
        try container.encode(consumption, forKey: .consumption)
        try container.encodeIfPresent(cost, forKey: .cost)
        try container.encode(began, forKey: .began)
        try container.encode(seconds, forKey: .seconds)
        try container.encodeIfPresent(requestID, forKey: .requestID)
        try container.encode(retries, forKey: .retries)
        switch outcome {
        case .succeeded: try container.encode(End.succeeded, forKey: .outcome)
        case .cancelled: try container.encode(End.cancelled, forKey: .outcome)
        case .failed(let code):
            try container.encode(End.failed, forKey: .outcome)
            try container.encode(code, forKey: .error)
        }
    }

    /// Reads what ``encode(to:)`` writes.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let outcome: Outcome =
            switch try container.decode(End.self, forKey: .outcome) {
            case .succeeded: .succeeded
            case .cancelled: .cancelled
            case .failed: try .failed(container.decode(ExtractionError.Code.self, forKey: .error))
            }
        try self.init(
            engine: container.decode(PluginID.self, forKey: .engine), operation: container.decode(String.self, forKey: .operation),
            model: container.decode(String.self, forKey: .model), began: container.decode(Double.self, forKey: .began), outcome: outcome)
        consumption = try container.decode(Consumption.self, forKey: .consumption)
        cost = try container.decodeIfPresent(Decimal.self, forKey: .cost)
        seconds = try container.decode(Double.self, forKey: .seconds)
        requestID = try container.decodeIfPresent(String.self, forKey: .requestID)
        retries = try container.decode(Int.self, forKey: .retries)
    }
}
