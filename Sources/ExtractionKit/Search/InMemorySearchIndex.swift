internal import Synchronization

/// Searches chunks in memory, exactly: every chunk is looked at in every search.
///
/// Vectors are compared by their cosine. Words are weighed by BM25 (Robertson and Zaragoza 2009) with k1 = 1.2 and b = 0.75, measured over
/// the whole index whichever documents are searched; a word is a run of letters and digits, whatever its case. The rankings of a search by
/// both are fused by reciprocal rank (Cormack, Clarke and Büttcher 2009) with k = 60. Equal scores stand in the order of document ids and
/// chunk numbers.
public final class InMemorySearchIndex: SearchIndex {
    private struct Key: Hashable, Comparable {
        var documentID: String
        var index: Int

        static func < (left: Key, right: Key) -> Bool { (left.documentID, left.index) < (right.documentID, right.index) }
    }

    private struct Entry {
        var chunk: Chunk
        var embedding: Embedding?
        var terms: TermStatistics
    }

    /// The space of the vectors.
    public let space: EmbeddingSpace?
    private let entries = Mutex<[Key: Entry]>([:])

    /// Creates an empty index.
    ///
    /// - Parameter space: The space of the vectors; `nil` for an index of words alone.
    public init(space: EmbeddingSpace? = nil) { self.space = space }

    /// Adds chunks.
    public func upsert(_ chunks: [IndexedChunk]) async throws {
        for chunk in chunks { try chunk.embedding?.require(space) }
        let added = chunks.map { chunk in
            (
                Key(documentID: chunk.documentID, index: chunk.chunk.index),
                Entry(chunk: chunk.chunk, embedding: chunk.embedding?.embedding, terms: TermStatistics(chunk.chunk.text))
            )
        }
        entries.withLock { entries in
            for (key, entry) in added { entries[key] = entry }
        }
    }

    /// Removes every chunk of a document.
    public func remove(documentID: String) async throws {
        entries.withLock { entries in entries = entries.filter { $0.key.documentID != documentID } }
    }

    /// Finds chunks.
    public func search(_ request: SearchRequest) async throws -> [SearchHit] {
        try request.validate(for: space)
        let entries = entries.withLock(\.self)
        let searched = entries.filter { request.documentIDs?.contains($0.key.documentID) ?? true }
        let byText = request.text.map { text in
            let scoring = BM25(query: text, collection: entries.values.lazy.map(\.terms))
            return searched.compactMapValues { scoring.score($0.terms) }
        }
        let byMeaning = request.embedding.map { query in
            searched.compactMapValues { $0.embedding.map { Double(query.embedding.similarity(to: $0)) } }
        }
        let scores: [Key: Double] =
            if let byText, let byMeaning {
                reciprocalRankFusion([ranking(byText), ranking(byMeaning)])
            } else {
                byText ?? byMeaning ?? [:]
            }
        return ranking(scores).prefix(request.limit).compactMap { key in
            guard let entry = searched[key], let score = scores[key] else { return nil }
            return SearchHit(documentID: key.documentID, chunk: entry.chunk, score: score)
        }
    }

    private func ranking(_ scores: [Key: Double]) -> [Key] {
        scores.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }
}
