public import ExtractionKit

/// Embeds texts with any program that speaks the protocol of <doc:Protocol> in the role `embedder`.
///
/// The program is started when the embedder is made, and ends with its last copy. Texts go in batches (``ExternalConfiguration/batch``), to as many copies
/// of the program as there are. How much of a long text counts is the program's business.
public struct ExternalEmbedder: Embedder {
    /// The space of the program's vectors.
    public let space: EmbeddingSpace
    private let program: ExternalProgram
    private let batch: Int

    /// Starts the program and greets it.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `invalidConfiguration`, `missingResource`, or one of those that begin with
    ///   `external`.
    public init(configuration: ExternalConfiguration, environment: PluginEnvironment) async throws {
        program = try await ExternalProgram(configuration, environment: environment, role: .embedder)
        guard let dimensions = program.greeting.capabilities?.dimensions, (1...65_536).contains(dimensions) else {
            throw ExtractionError(
                .externalInvalidAnswer, "The program '\(program.greeting.id)' must say its 'dimensions', from 1 to 65,536; correct it.")
        }
        space = EmbeddingSpace(model: program.identity, dimensions: dimensions)
        batch = configuration.batch
    }

    /// Embeds texts.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes that the program reports, `deadlineExceeded`, or one of those that begin with
    ///   `external`; `CancellationError`.
    public func embed(_ request: EmbeddingRequest) async throws -> [Embedding] {
        try request.check()
        let starts = Array(stride(from: 0, to: request.texts.count, by: batch))
        return try await withThrowingTaskGroup(of: (Int, [Embedding]).self) { group in
            for start in starts {
                let texts = Array(request.texts[start..<min(start + batch, request.texts.count)])
                group.addTask { try await (start, vectors(of: texts, for: request.purpose, until: request.deadline)) }
            }
            let parts = try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            return starts.flatMap { parts[$0] ?? [] }
        }
    }

    private func vectors(
        of texts: [String], for purpose: EmbeddingRequest.Purpose, until deadline: Deadline
    ) async throws -> [Embedding] {
        let what = "Embedding texts", dimensions = space.dimensions
        return try await program.run(what, until: deadline) { session, status in
            let body = EmbeddingBody(purpose: purpose, texts: texts)
            let answer = try session.answer(to: body, as: EmbeddingAnswer.self, what: what, until: deadline, status)
            guard answer.vectors.count == texts.count, answer.vectors.allSatisfy({ $0.count == dimensions }) else {
                throw session.invalid("there must be a vector of \(dimensions) numbers for each of the \(texts.count) texts")
            }
            return try zip(texts, answer.vectors).map { text, components in
                let embedding = Embedding(normalizing: components)
                let mayBeZero = !text.contains { $0.isLetter || $0.isNumber }
                guard embedding.components.allSatisfy(\.isFinite), mayBeZero || embedding.components.contains(where: { $0 != 0 }) else {
                    throw session.invalid("a vector must be finite, and all zeros only for a text without letters and digits")
                }
                return embedding
            }
        }
    }
}

extension ExternalEmbedder: ConfigurablePlugin {
    /// `external`.
    public static let id: PluginID = "external"
    /// One sentence for people.
    public static let summary = "Embeds texts with any program that speaks the external protocol, such as one in Python."
    /// Says that a plan must name the program.
    public static func check(environment: PluginEnvironment) async -> PluginCheck { ExternalProgram.check }
}

private struct EmbeddingBody: Encodable {
    var purpose: EmbeddingRequest.Purpose
    var texts: [String]
}

private struct EmbeddingAnswer: Decodable {
    var vectors: [[Float]]
}
