extension PluginEnvironment {
    /// Makes the engines of one that is made of others.
    func engines(_ choices: [PluginChoice], atLeast count: Int, of owner: PluginID) async throws -> [any OCREngine] {
        guard choices.count >= count else {
            throw ExtractionError(
                .invalidConfiguration, "The engine '\(owner)' is made of others; give at least \(count) by id in its setting 'engines'.")
        }
        var engines: [any OCREngine] = []
        for choice in choices { try await engines.append(ocr(choice)) }
        return engines
    }
}
