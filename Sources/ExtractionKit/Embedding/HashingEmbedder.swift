/// Embeds text as counts of hashed words, pairs of words and stretches of words: no model, no meaning, but texts that share words, names or
/// parts of words are near each other. A synonym is as far away as any other word.
///
/// The features are the words as ``SearchWord`` has them, two words that follow each other, and stretches of four and five characters of a word
/// with its ends marked; of East Asian scripts, which have no blanks between words, stretches of one and two. A stretch counts a quarter of a
/// word. What comes often counts as the square root of how often, since a word that is said ten times isn't ten times as telling. Features are
/// put into components by the hashing trick of Weinberger et al., "Feature Hashing for Large Scale Multitask Learning" (ICML 2009).
///
/// It is the baseline that a model must beat, and lets everything around embedders be tested without one.
public struct HashingEmbedder: Embedder, ConfigurablePlugin {
    /// The settings.
    public struct Configuration: PluginConfiguration {
        /// The number of components, from 8 to 65,536.
        public var dimensions = 1_024

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
            model: PluginIdentity(id: Self.id, version: "2", digesting: configuration), dimensions: configuration.dimensions)
    }

    /// Embeds texts, one after another.
    ///
    /// - Throws: ``ExtractionError`` with the code `deadlineExceeded`; `CancellationError`.
    public func embed(_ request: EmbeddingRequest) async throws -> [Embedding] {
        try request.texts.map { text in
            try request.check()
            return embed(text)
        }
    }

    private func embed(_ text: String) -> Embedding {
        var counts: [UInt64: Int] = [:]
        var last = ""
        SearchWord.forEach(in: text) { word, _ in
            counts[Self.hash(UInt8(ascii: "w"), word.utf8), default: 0] += 4
            if !last.isEmpty { counts[Self.hash(UInt8(ascii: "p"), (last + " " + word).utf8), default: 0] += 4 }
            last = word
            let marked = Array("<\(word)>".unicodeScalars)
            // East Asian scripts begin with the radicals.
            let lengths = marked.contains { $0.value >= 0x2E80 } ? 1...2 : 4...5
            for length in lengths where marked.count >= length {
                for start in 0...marked.count - length {
                    var stretch = String.UnicodeScalarView()
                    stretch.append(contentsOf: marked[start..<start + length])
                    counts[Self.hash(UInt8(ascii: "s"), String(stretch).utf8), default: 0] += 1
                }
            }
        }
        var components = [Float](repeating: 0, count: space.dimensions)
        // In one order always, as sums of rounded numbers depend on it.
        for (hash, count) in counts.sorted(by: { $0.key < $1.key }) {
            let weight = Float(count).squareRoot()
            // One bit decides the sign, so that collisions cancel out instead of adding up.
            components[Int(hash % UInt64(space.dimensions))] += hash >> 63 == 0 ? weight : -weight
        }
        return Embedding(normalizing: components)
    }

    /// FNV-1a, 64 bits (Fowler, Noll, Vo), over the kind of a feature and the feature. Its low bits depend on the low bits of the bytes alone, and so
    /// does the component; the finalizer of MurmurHash3 (Appleby) mixes all of them.
    private static func hash(_ kind: UInt8, _ bytes: String.UTF8View) -> UInt64 {
        func add(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        var hash = bytes.reduce(add(0xCBF2_9CE4_8422_2325, kind), add)
        for factor: UInt64 in [0xFF51_AFD7_ED55_8CCD, 0xC4CE_B9FE_1A85_EC53] {
            hash ^= hash >> 33
            hash &*= factor
        }
        return hash ^ hash >> 33
    }
}
