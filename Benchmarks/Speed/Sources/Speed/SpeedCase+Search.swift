internal import ExtractionKit
internal import ExtractionTesting

extension SpeedCase {
    /// Chunks and vectors.
    static let search = [
        SpeedCase(name: "chunking", unit: "MB") { _ in
            var text = MadeUpText(seed: 2)
            let document = ReadDocument(typeset: text.prose(pages: 200))
            let chunker = try ParagraphChunker()
            return Workload(amount: Double(document.content.utf8.count) / 1e6) { try await keep(chunker.chunks(of: document)) }
        },
        SpeedCase(name: "hashing-embedder", unit: "texts") { _ in
            var text = MadeUpText(seed: 3)
            let request = EmbeddingRequest(texts: (0..<100).map { _ in text.words(100) }, purpose: .passage)
            let embedder = try HashingEmbedder()
            return Workload(amount: Double(request.texts.count)) { try await keep(embedder.embed(request)) }
        },
    ]
}
