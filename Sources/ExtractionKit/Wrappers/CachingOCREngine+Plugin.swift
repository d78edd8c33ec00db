extension CachingOCREngine: ConfigurablePlugin {
    /// The engine by name, and the folder for what it read.
    ///
    /// ```yaml
    /// ocr:
    ///   id: caching
    ///   settings: {engine: {id: azure}, folder: readings}
    /// ```
    public struct Configuration: PluginConfiguration {
        /// The engine.
        public var engine: PluginChoice?
        /// The folder, relative to the working directory.
        public var folder = ""

        /// Creates settings without an engine.
        public init() {}
    }

    /// `caching`.
    public static let id: PluginID = "caching"
    /// One sentence for people.
    public static let summary = "Keeps what its engine read in a folder, and doesn't read the same image twice."

    /// Makes the engine and puts the folder before it.
    public init(configuration: Configuration, environment: PluginEnvironment) async throws {
        guard let choice = configuration.engine, !configuration.folder.isEmpty else {
            throw ExtractionError(.invalidConfiguration, "The engine '\(Self.id)' needs the settings 'engine' and 'folder'.")
        }
        try await self.init(environment.ocr(choice), store: FolderPageTextStore(path: configuration.folder))
    }

    /// Says that it depends on its engine.
    public static func check(environment: PluginEnvironment) async -> PluginCheck { .works("as its engine does") }
}
