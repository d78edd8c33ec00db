/// A type that keeps vectors, for ``CachingEmbedder``.
///
/// ### Implement a store
///
/// A key gives a name for files and rows (``EmbeddingKey/digest()``). A store may forget what it likes, and never gives anything but what was saved
/// under the very same key: what it can't read back whole, it doesn't have. Calls may come from several tasks at once. Throw ``ExtractionError`` with
/// the code `engineFailure`, or `fileUnwritable`, where the medium fails.
public protocol EmbeddingStore: Sendable {
    /// The vectors of those keys that the store has.
    func embeddings(for keys: [EmbeddingKey]) async throws -> [EmbeddingKey: Embedding]

    /// Keeps vectors. They take the place of earlier ones under the same keys.
    func save(_ embeddings: [EmbeddingKey: Embedding]) async throws
}
