import ExtractionKit
import Testing

/// A chunker of some size.
struct SizedChunker: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// How a size is counted.
    var count: @Sendable (String) -> Int = { $0.unicodeScalars.count }
    /// At most how much of a chunk the next one may say again, by the size.
    var overlap: @Sendable (Int) -> Int = { _ in 0 }
    /// Makes one whose chunks have at most a size.
    var make: @Sendable (Int) throws -> any Chunker

    static let all = [
        SizedChunker(testDescription: "recursive") { size in
            var configuration = RecursiveChunker.Configuration()
            configuration.maximumLength = size
            return try RecursiveChunker(configuration: configuration)
        },
        SizedChunker(testDescription: "recursive, overlapping", overlap: { $0 / 4 }) { size in
            var configuration = RecursiveChunker.Configuration()
            configuration.maximumLength = size
            configuration.overlap = size / 4
            return try RecursiveChunker(configuration: configuration)
        },
        SizedChunker(testDescription: "fixed") { size in
            var configuration = FixedChunker.Configuration()
            configuration.length = size
            return try FixedChunker(configuration: configuration)
        },
        SizedChunker(testDescription: "fixed, overlapping", overlap: { $0 / 2 }) { size in
            var configuration = FixedChunker.Configuration()
            configuration.length = size
            configuration.overlap = max(0, size / 2)
            return try FixedChunker(configuration: configuration)
        },
        SizedChunker(testDescription: "paragraphs", count: \.utf8.count) { size in
            var configuration = ParagraphChunker.Configuration()
            configuration.maximumLength = size
            return try ParagraphChunker(configuration: configuration)
        },
        SizedChunker(testDescription: "sentences") { size in
            var configuration = SentenceChunker.Configuration()
            configuration.maximumLength = size
            return try SentenceChunker(configuration: configuration)
        },
        SizedChunker(testDescription: "sentences, overlapping", overlap: { $0 }) { size in
            var configuration = SentenceChunker.Configuration()
            configuration.maximumLength = size
            configuration.overlap = 2
            return try SentenceChunker(configuration: configuration)
        },
        SizedChunker(testDescription: "layout") { size in
            var configuration = LayoutChunker.Configuration()
            configuration.maximumLength = size
            return try LayoutChunker(configuration: configuration)
        },
        SizedChunker(testDescription: "layout, by tokens", count: { ApproximateTokenCounter().count($0) }) { size in
            try LayoutChunker(maximumTokens: size, counter: ApproximateTokenCounter())
        },
        SizedChunker(testDescription: "semantic") { size in
            var configuration = SemanticChunker.Configuration()
            configuration.maximumLength = size
            configuration.minimumLength = max(0, size / 5)
            return try SemanticChunker(HashingEmbedder(), configuration: configuration)
        },
        SizedChunker(testDescription: "tokens", count: { ApproximateTokenCounter().count($0) }) { size in
            try TokenChunker(maximumTokens: size, counter: ApproximateTokenCounter())
        },
        SizedChunker(testDescription: "tokens, overlapping", count: { ApproximateTokenCounter().count($0) }, overlap: { $0 / 3 }) { size in
            try TokenChunker(maximumTokens: size, overlap: max(0, size / 3), counter: ApproximateTokenCounter())
        },
    ]
}
