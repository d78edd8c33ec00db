internal import ExtractionKit
internal import ExtractionMiniLM

/// The embedder that belongs to a store.
struct SearchEmbedder {
    /// The embedder; `nil` for a store of words alone.
    let embedder: (any Embedder)?

    /// Finds the embedder to index with: the one that is asked for, the pipeline file's, the store's, or the best one here.
    init(named name: String?, file: PipelineFile?, store: StoreLocation, in registry: PluginRegistry) async throws {
        if name == "none" {
            embedder = nil
        } else if let name {
            let choice = file?.embedder.flatMap { $0.id.rawValue == name ? $0 : nil } ?? PluginChoice(PluginID(rawValue: name))
            embedder = try await registry.embedder(choice)
        } else if let choice = file?.embedder {
            embedder = try await registry.embedder(choice)
        } else if let index = try await Self.index(in: store) {
            self = try await SearchEmbedder(of: index, file: file, in: registry)
        } else if let neural = try? await registry.embedder(PluginChoice(MiniLMEmbedder.id)) {
            embedder = neural
        } else {
            embedder = try await registry.embedder(PluginChoice(HashingEmbedder.id))
        }
    }

    /// The index that a store has.
    private static func index(in store: StoreLocation) async throws -> (any StoredSearchIndex)? {
        guard store.exists else { return nil }
        do {
            return try await store.existingSearchIndex()
        } catch let error as ExtractionError where error.code == .notFound {
            return nil
        }
    }

    /// Finds the embedder that an index was made with.
    ///
    /// - Throws: ``ExtractionError`` with the code `conflict` where another version or other settings are here.
    init(of index: any StoredSearchIndex, file: PipelineFile?, in registry: PluginRegistry) async throws {
        guard let space = index.space else {
            embedder = nil
            return
        }
        // An embedder before which another one stands has that one's space.
        if let choice = file?.embedder, choice.id != space.model.id, let named = try? await registry.embedder(choice), named.space == space
        {
            embedder = named
            return
        }
        let choice = file?.embedder.flatMap { $0.id == space.model.id ? $0 : nil } ?? PluginChoice(space.model.id)
        let found = try await registry.embedder(choice)
        guard found.space == space else {
            throw ExtractionError(
                .conflict,
                "The store was made with the embedder \(space.model), and here is \(found.space.model); give the same settings with '--config', search with '--mode text', or make another store."
            )
        }
        embedder = found
    }
}
