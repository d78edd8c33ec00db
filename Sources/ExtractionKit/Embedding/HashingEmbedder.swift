/// Embeds text as counts of hashed words and three-letter stretches: no model, no meaning, but texts that share words are near each
/// other.
///
/// The hashing trick of Weinberger et al., "Feature Hashing for Large Scale Multitask Learning" (ICML 2009), over FNV-1a. It is the
/// baseline that a model must beat, and lets everything around embedders be tested without one.
public struct HashingEmbedder: Embedder, ConfigurablePlugin {
    /// The settings.
    public struct Configuration: PluginConfiguration {
        /// The number of components, from 8 to 65,536.
        public var dimensions = 512

        /// Creates the default settings.
        public init() {}
    }

    /// The space, named by the settings.
    public let space: EmbeddingSpace

    /// `hashing`.
    public static let id: PluginID = "hashing"
    /// One sentence for people.
    public static let summary = "Hashes words into vectors; needs no model and knows no meaning."

    /// Creates an embedder.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration`.
    public init(configuration: Configuration = Configuration(), environment: PluginEnvironment = PluginEnvironment()) throws {
        guard (8...65_536).contains(configuration.dimensions) else {
            throw ExtractionError(.invalidConfiguration, "'dimensions' must be from 8 to 65536.")
        }
        space = try EmbeddingSpace(
            model: PluginIdentity(id: Self.id, version: "1", digesting: configuration), dimensions: configuration.dimensions)
    }

    /// Embeds texts.
    public func embed(_ request: EmbeddingRequest) async throws -> [Embedding] { request.texts.map(embed) }

    private func embed(_ text: String) -> Embedding {
        var components = [Float](repeating: 0, count: space.dimensions)
        func add(_ feature: some Sequence<UInt8>, weight: Float) {
            let hash = Self.hash(feature)
            // One bit decides the sign, so that collisions cancel out instead of adding up.
            components[Int(hash % UInt64(space.dimensions))] += hash >> 63 == 0 ? weight : -weight
        }
        for word in text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            add(word.utf8, weight: 1)
            let padded = Array("<\(word)>".utf8)
            for start in 0..<max(0, padded.count - 2) { add(padded[start..<start + 3], weight: 0.25) }
        }
        return Embedding(normalizing: components)
    }

    /// FNV-1a, 64 bits (Fowler, Noll, Vo).
    private static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
