/// A type that turns text into vectors whose angles tell how alike texts are.
///
/// ### Implement an embedder
///
/// Give one vector for each text, in order, each with ``EmbeddingSpace/dimensions`` finite numbers and length 1.
/// The same text always gives the same vector.
///
/// Check the embedder with `EmbedderConformance` of ExtractionTesting.
public protocol Embedder: Sendable {
    /// The space that the vectors live in. Vectors of different spaces can't be compared.
    var space: EmbeddingSpace { get }

    /// Embeds texts.
    func embed(_ request: EmbeddingRequest) async throws -> [Embedding]

    /// Embeds texts, and says what that cost. An embedder that costs something implements this besides.
    func embedding(_ request: EmbeddingRequest) async throws -> EmbeddingResult
}

extension Embedder {
    /// The vectors, for nothing.
    public func embedding(_ request: EmbeddingRequest) async throws -> EmbeddingResult {
        try await EmbeddingResult(embeddings: embed(request))
    }
}

/// Vectors, and what they cost.
public struct EmbeddingResult: Hashable, Sendable {
    /// A vector for each text, in order.
    public var embeddings: [Embedding]
    /// What it cost.
    public var usage: Usage

    /// Creates a result.
    public init(embeddings: [Embedding], usage: Usage = Usage()) {
        self.embeddings = embeddings
        self.usage = usage
    }
}

/// A space of vectors: two vectors can be compared only where their spaces are equal.
public struct EmbeddingSpace: Hashable, Sendable, Codable {
    /// The embedder, with the version of its model and its settings.
    public var model: PluginIdentity
    /// The number of components.
    public var dimensions: Int

    /// Creates a space.
    public init(model: PluginIdentity, dimensions: Int) {
        self.model = model
        self.dimensions = dimensions
    }
}

/// Texts to be embedded.
public struct EmbeddingRequest: Hashable, Sendable {
    /// The texts.
    public var texts: [String]
    /// What the texts are for. Some models embed questions and passages differently.
    public var purpose: Purpose

    /// Creates a request.
    public init(texts: [String], purpose: Purpose) {
        self.texts = texts
        self.purpose = purpose
    }

    /// What texts are for.
    public enum Purpose: String, Hashable, Sendable, Codable {
        /// To be found.
        case passage
        /// To find.
        case query
    }
}

/// A vector of length 1.
public struct Embedding: Hashable, Sendable, Codable {
    /// The components.
    public var components: [Float]

    /// Creates a vector from its components, scaled to length 1. A vector of zeros stays as it is.
    public init(normalizing components: [Float]) {
        let length = components.reduce(0) { $0 + $1 * $1 }.squareRoot()
        self.components = length > 0 ? components.map { $0 / length } : components
    }

    /// The cosine of the angle between both, from -1 to 1.
    ///
    /// - Precondition: Both have the same number of components.
    public func similarity(to other: Embedding) -> Float {
        precondition(components.count == other.components.count, "Vectors of different spaces can't be compared.")
        return zip(components, other.components).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
