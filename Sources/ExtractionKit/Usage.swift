#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// What work has cost: pages, calls, tokens, money. Amounts add up.
public struct Usage: Hashable, Sendable, Codable {
    /// Pages recognised by an OCR engine or a service. Reading a text layer costs nothing and isn't counted.
    public var pages = 0
    /// Calls of engines and services that count or bill them.
    public var calls = 0
    /// Tokens sent to models.
    public var promptTokens = 0
    /// Tokens received from models.
    public var completionTokens = 0
    /// Money spent, in US dollars.
    public var cost: Decimal = 0
    /// The calls of services behind the amounts, one by one, where an engine tells of them.
    public var ledger: [CallRecord] = []

    /// Creates a usage of nothing.
    public init() {}

    /// Creates a usage from its amounts.
    public init(pages: Int, calls: Int, promptTokens: Int = 0, completionTokens: Int = 0, cost: Decimal = 0) {
        self.pages = pages
        self.calls = calls
        self.promptTokens = promptTokens
        self.completionTokens = completionTokens
        self.cost = cost
    }

    /// The amounts without the calls behind them.
    public var amounts: Usage {
        var amounts = self
        amounts.ledger = []
        return amounts
    }

    /// The sum of both.
    public static func + (left: Usage, right: Usage) -> Usage {
        var sum = Usage(
            pages: left.pages + right.pages, calls: left.calls + right.calls,
            promptTokens: left.promptTokens + right.promptTokens,
            completionTokens: left.completionTokens + right.completionTokens, cost: left.cost + right.cost)
        sum.ledger = left.ledger + right.ledger
        return sum
    }

    /// Adds the other's amounts.
    public static func += (left: inout Usage, right: Usage) { left = left + right }
}

extension Usage {
    private enum CodingKeys: String, CodingKey {
        case pages, calls
        case promptTokens = "prompt_tokens"
        case completionTokens = "completion_tokens"
        case cost, ledger
    }

    /// Reads a usage; one without a ledger has none.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            pages: container.decode(Int.self, forKey: .pages), calls: container.decode(Int.self, forKey: .calls),
            promptTokens: container.decode(Int.self, forKey: .promptTokens),
            completionTokens: container.decode(Int.self, forKey: .completionTokens), cost: container.decode(Decimal.self, forKey: .cost))
        ledger = try container.decodeIfPresent([CallRecord].self, forKey: .ledger) ?? []
    }

    /// Writes a usage, without a key for the ledger where there is none.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(pages, forKey: .pages)
        try container.encode(calls, forKey: .calls)
        try container.encode(promptTokens, forKey: .promptTokens)
        try container.encode(completionTokens, forKey: .completionTokens)
        try container.encode(cost, forKey: .cost)
        if !ledger.isEmpty { try container.encode(ledger, forKey: .ledger) }
    }
}
