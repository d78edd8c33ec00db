internal import ExtractionKit

/// The steps of a track, so that several configurations share what they have in common: a chunker cuts once, and an embedder embeds once for all
/// indexes.
extension RetrievalTrack {
    /// The documents as a chunker cuts them.
    struct Cut: Sendable {
        var documents: [(id: String, chunks: [Chunk])]
        /// The numbers of the chunks that hold at least half of each question's passage.
        var relevant: [Set<Int>]
        var chunkCount: Int { documents.reduce(0) { $0 + $1.chunks.count } }
    }

    /// What an embedder makes of chunks and questions.
    struct Vectors: Sendable {
        /// The chunks', all documents after each other.
        var chunks: [PlacedEmbedding]
        var questions: [PlacedEmbedding]
        var usage: Usage
    }

    /// Where the passage of each question stands in its document.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidRequest`, which names the first questions whose passages stand nowhere.
    func passages() throws -> [TextSpan] {
        let words = documents.mapValues { SearchWord.all(in: $0.content) }
        let spans = questions.map { question in words[question.document].flatMap { question.span(among: $0) } }
        let lost = zip(questions, spans).filter { $0.1 == nil }.map { "'\($0.0.id)'" }
        guard lost.isEmpty else {
            let named = lost.prefix(5).joined(separator: ", ") + (lost.count > 5 ? " and \(lost.count - 5) more" : "")
            throw ExtractionError(
                .invalidRequest,
                "The passage of \(lost.count == 1 ? "the question" : "the questions") \(named) doesn't stand in its document; write it as 'extract read' gives it."
            )
        }
        return spans.compactMap(\.self)
    }

    func cut(by chunker: any Chunker, passages: [TextSpan], progress: (Int) -> Void = { _ in }) async throws -> Cut {
        var cut = Cut(documents: [], relevant: [])
        for (id, document) in documents.sorted(by: { $0.key < $1.key }) {
            try Task.checkCancellation()
            try await cut.documents.append((id, chunker.chunks(of: document)))
            progress(cut.documents.count)
        }
        let chunks = Dictionary(cut.documents.map { ($0.id, $0.chunks) }, uniquingKeysWith: { first, _ in first })
        cut.relevant = zip(questions, passages).map { question, passage in
            Set(
                (chunks[question.document] ?? []).filter { chunk in
                    let shared = min(chunk.span.end, passage.end) - max(chunk.span.offset, passage.offset)
                    return shared * 2 >= passage.length
                }.map(\.index))
        }
        return cut
    }

    func vectors(of cut: Cut, by embedder: any Embedder, progress: (Int, Int) -> Void = { _, _ in }) async throws -> Vectors {
        let chunks = cut.documents.flatMap { $0.chunks.map(\.textInContext) }
        var vectors = Vectors(chunks: [], questions: [], usage: Usage())
        /// Several documents at once, for embedders like many texts, and not all, for people like to see how far it is.
        func embedded(_ texts: [String], _ purpose: EmbeddingRequest.Purpose, after done: Int) async throws -> [PlacedEmbedding] {
            var placed: [PlacedEmbedding] = []
            for start in stride(from: 0, to: texts.count, by: 512) {
                try Task.checkCancellation()
                let request = EmbeddingRequest(texts: Array(texts[start..<min(start + 512, texts.count)]), purpose: purpose)
                let result = try await embedder.placed(request)
                placed += result.embeddings
                vectors.usage += result.usage
                progress(done + placed.count, chunks.count + questions.count)
            }
            return placed
        }
        vectors.chunks = try await embedded(chunks, .passage, after: 0)
        vectors.questions = try await embedded(questions.map(\.question), .query, after: chunks.count)
        return vectors
    }

    func fill(_ index: any SearchIndex, with cut: Cut, _ vectors: Vectors?) async throws {
        var place = 0
        for (id, chunks) in cut.documents {
            try Task.checkCancellation()
            let indexed = chunks.enumerated().map { IndexedChunk($1, embedding: vectors?.chunks[place + $0]) }
            place += chunks.count
            try await index.replace(IndexedDocument(tenant: .local, id: id, chunks: indexed))
        }
    }

    func ask(
        _ index: any SearchIndex, _ mode: Mode, _ cut: Cut, _ vectors: Vectors?, fusion: SearchFusion? = nil,
        progress: (Int) -> Void = { _ in }
    ) async throws -> Result {
        var result = Result(mode: mode, chunkCount: cut.chunkCount, rankings: [])
        for (place, question) in questions.enumerated() {
            try Task.checkCancellation()
            let request = SearchRequest(
                tenant: .local, text: mode == .vector ? nil : question.question,
                embedding: mode == .text ? nil : vectors?.questions[place], limit: 20,
                fusion: mode == .ranks ? .ranks(RankFusion()) : fusion)
            let relevant = cut.relevant[place]
            result.rankings.append(
                try await RetrievalRanking(
                    hits: index.search(request).map { $0.documentID == question.document && relevant.contains($0.chunk.index) },
                    relevantCount: relevant.count))
            progress(result.rankings.count)
        }
        return result
    }
}
