/// What to find, and whose.
public struct SearchRequest: Hashable, Sendable {
    /// Whose documents are searched. Nothing of anybody else's is found or weighed.
    public let tenant: TenantID
    /// Words to be found; any of them counts.
    public var text: String?
    /// A vector whose neighbours are to be found.
    public var embedding: PlacedEmbedding?
    /// Which documents are searched.
    public var filter: SearchFilter
    /// The largest number of hits, at least 1.
    public var limit: Int
    /// How a search by text and embedding makes one ranking of two; `nil` for the index's own way, which is ``ScoreFusion`` where it knows scores.
    public var fusion: SearchFusion?

    /// Creates a search by text, by embedding, by both, or for the documents of a filter.
    public init(
        tenant: TenantID, text: String? = nil, embedding: PlacedEmbedding? = nil, filter: SearchFilter = SearchFilter(), limit: Int = 10,
        fusion: SearchFusion? = nil
    ) {
        self.tenant = tenant
        self.text = text
        self.embedding = embedding
        self.filter = filter
        self.limit = limit
        self.fusion = fusion
    }

    /// Checks what every index must refuse.
    ///
    /// - Parameter space: The index's space.
    /// - Throws: ``ExtractionError`` with the code `invalidRequest` or `conflict`, as ``SearchIndex/search(_:)`` says.
    public func validate(for space: EmbeddingSpace?) throws {
        guard text != nil || embedding != nil || !filter.isEmpty else {
            throw ExtractionError(.invalidRequest, "A search needs a text, an embedding, or a filter.")
        }
        guard limit > 0 else { throw ExtractionError(.invalidRequest, "The limit of a search must be at least 1.") }
        try fusion?.validate()
        try embedding?.require(space)
    }
}

extension SearchRequest {
    /// How an index fuses that knows scores.
    package var fusionOfScores: SearchFusion { fusion ?? .scores(ScoreFusion()) }

    /// How many of a ranking such an index needs: as many as are fused where there are two of them, otherwise as many as are asked for.
    package var depth: Int { text != nil && embedding != nil ? max(limit, fusionOfScores.depth) : limit }
}
