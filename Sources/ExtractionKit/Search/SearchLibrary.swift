/// A tenant's part of an index in memory.
///
/// A chunk has one row for as long as it lives, the same among the chunks, words and vectors. Rows of removed chunks are left behind; when
/// they are most of all, everything is put together anew.
struct SearchLibrary: Sendable {
    /// A document and the rows of its chunks.
    final class Entry: Sendable {
        let id: String
        let attributes: DocumentAttributes
        let chunks: [Chunk]
        let firstRow: Int

        init(_ document: IndexedDocument, firstRow: Int) {
            id = document.id
            attributes = document.attributes
            chunks = document.chunks.map(\.chunk)
            self.firstRow = firstRow
        }

        /// The same at another place.
        init(_ entry: Entry, firstRow: Int) {
            id = entry.id
            attributes = entry.attributes
            chunks = entry.chunks
            self.firstRow = firstRow
        }

        var rows: Range<Int> { firstRow..<firstRow + chunks.count }
    }

    private let dimensions: Int
    private let precision: VectorTable.Precision
    /// By id.
    private(set) var documents: [String: Entry] = [:]
    /// By row; `nil` for those of removed chunks.
    private var owners: [Entry?] = []
    private var words = WordTable()
    private var vectors: VectorTable
    /// The rows that are there, and those of them that have vectors.
    private var live = RowSet(count: 0)
    private var placed = RowSet(count: 0)
    private var deadCount = 0

    init(dimensions: Int, _ precision: VectorTable.Precision) {
        self.dimensions = dimensions
        self.precision = precision
        vectors = VectorTable(dimensions: dimensions, precision: precision)
    }

    mutating func replace(_ document: IndexedDocument) {
        remove(document.id)
        var document = document
        document.chunks.sort { $0.chunk.index < $1.chunk.index }
        add(Entry(document, firstRow: owners.count))
        guard dimensions > 0 else { return }
        for chunk in document.chunks {
            placed[vectors.count] = chunk.embedding != nil
            vectors.append(chunk.embedding?.embedding ?? Embedding(normalizing: [Float](repeating: 0, count: dimensions)))
        }
    }

    mutating func remove(_ id: String) {
        guard let entry = documents.removeValue(forKey: id) else { return }
        for row in entry.rows {
            owners[row] = nil
            live[row] = false
            placed[row] = false
            words.remove(row)
        }
        deadCount += entry.rows.count
        if deadCount > 1_024, deadCount > owners.count / 2 { compact() }
    }

    private mutating func add(_ entry: Entry) {
        documents[entry.id] = entry
        for chunk in entry.chunks {
            let row = owners.count
            owners.append(entry)
            words.append(chunk.textInContext)
            live[row] = true
        }
    }

    private mutating func compact() {
        var fresh = SearchLibrary(dimensions: dimensions, precision)
        for entry in documents.values.sorted(by: { $0.firstRow < $1.firstRow }) {
            fresh.add(Entry(entry, firstRow: fresh.owners.count))
            guard dimensions > 0 else { continue }
            for row in entry.rows {
                fresh.placed[fresh.vectors.count] = placed[row]
                fresh.vectors.append(row, of: vectors)
            }
        }
        self = fresh
    }

    func search(_ request: SearchRequest) async -> [SearchHit] {
        let wanted = rows(of: request.filter)
        let depth = request.depth
        let byText = request.text.map { ranking(by: $0, among: wanted, limit: depth) }
        var byEmbedding: [Ranked]?
        if let embedding = request.embedding {
            var placed = placed
            placed.formIntersection(wanted)
            // Equal scores at the end of the list: those of lower ids are among them.
            byEmbedding = await vectors.nearest(to: embedding.embedding, count: depth, among: placed).map {
                Ranked(row: $0.row, score: Double($0.similarity))
            }
        }
        let ranked: [Ranked]
        if let byText, let byEmbedding {
            let scores = request.fusionOfScores.scores(
                byText: byText.map { ($0.row, $0.score) }, byEmbedding: byEmbedding.sorted(by: precedes).map { ($0.row, $0.score) })
            ranked = scores.map { Ranked(row: $0.key, score: $0.value) }
        } else if let found = byText ?? byEmbedding {
            ranked = found
        } else {
            ranked = documents.values.compactMap { entry in
                guard let row = entry.rows.first, wanted[row] else { return nil }
                return Ranked(row: row, score: 0)
            }
        }
        return ranked.leading(request.limit, by: precedes).compactMap { ranked in
            guard let entry = owners[ranked.row] else { return nil }
            return SearchHit(
                documentID: entry.id, attributes: entry.attributes, chunk: entry.chunks[ranked.row - entry.firstRow],
                score: ranked.score, finding: request.text)
        }
    }

    /// The rows of the documents that a filter admits.
    private func rows(of filter: SearchFilter) -> RowSet {
        guard !filter.isEmpty else { return live }
        var rows = RowSet(count: owners.count)
        let candidates = filter.documentIDs.map { $0.compactMap { documents[$0] } } ?? Array(documents.values)
        for entry in candidates where filter.admits(entry.attributes, id: entry.id) {
            for row in entry.rows { rows[row] = true }
        }
        return rows
    }

    private struct Ranked {
        var row: Int
        var score: Double
    }

    private func ranking(by text: String, among wanted: RowSet, limit: Int) -> [Ranked] {
        var found: [Ranked] = []
        words.score(text, among: wanted) { found.append(Ranked(row: $0, score: $1)) }
        return found.leading(limit, by: precedes)
    }

    /// The best first; of equally good ones, in the order of documents and chunks.
    private func precedes(_ left: Ranked, _ right: Ranked) -> Bool {
        if left.score != right.score { return left.score > right.score }
        guard let first = owners[left.row], let second = owners[right.row], first.id != second.id else { return left.row < right.row }
        return first.id < second.id
    }
}
