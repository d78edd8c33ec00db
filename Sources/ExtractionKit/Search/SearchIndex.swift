/// A type that finds chunks of documents by their words, by their meaning, or by both.
///
/// Everything in an index belongs to a tenant, and no call can lack one: a document is ``IndexedDocument/tenant``'s, and a search sees what
/// is ``SearchRequest/tenant``'s. Two tenants may have documents with the same id.
///
/// ### Implement a search index
///
/// - A search by text gives chunks that hold at least one word of it. A search by embedding gives the nearest vectors. With both, the two
///   rankings are fused as ``SearchRequest/fusion`` says; an index that can't do so refuses it. With neither, a search by
///   ``SearchRequest/filter`` gives the first chunk of each document that fits. Ask ``SearchRequest/validate(for:)`` what to refuse and
///   ``SearchFilter/admits(_:id:)`` what fits.
/// - Hits come the best first, with the passage's pages, regions and highlights. Scores only order the hits of one search; they can't be
///   compared between searches or indexes.
/// - Words are weighed among the tenant's own chunks, with ``BM25`` where the index does it itself: what others have can't be told from a score.
/// - What a call of ``replace(_:)`` or ``remove(documentID:of:)`` changed is found by the next search. A call changes everything or nothing.
///   An index over a service that can't keep this says so in its documentation.
/// - Calls may come from several tasks at once. Throw ``ExtractionError`` with the codes `conflict` for an embedding of another space than
///   ``space``, `invalidRequest` for a search that can't be, `engineFailure` where the medium fails, with its error as the cause.
///
/// Check the index with `SearchIndexConformance` of ExtractionTesting.
public protocol SearchIndex: Sendable {
    /// The space of the vectors in the index; `nil` for an index of words alone, which takes no vectors. It is set when the index is made:
    /// for another embedder, make another index.
    var space: EmbeddingSpace? { get }

    /// Puts a document's chunks and attributes in the place of whatever the index has of it.
    ///
    /// - Throws: `conflict` for an embedding of another space, `invalidRequest` for two chunks with one ``Chunk/index``.
    func replace(_ document: IndexedDocument) async throws

    /// Removes every chunk of a tenant's document. Nothing happens when there is none.
    func remove(documentID: String, of tenant: TenantID) async throws

    /// What the index was told of a tenant's document; `nil` for one that it doesn't have.
    ///
    /// Its ``DocumentAttributes/revision`` tells whether the document must be indexed anew.
    func attributes(ofDocument id: String, of tenant: TenantID) async throws -> DocumentAttributes?

    /// The ids of a tenant's documents, ascending.
    func documentIDs(of tenant: TenantID) async throws -> [String]

    /// Finds chunks, the best first.
    ///
    /// - Throws: `conflict` for an embedding of another space, `invalidRequest` for a search for nothing or a limit below 1.
    func search(_ request: SearchRequest) async throws -> [SearchHit]
}
