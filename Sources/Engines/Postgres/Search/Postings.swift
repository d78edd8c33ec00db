internal import ExtractionKit

/// Where a word stands in a document: the number of the document's chunks, then for each chunk that holds it how many chunks lie before it since the one
/// before, how often it stands there, and how many words the chunk has. Each is a number of 7 bits a byte, the low ones first.
struct Postings: PostgresDecodable, Sendable {
    struct Posting: Sendable {
        /// The chunk, by its place in the document.
        var place: Int
        var count: Int
        /// The number of words in the chunk.
        var length: Int
    }

    var chunks: Int
    var list: [Posting]

    init(chunks: Int, _ list: [Posting]) {
        self.chunks = chunks
        self.list = list
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        func append(_ number: Int) {
            var rest = UInt(bitPattern: number)
            while rest >= 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
        }
        append(chunks)
        var next = 0
        for posting in list {
            append(posting.place - next)
            append(posting.count)
            append(posting.length)
            next = posting.place + 1
        }
        return bytes
    }

    init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
        guard type == .bytea else { return nil }
        var offset = 0
        func next() -> Int? {
            var number: UInt32 = 0
            var shift: UInt32 = 0
            while offset < bytes.count, shift < 32 {
                let byte = bytes[offset]
                offset += 1
                number |= UInt32(byte & 0x7F) << shift
                if byte < 0x80 { return Int(number) }
                shift += 7
            }
            return nil
        }
        guard let chunks = next() else { return nil }
        self.chunks = chunks
        list = []
        var place = 0
        while offset < bytes.count {
            guard let skipped = next(), let count = next(), let length = next(), place + skipped < chunks else { return nil }
            list.append(Posting(place: place + skipped, count: count, length: length))
            place += skipped + 1
        }
    }
}

/// The words of a document, each with its places.
struct DocumentWords {
    /// By the words as the index takes them.
    private(set) var postings: [String: [Postings.Posting]] = [:]
    /// The number of words in all chunks.
    private(set) var length = 0
    private let chunks: Int

    init(_ chunks: [IndexedChunk]) {
        self.chunks = chunks.count
        for (place, chunk) in chunks.enumerated() {
            var counts: [String: Int] = [:]
            var length = 0
            for word in SearchWord.all(in: chunk.chunk.textInContext) {
                counts[word.text, default: 0] += 1
                length += 1
            }
            for (word, count) in counts {
                postings[SearchKey.word(word), default: []].append(Postings.Posting(place: place, count: count, length: length))
            }
            self.length += length
        }
    }

    /// So many places stand in one row: a row of an index has no more than 2,700 bytes, and a place takes 15 at most.
    private static let placesOfPart = 128

    /// The words in the order of the index, and their places.
    var rows: [Row] {
        postings.sorted { $0.key < $1.key }.flatMap { word, places in
            stride(from: 0, to: places.count, by: Self.placesOfPart).enumerated().map { part, first in
                let some = Array(places[first..<min(first + Self.placesOfPart, places.count)])
                return Row(word: word, part: part, postings: PostgresBytes(Postings(chunks: chunks, some).bytes))
            }
        }
    }

    /// A row of the table.
    struct Row: Sendable {
        var word: String
        var part: Int
        var postings: PostgresBytes
    }
}
