extension EscalatingOCREngine: ConfigurablePlugin {
    /// The two engines by name, and what is sent from one to the other.
    ///
    /// ```yaml
    /// ocr:
    ///   id: escalating
    ///   settings:
    ///     engines: [{id: tesseract}, {id: azure}]
    ///     policy: {confidence_below: 0.8, unit: line}
    /// ```
    public struct Configuration: PluginConfiguration {
        /// The cheap engine and the better one.
        public var engines: [PluginChoice] = []
        /// What is sent.
        public var policy = EscalationPolicy()

        /// Creates settings without engines.
        public init() {}
    }

    /// `escalating`.
    public static let id: PluginID = "escalating"
    /// One sentence for people.
    public static let summary = "Reads with a cheap engine and sends the lines or pages that it is unsure of to a better one."

    /// Makes the engines and puts one behind the other.
    public init(configuration: Configuration, environment: PluginEnvironment) async throws {
        let engines = try await environment.engines(configuration.engines, atLeast: 2, of: Self.id)
        guard engines.count == 2 else {
            throw ExtractionError(.invalidConfiguration, "The engine '\(Self.id)' takes two engines, the cheap one and the better one.")
        }
        self.init(engines[0], to: engines[1], policy: configuration.policy)
    }

    /// Says that it depends on its engines.
    public static func check(environment: PluginEnvironment) async -> PluginCheck { .works("as its engines do") }
}
