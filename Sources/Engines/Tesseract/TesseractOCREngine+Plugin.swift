internal import ExtractionEngineSupport
public import ExtractionKit

extension TesseractOCREngine: ConfigurablePlugin {
    /// `tesseract`.
    public static let id: PluginID = "tesseract"
    /// One sentence for people.
    public static let summary = "Reads print on this machine with Tesseract 5; needs a model for each language."

    /// Makes the engine.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `invalidConfiguration` and `missingResource`.
    public init(configuration: Configuration, environment: PluginEnvironment) async throws { try self.init(configuration) }

    /// Loads the default language, and says which version and languages are here.
    public static func check(environment: PluginEnvironment) async -> PluginCheck {
        do {
            let engine = try TesseractOCREngine()
            try await engine.pool.run("Loading Tesseract", deadline: .after(.seconds(30))) { _, _ in }
            let installation = try TesseractInstallation(dataPath: nil)
            return .works("Tesseract \(installation.version); languages \(installation.codes.joined(separator: ", "))")
        } catch {
            return .fails(ExtractionError(wrapping: error).message)
        }
    }
}
