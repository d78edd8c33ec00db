internal import ExtractionKit
internal import Foundation
internal import GRDB

/// A tenant's chunks in memory, as far as searches have needed them, as they were when its documents had changed so many times.
///
/// Vectors and the lengths of chunks are read at once. A word's occurrences are read from the full-text index when it is first looked for, and kept.
struct LibraryCache: Sendable {
    /// A chunk.
    struct Row: Sendable {
        var chunk: Int64
        var document: Int64
        var vector: VectorBlob?
        /// How often each word stands in it.
        var words: [String: UInt32]
        /// The number of its words.
        var length: Int
    }

    /// What one call changed.
    struct Change: Sendable {
        /// How many there were with it.
        var generation: Int64
        /// The chunks that are gone.
        var removed: [Removed]
        /// The chunks that came, in ascending order.
        var added: [Row]

        struct Removed: Sendable {
            var chunk: Int64
            var words: [String: UInt32]
            var length: Int
        }
    }

    /// The chunks that hold a word, by row, ascending, and those that did before they were removed.
    struct Occurrences: Sendable {
        var rows: [UInt32] = []
        var counts: [UInt32] = []
        /// How many chunks hold it now.
        var holders = 0
    }

    private(set) var generation: Int64
    /// Tells the numbering of rows: chunks that are gone keep their row, so another reading of the same chunks numbers them otherwise.
    private let numbering = UInt64.random(in: .min ... .max)
    /// Has a row of zeros for a chunk without a vector.
    private(set) var table: VectorTable?
    /// By row: the chunk's id, ascending.
    private(set) var chunks: [Int64] = []
    private var documents: [Int64] = []
    private var lengths: [UInt32] = []
    private var occurrences: [String: Occurrences] = [:]
    private(set) var live = RowSet(count: 0)
    private(set) var placed = RowSet(count: 0)
    private var liveCount = 0
    private var totalLength = 0

    /// Reads a tenant's chunks.
    ///
    /// - Parameter dimensions: Those of the vectors; `nil` for an index without.
    init(_ database: Database, _ tenant: SearchTenant, dimensions: Int?, _ precision: VectorTable.Precision) throws {
        generation = try tenant.generation(database)
        var table = dimensions.map { VectorTable(dimensions: $0, precision: precision) }
        let rows = try GRDB.Row.fetchCursor(
            database,
            sql: """
                SELECT c.id, c.document, c.length, c.vector FROM search_chunks c JOIN search_documents d ON d.id = c.document
                WHERE d.tenant = ? ORDER BY c.id
                """, arguments: [tenant.name])
        while let row = try rows.next() {
            let row0: Int64 = row[0], row1: Int64 = row[1], length: Int = row[2]
            let isPlaced = try row.withUnsafeData(atIndex: 3) { data in
                guard table != nil else { return false }
                try VectorBlob(data: data).append(to: &table)
                return data != nil
            }
            add(row0, document: row1, length: length, isPlaced: isPlaced)
        }
        self.table = table
    }

    private mutating func add(_ chunk: Int64, document: Int64, length: Int, isPlaced: Bool) {
        let row = chunks.count
        chunks.append(chunk)
        documents.append(document)
        lengths.append(UInt32(clamping: length))
        live[row] = true
        placed[row] = isPlaced
        liveCount += 1
        totalLength += length
    }

    /// Does what a call did to the database.
    ///
    /// - Returns: Whether it could: calls must come one by one, and what is gone must not outweigh what is there.
    mutating func follow(_ change: Change) -> Bool {
        guard change.generation == generation + 1 else { return change.generation <= generation }
        generation = change.generation
        for removed in change.removed {
            guard let row = row(of: removed.chunk) else { return false }
            live[row] = false
            placed[row] = false
            liveCount -= 1
            totalLength -= removed.length
            for word in removed.words.keys { occurrences[word]?.holders -= 1 }
        }
        for added in change.added {
            let row = UInt32(clamping: chunks.count)
            guard (try? (added.vector ?? VectorBlob(data: nil)).append(to: &table)) != nil else { return false }
            add(added.chunk, document: added.document, length: added.length, isPlaced: added.vector != nil)
            for (word, count) in added.words where occurrences[word] != nil {
                occurrences[word]?.rows.append(row)
                occurrences[word]?.counts.append(count)
                occurrences[word]?.holders += 1
            }
        }
        let deadCount = chunks.count - liveCount
        return deadCount <= 1_024 || deadCount <= liveCount
    }

    /// The rows of documents.
    func rows(of admitted: Set<Int64>) -> RowSet {
        var rows = RowSet(count: chunks.count)
        for (row, document) in documents.enumerated() where admitted.contains(document) && live[row] { rows[row] = true }
        return rows
    }

    /// The words among these that aren't known yet.
    func unknown(_ words: [String]) -> [String] { words.filter { occurrences[$0] == nil } }

    /// Reads where words stand. The database must be as this cache is.
    mutating func read(_ words: [String], _ database: Database, _ tenant: SearchTenant) throws {
        let statement = try database.makeStatement(sql: "SELECT doc FROM \(tenant.terms) WHERE term = ?")
        for word in words {
            var found = Occurrences()
            var last: Int64?
            let cursor = try Int64.fetchCursor(statement, arguments: [word])
            while let chunk = try cursor.next() {
                if chunk == last {
                    found.counts[found.counts.count - 1] += 1
                    continue
                }
                last = chunk
                guard let row = row(of: chunk) else {
                    throw ExtractionError(
                        .corrupt, "The words of the search index are of chunks that it doesn't have; index the documents anew.")
                }
                found.rows.append(UInt32(clamping: row))
                found.counts.append(1)
            }
            found.holders = found.rows.count
            occurrences[word] = found
        }
    }

    /// Takes over what a copy of the same generation has read. What was read anew has other rows, and nothing to give.
    mutating func adopt(_ other: LibraryCache) {
        guard other.numbering == numbering, other.generation == generation else { return }
        occurrences.merge(other.occurrences) { mine, _ in mine }
    }

    /// The best chunks by BM25, the best first; of equally good ones, those that were added first.
    func best(_ words: [String], among wanted: RowSet, limit: Int) -> [(row: Int, score: Double)] {
        let weighing = BM25(textCount: liveCount, totalLength: totalLength)
        let shares = weighing.shares(holders: words.map { occurrences[$0]?.holders ?? 0 })
        var scores = [Double](repeating: 0, count: chunks.count)
        var touched: [UInt32] = []
        for (word, share) in zip(words, shares) {
            guard let found = occurrences[word], found.holders > 0 else { continue }
            for (row, count) in zip(found.rows, found.counts) where wanted[Int(row)] {
                let place = Int(row)
                if scores[place] == 0 { touched.append(row) }
                scores[place] += share * weighing.part(count: Int(count), length: Int(lengths[place]))
            }
        }
        return touched.leading(limit) { first, second in
            let left = scores[Int(first)], right = scores[Int(second)]
            return left != right ? left > right : first < second
        }.map { (Int($0), scores[Int($0)]) }
    }

    private func row(of chunk: Int64) -> Int? {
        var low = 0, high = chunks.count
        while low < high {
            let middle = (low + high) / 2
            if chunks[middle] < chunk { low = middle + 1 } else { high = middle }
        }
        return low < chunks.count && chunks[low] == chunk ? low : nil
    }
}
