internal import Synchronization

/// Keeps vectors in memory for as long as it lives, up to a number of components; then those that were asked for longest ago go.
public final class InMemoryEmbeddingStore: EmbeddingStore {
    private let capacity: Int
    private let state = Mutex(RecentEmbeddings())

    /// Creates an empty store.
    ///
    /// - Parameter capacity: How many components it keeps at most, of 4 bytes each: the default is 80 MB, or fifty thousand vectors of 384
    ///   components. Keys take about 300 bytes besides.
    public init(capacity: Int = 20_000_000) { self.capacity = capacity }

    /// The vectors of those keys that the store has.
    public func embeddings(for keys: [EmbeddingKey]) async throws -> [EmbeddingKey: Embedding] {
        state.withLock { state in
            state.uses += 1
            var found: [EmbeddingKey: Embedding] = [:]
            for key in keys {
                guard let embedding = state.entries[key]?.embedding else { continue }
                state.entries[key]?.lastUse = state.uses
                found[key] = embedding
            }
            return found
        }
    }

    /// Keeps vectors. Those above the whole capacity aren't kept.
    public func save(_ embeddings: [EmbeddingKey: Embedding]) async throws {
        state.withLock { state in
            state.uses += 1
            for (key, embedding) in embeddings where embedding.components.count <= capacity {
                if let old = state.entries.removeValue(forKey: key) { state.size -= old.embedding.components.count }
                if state.size + embedding.components.count > capacity {
                    state.forget(downTo: capacity / 4 * 3 - embedding.components.count)
                }
                state.entries[key] = (embedding, state.uses)
                state.size += embedding.components.count
            }
        }
    }
}

/// The vectors that were asked for last.
private struct RecentEmbeddings {
    var entries: [EmbeddingKey: (embedding: Embedding, lastUse: Int)] = [:]
    var size = 0
    var uses = 0

    /// Forgets what was asked for longest ago. Many at once, for to find them every key is looked at.
    mutating func forget(downTo limit: Int) {
        for (key, entry) in entries.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
            guard size > limit else { return }
            entries[key] = nil
            size -= entry.embedding.components.count
        }
    }
}
