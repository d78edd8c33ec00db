internal import ExtractionEngineSupport
public import ExtractionKit
internal import ExtractionOpenVINO

extension PPOCREngine: ConfigurablePlugin {
    /// `ppocr`.
    public static let id: PluginID = "ppocr"
    /// One sentence for people.
    public static let summary =
        "Reads print and photographs on this machine with PP-OCR's neural networks; './install-engine ppocr' installs them."

    /// Loads the networks, and says which they are.
    public static func check(environment: PluginEnvironment) async -> PluginCheck {
        do {
            let engine = try PPOCREngine(configuration: Configuration(), environment: environment)
            try await engine.readers.run("Loading PP-OCR", deadline: .after(.seconds(60))) { _, _ in }
            return .works(engine.identity.version)
        } catch {
            let error = ExtractionError(wrapping: error)
            return error.code == .missingResource
                ? .absent("with it receipts, photographs and accents are read better; './install-engine ppocr'") : .fails(error.message)
        }
    }
}
