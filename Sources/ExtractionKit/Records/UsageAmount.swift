#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// What a tenant uses up: documents and queries, and what the work on them costs.
public struct UsageAmount: Hashable, Sendable, Codable {
    /// Documents handed in.
    public var documents = 0
    /// Searches made.
    public var queries = 0
    /// Pages, calls, tokens and money.
    public var usage = Usage()

    /// Creates an amount, without the calls behind the usage, which belong into the ledger. Amounts below 0 make no sense; a store refuses
    /// them.
    public init(documents: Int = 0, queries: Int = 0, usage: Usage = Usage()) {
        self.documents = documents
        self.queries = queries
        self.usage = usage.amounts
    }

    /// The sum of both.
    public static func + (left: UsageAmount, right: UsageAmount) -> UsageAmount {
        UsageAmount(documents: left.documents + right.documents, queries: left.queries + right.queries, usage: left.usage + right.usage)
    }

    /// Adds the other's amounts.
    public static func += (left: inout UsageAmount, right: UsageAmount) { left = left + right }

    /// Refuses what no record store can count: amounts below 0, or so large that sums could pass what an integer holds.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidRequest`.
    public func check() throws {
        let counts = [documents, queries, usage.pages, usage.calls, usage.promptTokens, usage.completionTokens]
        guard counts.allSatisfy((0...1 << 40).contains), usage.cost >= 0, usage.cost <= 1_000_000 else {
            throw ExtractionError(.invalidRequest, "An amount of usage is below 0 or beyond all measure; correct it.")
        }
    }
}

/// What a tenant may use up in a month. `nil` is without limit.
public struct UsageLimits: Hashable, Sendable, Codable {
    /// Documents.
    public var documents: Int?
    /// Searches.
    public var queries: Int?
    /// Pages recognised.
    public var pages: Int?
    /// Tokens, sent and received.
    public var tokens: Int?
    /// Money, in US dollars.
    public var cost: Decimal?

    /// Creates limits.
    public init(documents: Int? = nil, queries: Int? = nil, pages: Int? = nil, tokens: Int? = nil, cost: Decimal? = nil) {
        self.documents = documents
        self.queries = queries
        self.pages = pages
        self.tokens = tokens
        self.cost = cost
    }

    /// Which limit a month's total would pass, in words such as `5 documents`; `nil` for none.
    ///
    /// - Parameters:
    ///   - total: What the month would come to.
    ///   - request: What is asked for. What it asks none of can't be what passes a limit.
    public func passed(by total: UsageAmount, requesting request: UsageAmount) -> String? {
        if let documents, request.documents > 0, total.documents > documents { return "\(documents) documents" }
        if let queries, request.queries > 0, total.queries > queries { return "\(queries) queries" }
        if let pages, request.usage.pages > 0, total.usage.pages > pages { return "\(pages) pages" }
        let tokensRequested = request.usage.promptTokens + request.usage.completionTokens
        if let tokens, tokensRequested > 0, total.usage.promptTokens + total.usage.completionTokens > tokens { return "\(tokens) tokens" }
        if let cost, request.usage.cost > 0, total.usage.cost > cost { return "\(cost) US dollars" }
        return nil
    }
}
