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

    /// The sum of both.
    public static func + (left: Usage, right: Usage) -> Usage {
        Usage(
            pages: left.pages + right.pages, calls: left.calls + right.calls,
            promptTokens: left.promptTokens + right.promptTokens,
            completionTokens: left.completionTokens + right.completionTokens, cost: left.cost + right.cost)
    }

    /// Adds the other's amounts.
    public static func += (left: inout Usage, right: Usage) { left = left + right }

    private enum CodingKeys: String, CodingKey {
        case pages, calls
        case promptTokens = "prompt_tokens"
        case completionTokens = "completion_tokens"
        case cost
    }
}
