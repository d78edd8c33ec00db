/// A document as an index takes it: all of its chunks, and what it can be found by besides their text.
public struct IndexedDocument: Hashable, Sendable {
    /// Whose document it is.
    public var tenant: TenantID
    /// The document's id, unique among the tenant's.
    public var id: String
    /// What it can be found by besides its text.
    public var attributes: DocumentAttributes
    /// The chunks, each with its own ``Chunk/index``.
    public var chunks: [IndexedChunk]

    /// Creates a document for an index.
    public init(tenant: TenantID, id: String, attributes: DocumentAttributes = DocumentAttributes(), chunks: [IndexedChunk]) {
        self.tenant = tenant
        self.id = id
        self.attributes = attributes
        self.chunks = chunks
    }

    /// Checks what every index must refuse.
    ///
    /// - Parameter space: The index's space.
    /// - Throws: ``ExtractionError`` with the code `conflict` or `invalidRequest`, as ``SearchIndex/replace(_:)`` says.
    public func validate(for space: EmbeddingSpace?) throws {
        for chunk in chunks { try chunk.embedding?.require(space) }
        guard Set(chunks.map(\.chunk.index)).count == chunks.count else {
            throw ExtractionError(.invalidRequest, "Two chunks of the document have one number; number them from 0.")
        }
    }
}

/// A chunk as an index takes it.
public struct IndexedChunk: Hashable, Sendable {
    /// The chunk.
    public var chunk: Chunk
    /// Its vector; without one, it is found by its words alone.
    public var embedding: PlacedEmbedding?

    /// Creates a chunk for an index.
    public init(_ chunk: Chunk, embedding: PlacedEmbedding? = nil) {
        self.chunk = chunk
        self.embedding = embedding
    }
}
