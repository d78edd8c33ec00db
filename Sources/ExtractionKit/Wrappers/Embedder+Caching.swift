extension Embedder {
    /// The embedder with a store before it, so that no text is embedded twice.
    ///
    /// ```swift
    /// let embedder = try OpenAIEmbedder(transport: transport, key: key).cached(in: FolderEmbeddingStore(path: "vectors"))
    /// ```
    public func cached(in store: some EmbeddingStore) -> CachingEmbedder { CachingEmbedder(self, store: store) }
}
