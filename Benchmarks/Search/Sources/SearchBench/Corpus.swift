internal import ExtractionEvaluation
internal import ExtractionKit
internal import Foundation

/// Documents whose words are as frequent as in a language (Zipf's law), and whose vectors are random: the hardest to search.
struct Corpus {
    private var random: SeededGenerator
    private let words: [String]
    private let sums: [Double]

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        var random = SeededGenerator(seed: seed &+ 1)
        words = (0..<50_000).map { number in
            String((0..<2 + number % 7).map { _ in "etaoinshrdlu".character(at: random.next(below: 12)) }) + String(number, radix: 36)
        }
        var sum = 0.0
        sums = (1...50_000).map { rank in
            sum += 1 / Double(rank)
            return sum
        }
    }

    /// A document of chunks of 60 words.
    mutating func document(_ id: String, chunks: Int, space: EmbeddingSpace) throws -> IndexedDocument {
        var attributes = DocumentAttributes(title: id, folder: "f\(random.next(below: 10))", revision: "1")
        attributes.type = ["invoice", "receipt", "letter"][random.next(below: 3)]
        attributes.fields["total_amount"] = [.number(Double(random.next(below: 100_000)) / 100)]
        return try IndexedDocument(
            tenant: .local, id: id, attributes: attributes,
            chunks: (0..<chunks).map { index in
                let text = text(60)
                let span = TextSpan(offset: index * 500, length: text.utf8.count)
                let region = PageRegion(page: 1, polygon: Polygon(Rect(x: 36, y: 36, width: 500, height: 90)), span: span)
                return try IndexedChunk(
                    Chunk(index: index, span: span, text: text, pages: [1], regions: [region]), embedding: vector(space))
            })
    }

    /// A question of four words, of which two are among the most frequent.
    mutating func request(space: EmbeddingSpace) throws -> SearchRequest {
        let common = (0..<2).map { _ in words[random.next(below: 30)] }
        return try SearchRequest(tenant: .local, text: (common + [text(2)]).joined(separator: " "), embedding: vector(space))
    }

    private mutating func text(_ count: Int) -> String { (0..<count).map { _ in word() }.joined(separator: " ") }

    private mutating func word() -> String {
        let wanted = Double(random.next(below: 1 << 40)) / Double(1 << 40) * (sums.last ?? 1)
        var low = 0, high = sums.count - 1
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return words[low]
    }

    private mutating func vector(_ space: EmbeddingSpace) throws -> PlacedEmbedding {
        // The sum of two bytes is near enough to a normal number, and eight bytes come at once.
        var components: [Float] = []
        components.reserveCapacity(space.dimensions + 8)
        while components.count < space.dimensions {
            var bits = random.next()
            for _ in 0..<4 {
                components.append(Float(bits & 0xFF) + Float(bits >> 8 & 0xFF) - 255)
                bits >>= 16
            }
        }
        return try PlacedEmbedding(Embedding(normalizing: Array(components.prefix(space.dimensions))), in: space)
    }
}

extension String {
    fileprivate func character(at place: Int) -> Character { self[index(startIndex, offsetBy: place)] }
}
