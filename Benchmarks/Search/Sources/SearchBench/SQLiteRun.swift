internal import ExtractionKit
internal import ExtractionSQLiteSearch
internal import Foundation

/// The index in SQLite: what indexing takes, and what searches take.
enum SQLiteRun {
    static func measure(chunks: Int) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "search-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let space = EmbeddingSpace(model: PluginIdentity(id: "random", version: "1"), dimensions: 384)
        let path = folder.appending(path: "index.db").path
        let index = try await SQLiteSearchIndex(path: path, space: space)
        var corpus = Corpus(seed: 5)
        var spent = 0.0
        for first in stride(from: 0, to: chunks, by: 50) {
            let document = try corpus.document("d\(first)", chunks: 50, space: space)
            spent += try await milliseconds { try await index.replace(document) }
        }
        let size = ["", "-wal"].reduce(0) { sum, ending in
            sum + ((try? FileManager.default.attributesOfItem(atPath: path + ending)[.size] as? Int) ?? 0)
        }
        print("\(chunks) chunks of 60 words, 384 dimensions, documents of 50 chunks")
        print("indexing: \(Int(Double(chunks) / spent * 1_000)) chunks/s; \(size / chunks) bytes per chunk in the file")
        let fresh = try await SQLiteSearchIndex(existingAt: path)
        let first = try corpus.request(space: space)
        let cold = try await milliseconds { _ = try await fresh.search(first) }
        print("first search after opening, with reading the vectors: \(printed(cold, 0)) ms\n")
        print("| search | median, ms | p95, ms | p99, ms |\n|---|--:|--:|--:|")
        for shape in Shape.allCases {
            var times: [Double] = []
            for _ in 0..<400 {
                let request = shape.request(try corpus.request(space: space))
                times.append(try await milliseconds { _ = try await fresh.search(request) })
            }
            print("| \(shape) | " + [0.5, 0.95, 0.99].map { printed(times.percentile($0), 1) }.joined(separator: " | ") + " |")
        }
        var times: [Double] = []
        for round in 0..<100 {
            let document = try corpus.document("d\(round * 50)", chunks: 50, space: space)
            times.append(try await milliseconds { try await fresh.replace(document) })
        }
        print(
            "| replacing a document of 50 chunks | " + [0.5, 0.95, 0.99].map { printed(times.percentile($0), 1) }.joined(separator: " | ")
                + " |")
    }
}
