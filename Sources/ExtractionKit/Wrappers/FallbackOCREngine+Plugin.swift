extension FallbackOCREngine: ConfigurablePlugin {
    /// The engines by name, and when the next is asked.
    ///
    /// ```yaml
    /// ocr:
    ///   id: fallback
    ///   settings:
    ///     engines: [{id: tesseract}, {id: azure}]
    ///     when: {confidence_below: 0.7}
    /// ```
    public struct Configuration: PluginConfiguration {
        /// The engines in the order in which they are asked; at least one.
        public var engines: [PluginChoice] = []
        /// When the next engine is asked.
        public var when = FallbackPolicy()

        /// Creates settings without engines.
        public init() {}
    }

    /// `fallback`.
    public static let id: PluginID = "fallback"
    /// One sentence for people.
    public static let summary = "Asks the next of its engines when one fails, is unsure, or finds nothing on a page with ink."

    /// Makes the engines and puts them behind each other.
    public init(configuration: Configuration, environment: PluginEnvironment) async throws {
        var engines = try await environment.engines(configuration.engines, atLeast: 1, of: Self.id)
        let first = engines.removeFirst()
        self.init(first, then: engines, when: configuration.when)
    }

    /// Says that it depends on its engines.
    public static func check(environment: PluginEnvironment) async -> PluginCheck { .works("as its engines do") }
}
