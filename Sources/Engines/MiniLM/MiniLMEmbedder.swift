internal import ExtractionEngineSupport
public import ExtractionKit
internal import ExtractionOpenVINO

/// Embeds text by its meaning, on this machine, with all-MiniLM-L6-v2 (<https://www.sbert.net>; Wang et al.,
/// <https://arxiv.org/abs/2002.10957>): 384 components, English above all.
///
/// The network runs in this process with OpenVINO; `./install-engine minilm` installs both. Any other encoder that reads BERT's word pieces,
/// uncased, and is pooled by the mean can take its place by its folder.
///
/// ```swift
/// let embedder = try MiniLMEmbedder(configuration: .init(), environment: environment)
/// let vectors = try await embedder.embed(EmbeddingRequest(texts: ["How much is due?"], purpose: .query))
/// ```
///
/// Each text runs through the network by itself, so that its vector never depends on its neighbours; several texts, also of several calls,
/// run at once. The model takes ``Configuration/longestText`` tokens at once: a longer text is embedded in parts, and its
/// vector is the mean of all their tokens'. Questions and passages are embedded alike.
public struct MiniLMEmbedder: Embedder {
    /// The settings that the embedder was made with.
    public let configuration: Configuration
    /// The space: the runtime's version, with a digest of the model and the settings that change vectors.
    public let space: EmbeddingSpace
    /// Encode texts, each on a processor of its own.
    let encoders: ThreadConfinedPool<TextEncoder>

    /// What the embedder does, as the subject of a sentence.
    static let activity = "Embedding a text"

    /// Creates an embedder. The network is loaded when it is first needed.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `invalidConfiguration`, and `missingResource` when the runtime or the model isn't
    ///   installed.
    public init(configuration: Configuration = Configuration(), environment: PluginEnvironment) throws {
        let threads = try configuration.checkedThreads()
        guard let folder = configuration.model ?? InstalledFolder.path("minilm", environment: environment) else {
            throw ExtractionError(.missingResource, "There is no home folder to look for the model in; set 'model'.")
        }
        let files = try EncoderFiles(folder: folder)
        let runtime = try NeuralRuntime(folder: configuration.runtime, environment: environment)
        var settings = configuration
        (settings.model, settings.runtime, settings.threads) = (files.description, nil, nil)
        self.configuration = configuration
        space = try EmbeddingSpace(
            model: PluginIdentity(id: Self.id, version: "2, OpenVINO \(runtime.version)", digesting: settings), dimensions: Self.dimensions)
        let loaded = LoadedOnce {
            try EncoderModel(
                files, runtime: runtime, dimensions: Self.dimensions,
                options: CompilationOptions(threads: threads, streams: threads, precision: configuration.precision))
        }
        encoders = ThreadConfinedPool(name: "minilm", threads: threads) { try TextEncoder(loaded.value()) }
    }

    /// The components of a vector.
    private static let dimensions = 384
    /// How many texts of a request wait or run at once: twice as many as there can be threads, whatever the request holds.
    private static let textsUnderWay = 128

    /// Embeds texts.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `missingResource` when the model can't be loaded or is another kind of network,
    ///   `engineFailure`, `deadlineExceeded`; `CancellationError`.
    public func embed(_ request: EmbeddingRequest) async throws -> [Embedding] {
        try request.check()
        return try await withThrowingTaskGroup(of: (Int, Embedding).self) { group in
            var waiting = request.texts.enumerated().makeIterator()
            func addNext() {
                guard let (index, text) = waiting.next() else { return }
                group.addTask { [encoders, longest = configuration.longestText] in
                    try await encoders.run(Self.activity, deadline: request.deadline) { encoder, status in
                        try (index, encoder.embed(text, longest: longest, status: status))
                    }
                }
            }
            for _ in 0..<Self.textsUnderWay { addNext() }
            var vectors = [Embedding?](repeating: nil, count: request.texts.count)
            while let (index, vector) = try await group.next() {
                vectors[index] = vector
                addNext()
            }
            return vectors.compactMap(\.self)
        }
    }
}
