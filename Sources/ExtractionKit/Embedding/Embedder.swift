/// A type that turns text into vectors whose angles tell how alike texts are.
///
/// ### Implement an embedder
///
/// - Give one vector for each text, in order, each with ``EmbeddingSpace/dimensions`` finite numbers and length 1 (``Embedding/init(normalizing:)``
///   sees to that), so that products of vectors are cosines. A text in which there is nothing to embed, having no letter and no digit, may have the vector
///   of zeros, which is like no other.
/// - The same text always gives the same vector, whatever stands beside it. Name the ``space`` by everything that changes vectors: the version of the
///   model, and a digest of the settings.
/// - A request may hold any number of texts. Keep to what the model or the service takes at once by asking for parts, one after another or some at the
///   same time, and end between them when the task is cancelled or the request's deadline passes.
/// - Any text may come: empty, a megabyte long, with characters that mean nothing. A model that reads only the beginning of a long text says in its
///   documentation how much that is; a text that can't be embedded fails with an ``ExtractionError``.
///
/// Check the embedder with `EmbedderConformance` of ExtractionTesting, and ask any embedder by ``placed(_:)``, which checks what it gives.
public protocol Embedder: Sendable {
    /// The space that the vectors live in. Vectors of different spaces can't be compared.
    var space: EmbeddingSpace { get }

    /// Embeds texts.
    ///
    /// - Throws: ``ExtractionError``, with the code `deadlineExceeded` when the request's deadline passes; `CancellationError`.
    func embed(_ request: EmbeddingRequest) async throws -> [Embedding]

    /// Embeds texts, and says what that cost. An embedder that costs something implements this besides.
    ///
    /// - Throws: As ``embed(_:)``.
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
    /// The texts, as many as there are.
    public var texts: [String]
    /// What the texts are for. Some models embed questions and passages differently.
    public var purpose: Purpose
    /// When the vectors must be there.
    public var deadline: Deadline

    /// Creates a request.
    public init(texts: [String], purpose: Purpose, deadline: Deadline = .never) {
        self.texts = texts
        self.purpose = purpose
        self.deadline = deadline
    }

    /// Ends work that nobody waits for: for embedders, between one part of the texts and the next.
    ///
    /// - Throws: ``ExtractionError`` with the code `deadlineExceeded`; `CancellationError`.
    public func check() throws {
        try Task.checkCancellation()
        try deadline.check("Embedding texts")
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

    /// Takes components that were a vector's before, of length 1 or zeros: to scale them once more would change them.
    public init(normalized components: [Float]) { self.components = components }

    /// The cosine of the angle between both, from -1 to 1.
    ///
    /// - Precondition: Both have the same number of components.
    public func similarity(to other: Embedding) -> Float {
        precondition(components.count == other.components.count, "Vectors of different spaces can't be compared.")
        return zip(components, other.components).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
