internal import ExtractionKit
internal import Foundation

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

/// Weighs chunks by the words of a search with BM25 (Robertson and Zaragoza 2009) with k1 = 1.2 and b = 0.75, as ``/ExtractionKit/InMemorySearchIndex`` does.
struct BestByWords {
    /// A word's places in a document.
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
        let averageLength = Double(library.length) / Double(max(1, library.chunks))
        for occurrences in words {
            let holders = Double(occurrences.reduce(0) { $0 + $1.postings.list.count })
            let weight = log(1 + (Double(library.chunks) - holders + 0.5) / (holders + 0.5))
            for occurrence in occurrences where occurrence.isAdmitted {
                guard let start = starts[occurrence.document] else { continue }
                for posting in occurrence.postings.list {
                    let count = Double(posting.count)
                    scores[start + posting.place] +=
                        weight * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * Double(posting.length) / averageLength))
                }
            }
        }
    }

    /// The best of them, the best first; of equally good ones, those that were added first.
    func best(_ limit: Int) -> [RankedPlace] {
        // Every weight is above 0, and so is every score of a chunk that holds a word.
        let found = scores.indices.filter { scores[$0] > 0 }
        guard found.count > limit else { return found.map(ranked).sorted(by: RankedPlace.isBetter) }
        let least = found.lazy.map { scores[$0] }.largest(limit)
        let better = found.filter { scores[$0] > least }
        let last = found.lazy.filter { scores[$0] == least }.prefix(limit - better.count)
        return better.map(ranked).sorted(by: RankedPlace.isBetter) + last.map(ranked)
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
