/// What a call of a service used up, or is expected to.
public struct Consumption: Hashable, Sendable, Codable {
    /// Pages that were analysed.
    public var pages = 0
    /// Tokens sent to a model, those from a cache included.
    public var promptTokens = 0
    /// Tokens sent that the service had in a cache; a part of ``promptTokens``.
    public var cachedTokens = 0
    /// Tokens received from a model, those of its reasoning included.
    public var completionTokens = 0
    /// Tokens that a model spent on reasoning; a part of ``completionTokens``.
    public var reasoningTokens = 0

    /// Creates a consumption of nothing.
    public init() {}

    /// Creates a consumption of pages.
    public init(pages: Int) { self.pages = pages }

    /// Creates a consumption of tokens.
    public init(pages: Int = 0, promptTokens: Int, cachedTokens: Int = 0, completionTokens: Int, reasoningTokens: Int = 0) {
        // What a service says may be anything; sums must not overflow.
        func sensible(_ count: Int) -> Int { min(max(0, count), 1 << 40) }
        self.pages = sensible(pages)
        self.promptTokens = sensible(promptTokens)
        self.cachedTokens = min(sensible(cachedTokens), sensible(promptTokens))
        self.completionTokens = sensible(completionTokens)
        self.reasoningTokens = sensible(reasoningTokens)
    }

    private enum CodingKeys: String, CodingKey {
        case pages
        case promptTokens = "prompt_tokens"
        case cachedTokens = "cached_tokens"
        case completionTokens = "completion_tokens"
        case reasoningTokens = "reasoning_tokens"
    }
}
