extension VotingOCREngine: ConfigurablePlugin {
    /// The engines by name, with what their confidences mean.
    ///
    /// ```yaml
    /// ocr:
    ///   id: voting
    ///   settings:
    ///     engines: [{id: tesseract}, {id: other}]
    ///     calibrations:
    ///       other: {samples: [{confidence: 0, accuracy: 0}, {confidence: 1, accuracy: 0.9}], unstated: 0.5}
    /// ```
    public struct Configuration: PluginConfiguration {
        /// The engines; the first one decides ties and the order of lines.
        public var engines: [PluginChoice] = []
        /// What the confidences of an engine mean, by its id; the others' are taken as they are.
        public var calibrations: [String: ConfidenceCalibration] = [:]
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
        let names = Set(configuration.engines.map(\.id.rawValue))
        if let stranger = configuration.calibrations.keys.sorted().first(where: { !names.contains($0) }) {
            throw ExtractionError(
                .invalidConfiguration, "There is a calibration for '\(stranger)', which isn't among the engines of '\(Self.id)'.")
        }
        try self.init(
            zip(engines, configuration.engines).map { engine, choice in
                Voter(engine, calibration: configuration.calibrations[choice.id.rawValue] ?? .identity)
            }, silence: configuration.silence)
    }

    /// Says that it depends on its engines.
    public static func check(environment: PluginEnvironment) async -> PluginCheck { .works("as its engines do") }
}
