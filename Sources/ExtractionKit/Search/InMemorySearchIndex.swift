internal import Synchronization

/// Searches chunks in memory, exactly: every vector is looked at in every search.
///
/// Each tenant has a library of its own; a search has no way into another one. Vectors are compared by their cosine, over two tasks where there
/// are many. Words are weighed by BM25 (Robertson and Zaragoza 2009) with k1 = 1.2 and b = 0.75, measured over the tenant's whole library
/// whichever documents are searched. What is looked at of a chunk is its ``Chunk/textInContext``. Equal scores stand in the order of document
/// ids and chunk numbers.
///
/// A search works on the library as it was when the search began.
public final class InMemorySearchIndex: SearchIndex {
    /// The space of the vectors.
    public let space: EmbeddingSpace?
    /// How components of vectors are kept.
    public let precision: VectorTable.Precision
    private let libraries = Mutex<[TenantID: SearchLibrary]>([:])

    /// Creates an empty index.
    ///
    /// - Parameters:
    ///   - space: The space of the vectors; `nil` for an index of words alone.
    ///   - precision: How components of vectors are kept.
    public init(space: EmbeddingSpace? = nil, precision: VectorTable.Precision = .float32) {
        self.space = space
        self.precision = precision
    }

    /// Puts a document's chunks and attributes in the place of whatever the index has of it.
    public func replace(_ document: IndexedDocument) async throws {
        try document.validate(for: space)
        libraries.withLock { libraries in
            libraries[document.tenant, default: SearchLibrary(dimensions: space?.dimensions ?? 0, precision)].replace(document)
        }
    }

    /// Removes every chunk of a tenant's document.
    public func remove(documentID: String, of tenant: TenantID) async throws {
        libraries.withLock { $0[tenant]?.remove(documentID) }
    }

    /// What the index was told of a tenant's document.
    public func attributes(ofDocument id: String, of tenant: TenantID) async throws -> DocumentAttributes? {
        libraries.withLock { $0[tenant]?.documents[id]?.attributes }
    }

    /// The ids of a tenant's documents, ascending.
    public func documentIDs(of tenant: TenantID) async throws -> [String] {
        libraries.withLock { $0[tenant]?.documents.keys.sorted() ?? [] }
    }

    /// Finds chunks.
    public func search(_ request: SearchRequest) async throws -> [SearchHit] {
        try request.validate(for: space)
        guard let library = libraries.withLock({ $0[request.tenant] }) else { return [] }
        return await library.search(request)
    }
}
