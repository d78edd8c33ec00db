/// A type that finds chunks of documents by their words, by their meaning, or by both.
///
/// ### Implement a search index
///
/// - A search by text gives chunks that hold at least one word of it. A search by embedding gives the nearest vectors. With both, the two
///   rankings are fused.
/// - Hits come the best first. Scores only order the hits of one search; they can't be compared between searches or indexes.
/// - What a call of ``upsert(_:)`` or ``remove(documentID:)`` changed is found by the next search. A call changes everything or nothing.
/// - Calls may come from several tasks at once. Throw ``ExtractionError`` with the codes `conflict` for an embedding of another space than
///   ``space``, `invalidRequest` for a search that can't be, `engineFailure` where the medium fails, with its error as the cause.
///
/// Check the index with `SearchIndexConformance` of ExtractionTesting.
public protocol SearchIndex: Sendable {
    /// The space of the vectors in the index; `nil` for an index of words alone, which takes no vectors. It is set when the index is made:
    /// for another embedder, make another index.
    var space: EmbeddingSpace? { get }

    /// Adds chunks. A chunk takes the place of an earlier one with the same document and ``Chunk/index``.
    ///
    /// Remove a document before its chunks are added anew: it may have fewer than before.
    ///
    /// - Throws: `conflict` for an embedding of another space.
    func upsert(_ chunks: [IndexedChunk]) async throws

    /// Removes every chunk of a document. Nothing happens when there is none.
    func remove(documentID: String) async throws

    /// Finds chunks, the best first.
    ///
    /// - Throws: `conflict` for an embedding of another space, `invalidRequest` for a search for nothing or a limit below 1.
    func search(_ request: SearchRequest) async throws -> [SearchHit]
}

/// A chunk as an index takes it.
public struct IndexedChunk: Hashable, Sendable {
    /// The document's id.
    public var documentID: String
    /// The chunk.
    public var chunk: Chunk
    /// Its vector; without one, it is found by its words alone.
    public var embedding: PlacedEmbedding?

    /// Creates a chunk for an index.
    public init(documentID: String, chunk: Chunk, embedding: PlacedEmbedding? = nil) {
        self.documentID = documentID
        self.chunk = chunk
        self.embedding = embedding
    }
}

/// What to find.
public struct SearchRequest: Hashable, Sendable {
    /// Words to be found; any of them counts.
    public var text: String?
    /// A vector whose neighbours are to be found.
    public var embedding: PlacedEmbedding?
    /// The largest number of hits, at least 1.
    public var limit: Int
    /// The documents to search; `nil` for all.
    public var documentIDs: Set<String>?

    /// Creates a search by text, by embedding, or by both.
    public init(text: String? = nil, embedding: PlacedEmbedding? = nil, limit: Int = 10, documentIDs: Set<String>? = nil) {
        self.text = text
        self.embedding = embedding
        self.limit = limit
        self.documentIDs = documentIDs
    }

    /// Checks what every index must refuse.
    ///
    /// - Parameter space: The index's space.
    /// - Throws: ``ExtractionError`` with the code `invalidRequest` or `conflict`, as ``SearchIndex/search(_:)`` says.
    public func validate(for space: EmbeddingSpace?) throws {
        guard text != nil || embedding != nil else {
            throw ExtractionError(.invalidRequest, "A search needs a text, an embedding, or both.")
        }
        guard limit > 0 else { throw ExtractionError(.invalidRequest, "The limit of a search must be at least 1.") }
        try embedding?.require(space)
    }
}

/// A chunk that was found.
public struct SearchHit: Hashable, Sendable {
    /// The document's id.
    public var documentID: String
    /// The chunk.
    public var chunk: Chunk
    /// How well it fits; more is better.
    public var score: Double

    /// Creates a hit.
    public init(documentID: String, chunk: Chunk, score: Double) {
        self.documentID = documentID
        self.chunk = chunk
        self.score = score
    }
}
