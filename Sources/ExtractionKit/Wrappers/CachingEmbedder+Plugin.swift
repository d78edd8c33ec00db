extension CachingEmbedder: ConfigurablePlugin {
    /// The embedder by name, and the folder for what it made.
    ///
    /// ```yaml
    /// embedder:
    ///   id: caching
    ///   settings: {embedder: {id: openai}, folder: vectors}
    /// ```
    public struct Configuration: PluginConfiguration {
        /// The embedder.
        public var embedder: PluginChoice?
        /// The folder, relative to the working directory.
        public var folder = ""

        /// Creates settings without an embedder.
        public init() {}
    }

    /// `caching`.
    public static let id: PluginID = "caching"
    /// One sentence for people.
    public static let summary = "Keeps what its embedder made in a folder, and doesn't embed the same text twice."

    /// Makes the embedder and puts the folder before it.
    public init(configuration: Configuration, environment: PluginEnvironment) async throws {
        guard let choice = configuration.embedder, !configuration.folder.isEmpty else {
            throw ExtractionError(.invalidConfiguration, "The embedder '\(Self.id)' needs the settings 'embedder' and 'folder'.")
        }
        try await self.init(environment.embedder(choice), store: FolderEmbeddingStore(path: configuration.folder))
    }

    /// Says that it depends on its embedder.
    public static func check(environment: PluginEnvironment) async -> PluginCheck { .works("as its embedder does") }
}
