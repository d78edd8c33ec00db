internal import ExtractionKit
internal import ExtractionPostgres
internal import Foundation

/// The index in PostgreSQL: what indexing takes, and what searches take.
struct PostgresRun {
    private let configuration: PostgresConfiguration
    private let space = EmbeddingSpace(model: PluginIdentity(id: "random", version: "1"), dimensions: 384)
    private let chunks: Int
    private let size: Int

    /// Takes a database.
    ///
    /// - Parameters:
    ///   - folder: The folder of the server's socket.
    ///   - database: The database; where it has the extension pgvector, the server compares vectors.
    ///   - chunks: How many chunks there are.
    ///   - size: How many of them a document has.
    init(folder: String, database: String, chunks: Int, inDocumentsOf size: Int) {
        var configuration = PostgresConfiguration()
        configuration.set("host", to: folder)
        configuration.set("user", to: "postgres")
        configuration.set("dbname", to: database)
        self.configuration = configuration
        self.chunks = chunks
        self.size = size
    }

    /// Fills an empty database.
    func fill() async throws {
        try await PostgresSearchIndex.migrate(configuration)
        let index = try await PostgresSearchIndex(configuration, space: space)
        var corpus = Corpus(seed: 5)
        var spent = 0.0
        for first in stride(from: 0, to: chunks, by: size) {
            let document = try corpus.document("d\(first)", chunks: size, space: space)
            spent += try await milliseconds { try await index.replace(document) }
        }
        print("\(chunks) chunks of 60 words, 384 dimensions, documents of \(size) chunks")
        print("indexing: \(Int(Double(chunks) / spent * 1_000)) chunks/s, a transaction for each document")
    }

    /// Searches in what was filled.
    func search() async throws {
        let index = try await PostgresSearchIndex(existingIn: configuration)
        var corpus = Corpus(seed: 5)
        let first = try corpus.request(space: space)
        let cold = try await milliseconds { _ = try await index.search(first) }
        print("first search after opening: \(printed(cold, 0)) ms\n")
        print("| search | median, ms | p95, ms | p99, ms |\n|---|--:|--:|--:|")
        for shape in Shape.allCases {
            var times: [Double] = []
            for _ in 0..<400 {
                let request = shape.request(try corpus.request(space: space))
                times.append(try await milliseconds { _ = try await index.search(request) })
            }
            print("| \(shape) | " + [0.5, 0.95, 0.99].map { printed(times.percentile($0), 1) }.joined(separator: " | ") + " |")
        }
        var times: [Double] = []
        for round in 0..<100 {
            let document = try corpus.document("d\(round * size)", chunks: size, space: space)
            times.append(try await milliseconds { try await index.replace(document) })
        }
        print("| replacing a document | " + [0.5, 0.95, 0.99].map { printed(times.percentile($0), 1) }.joined(separator: " | ") + " |\n")
    }
}
