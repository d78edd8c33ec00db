internal import ExtractionEngineSupport
public import ExtractionKit

extension MiniLMEmbedder: ConfigurablePlugin {
    /// `minilm`.
    public static let id: PluginID = "minilm"
    /// One sentence for people.
    public static let summary =
        "Embeds text by its meaning on this machine with all-MiniLM-L6-v2; './install-engine minilm' installs it."

    /// Loads the network, and says which it is.
    public static func check(environment: PluginEnvironment) async -> PluginCheck {
        do {
            let embedder = try MiniLMEmbedder(configuration: Configuration(), environment: environment)
            _ = try await embedder.embed(EmbeddingRequest(texts: ["works"], purpose: .query))
            return .works(embedder.space.model.version)
        } catch {
            let error = ExtractionError(wrapping: error)
            return error.code == .missingResource
                ? .absent("finds chunks by meaning instead of by words; './install-engine minilm'") : .fails(error.message)
        }
    }
}
