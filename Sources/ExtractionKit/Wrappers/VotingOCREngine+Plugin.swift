extension VotingOCREngine: ConfigurablePlugin {
    /// The engines by name.
    ///
    /// ```yaml
    /// ocr:
    ///   id: voting
    ///   settings:
    ///     engines:
    ///       - {id: calibrated, settings: {engine: {id: tesseract}, file: tesseract.json}}
    ///       - {id: calibrated, settings: {engine: {id: other}, file: other.json}}
    /// ```
    public struct Configuration: PluginConfiguration {
        /// The engines; the first one decides ties and the order of lines.
        public var engines: [PluginChoice] = []
        /// The weight of the vote of an engine that found nothing where others found a word.
        public var silence = 0.5

        /// Creates settings without engines.
        public init() {}
    }

    /// `voting`.
    public static let id: PluginID = "voting"
    /// One sentence for people.
    public static let summary = "Has several engines read the page and takes, word by word, what most of them are surest of."

    /// Makes the engines and gives each a vote.
    public init(configuration: Configuration, environment: PluginEnvironment) async throws {
        let engines = try await environment.engines(configuration.engines, atLeast: 1, of: Self.id)
        try self.init(engines, silence: configuration.silence)
    }

    /// Says that it depends on its engines.
    public static func check(environment: PluginEnvironment) async -> PluginCheck { .works("as its engines do") }
}
