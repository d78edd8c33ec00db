/// Cuts where the text turns to something else: between sentences whose surroundings mean different things.
///
/// Each place between two sentences is given the distance, 1 minus the cosine, between the vectors of the few sentences before and behind it. The places
/// with the largest distances are boundaries, as many of them as ``Configuration/share`` says. Chunks that are shorter than the least length are joined with
/// what follows; what is longer than the largest is cut at the largest distance that leaves a piece as long as the least and a quarter full, and a
/// sentence that alone is too long between words. Sizes count characters as Unicode scalars.
public struct SemanticChunker: Chunker, ConfigurablePlugin {
    /// The settings.
    public struct Configuration: PluginConfiguration {
        /// The largest chunk, in characters.
        public var maximumLength = 1_000
        /// What a chunk should have at least, in characters, where the largest size allows it.
        public var minimumLength = 200
        /// How many sentences on each side are compared.
        public var window = 3
        /// Which share of the places between sentences are boundaries, from 0 to 1.
        public var share = 0.15
        /// What embeds sentences.
        public var embedder = PluginChoice(HashingEmbedder.id)

        /// Creates the default settings.
        public init() {}
    }

    /// The settings.
    public let configuration: Configuration
    /// Embeds sentences.
    public let embedder: any Embedder
    /// Who this is; the embedder's space is part of it.
    public let identity: PluginIdentity

    /// `semantic`.
    public static let id: PluginID = "semantic"
    /// One sentence for people.
    public static let summary = "Cuts where the meaning turns, by the distance of sentences' vectors."

    /// Creates a chunker with the embedder that its settings name.
    ///
    /// - Throws: As ``init(_:configuration:)``, and what making the embedder does.
    public init(configuration: Configuration, environment: PluginEnvironment) async throws {
        try await self.init(environment.embedder(configuration.embedder), configuration: configuration)
    }

    /// Works wherever its embedder does.
    public static func check(environment: PluginEnvironment) async -> PluginCheck { .works("as its embedder does") }

    /// Creates a chunker.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` for a size, window or share that can't be.
    public init(_ embedder: any Embedder, configuration: Configuration = Configuration()) throws {
        guard configuration.maximumLength > 0, configuration.minimumLength >= 0 else {
            throw ExtractionError(.invalidConfiguration, "'maximum_length' must be at least 1, and 'minimum_length' at least 0.")
        }
        guard (1...100).contains(configuration.window), (0...1).contains(configuration.share) else {
            throw ExtractionError(.invalidConfiguration, "'window' must be from 1 to 100, and 'share' from 0 to 1.")
        }
        self.configuration = configuration
        self.embedder = embedder
        let settings = [
            "\(configuration.maximumLength)", "\(configuration.minimumLength)", "\(configuration.window)", "\(configuration.share)",
            embedder.space.model.description,
        ]
        identity = try PluginIdentity(id: Self.id, version: "2", digesting: settings)
    }

    /// Cuts the document.
    public func chunks(of document: ReadDocument) async throws -> [Chunk] {
        let cuts = ContentCuts(document.content)
        let sentences = cuts.sentences(maximumLength: configuration.maximumLength)
        guard !sentences.isEmpty else { return [] }
        let distances = try await distances(sentences.map(cuts.text))
        let ordered = distances.indices.sorted { (distances[$1], $0) < (distances[$0], $1) }
        let wanted = Set(ordered.prefix(Int((configuration.share * Double(distances.count)).rounded())))
        var spans: [TextSpan] = []
        var first = 0
        for last in sentences.indices where last == sentences.count - 1 || wanted.contains(last) {
            let least = cuts.end(of: leastLength, from: sentences[first].lowerBound)
            if sentences[last].upperBound < least, last < sentences.count - 1 { continue }
            divide(first...last, sentences, distances, cuts, into: &spans)
            first = last + 1
        }
        return [Chunk](spans, of: document)
    }

    private var leastLength: Int { min(configuration.minimumLength, configuration.maximumLength) }

    /// Adds a stretch of sentences in parts that are short enough.
    private func divide(
        _ part: ClosedRange<Int>, _ sentences: [Range<Int>], _ distances: [Float], _ cuts: ContentCuts, into spans: inout [TextSpan]
    ) {
        var first = part.lowerBound
        while first <= part.upperBound {
            let start = sentences[first].lowerBound
            let limit = cuts.end(of: configuration.maximumLength, from: start)
            let least = cuts.end(of: max(leastLength, configuration.maximumLength / 4), from: start)
            let fitting = sentences[first...part.upperBound].indices.prefix { $0 == first || sentences[$0].upperBound <= limit }
            var last = fitting.last ?? first
            if last < part.upperBound {
                // Of places that are as far apart, the last.
                last = fitting.filter { sentences[$0].upperBound >= least }.max { (distances[$0], $0) < (distances[$1], $1) } ?? last
            }
            spans.append(TextSpan(start..<sentences[last].upperBound))
            first = last + 1
        }
    }

    /// The distance at each place between two sentences.
    private func distances(_ sentences: [String]) async throws -> [Float] {
        guard sentences.count > 1 else { return [] }
        let vectors = try await embedder.placed(EmbeddingRequest(texts: sentences, purpose: .passage)).embeddings.map(\.embedding)
        return (1..<sentences.count).map { place in
            let before = mean(vectors[max(0, place - configuration.window)..<place])
            let behind = mean(vectors[place..<min(sentences.count, place + configuration.window)])
            return 1 - before.similarity(to: behind)
        }
    }

    private func mean(_ vectors: ArraySlice<Embedding>) -> Embedding {
        var sum = [Float](repeating: 0, count: embedder.space.dimensions)
        for vector in vectors { for index in sum.indices { sum[index] += vector.components[index] } }
        return Embedding(normalizing: sum)
    }
}
