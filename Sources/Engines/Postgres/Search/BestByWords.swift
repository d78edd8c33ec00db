internal import ExtractionKit

/// A chunk, by the number of its document and its place in it.
struct ChunkPlace: Hashable, Comparable, Sendable {
    var document: Int
    var place: Int

    static func < (left: ChunkPlace, right: ChunkPlace) -> Bool { (left.document, left.place) < (right.document, right.place) }
}

/// A chunk that was found, and how well it fits.
struct RankedPlace: Sendable {
    var chunk: ChunkPlace
    var score: Double

    /// The best first, and of equally good ones those that were added first.
    static func isBetter(_ left: RankedPlace, _ right: RankedPlace) -> Bool {
        left.score != right.score ? left.score > right.score : left.chunk < right.chunk
    }
}

/// Weighs chunks by the words of a search, as ``/ExtractionKit/BM25`` says.
struct BestByWords {
    /// A word's places in a document, or some of them.
    struct Occurrence {
        var document: Int
        /// Whether the document is searched; it counts among those that hold the word in any case.
        var isAdmitted: Bool
        var postings: Postings
    }

    /// The documents that were found, ascending, and where their chunks stand in the scores.
    private var documents: [(number: Int, start: Int)] = []
    /// By chunk; 0 where no word stands.
    private var scores: [Double] = []

    /// Weighs chunks.
    ///
    /// - Parameters:
    ///   - words: The places of each word of the search.
    ///   - library: What they are weighed among.
    init(_ words: [[Occurrence]], in library: SearchLibrary) {
        var sizes: [Int: Int] = [:]
        for occurrence in words.joined() where occurrence.isAdmitted { sizes[occurrence.document] = occurrence.postings.chunks }
        var starts: [Int: Int] = [:]
        starts.reserveCapacity(sizes.count)
        var count = 0
        for (document, size) in sizes.sorted(by: { $0.key < $1.key }) {
            documents.append((document, count))
            starts[document] = count
            count += size
        }
        scores = [Double](repeating: 0, count: count)
        let weighing = BM25(textCount: library.chunks, totalLength: library.length)
        let shares = weighing.shares(holders: words.map { $0.reduce(0) { $0 + $1.postings.list.count } })
        for (occurrences, share) in zip(words, shares) {
            for occurrence in occurrences where occurrence.isAdmitted {
                guard let start = starts[occurrence.document] else { continue }
                for posting in occurrence.postings.list {
                    scores[start + posting.place] += share * weighing.part(count: posting.count, length: posting.length)
                }
            }
        }
    }

    /// The best of them, the best first; of equally good ones, those that were added first.
    func best(_ limit: Int) -> [RankedPlace] {
        // Every share is above 0, and so is every score of a chunk that holds a word. The chunks stand in order, so that of equally good ones the first
        // that comes is the first that was added.
        scores.indices.lazy.filter { scores[$0] > 0 }.leading(limit) { scores[$0] > scores[$1] }.map(ranked)
    }

    private func ranked(_ row: Int) -> RankedPlace {
        var low = 0, high = documents.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if documents[middle].start <= row { low = middle } else { high = middle }
        }
        return RankedPlace(chunk: ChunkPlace(document: documents[low].number, place: row - documents[low].start), score: scores[row])
    }
}
