extension AgreeingFieldExtractor: ConfigurablePlugin {
    /// The extractors by name.
    ///
    /// ```yaml
    /// extractor:
    ///   id: agreeing
    ///   settings:
    ///     extractors: [{id: openai, settings: {model: gpt-4o-mini}}, {id: rules}]
    /// ```
    public struct Configuration: PluginConfiguration {
        /// `extractors`: the extractors; the first one that knows the kind of document decides on it.
        public var extractors: [PluginChoice] = []
        /// `agreement`: how much an extractor with the same value adds to the log odds that the value is right.
        public var agreement = 2.0
        /// `disagreement`: how much an extractor with another value takes away.
        public var disagreement = 2.0

        /// Creates settings without extractors.
        public init() {}
    }

    /// `agreeing`.
    public static let id: PluginID = "agreeing"
    /// One sentence for people.
    public static let summary = "Asks several extractors, takes the surest value of each field, and is surer where they agree."

    /// Makes the extractors.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration`, and what making the extractors throws.
    public init(configuration: Configuration, environment: PluginEnvironment) async throws {
        guard configuration.extractors.count >= 2 else {
            throw ExtractionError(
                .invalidConfiguration, "'agreeing' is made of others; give at least 2 by id in its setting 'extractors'.")
        }
        let weights = [configuration.agreement, configuration.disagreement]
        guard weights.allSatisfy({ (0...10).contains($0) }) else {
            throw ExtractionError(.invalidConfiguration, "'agreement' and 'disagreement' must be from 0 to 10.")
        }
        var extractors: [any FieldExtractor] = []
        for choice in configuration.extractors { try await extractors.append(environment.extractor(choice)) }
        self.init(extractors, agreement: configuration.agreement, disagreement: configuration.disagreement)
    }

    /// Says that it depends on its extractors.
    public static func check(environment: PluginEnvironment) async -> PluginCheck { .works("as its extractors do") }
}

extension FieldExtractor {
    /// This extractor with others beside it, whose agreement makes its values surer.
    public func agreeing(with others: any FieldExtractor...) -> AgreeingFieldExtractor { AgreeingFieldExtractor([self] + others) }
}
