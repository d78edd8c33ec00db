import ExtractionEvaluation
import ExtractionKit
import ExtractionTesting
import Foundation
import GRDB
import Synchronization
import Testing

@testable import ExtractionSQLiteSearch

@Suite struct `A search index in SQLite` {
    private static let plane = EmbeddingSpace(model: PluginIdentity(id: "plane", version: "1"), dimensions: 2)

    @Test(arguments: [nil, Self.plane], VectorTable.Precision.allCases)
    func `keeps its contract`(space: EmbeddingSpace?, precision: VectorTable.Precision) async throws {
        try await inFolder { folder in
            let index = try await SQLiteSearchIndex(path: folder + "/index.db", space: space, precision: precision)
            try await SearchIndexConformance(index).check()
        }
    }

    @Test func `is found again with everything in it`() async throws {
        try await inFolder { folder in
            let path = folder + "/index.db"
            do {
                let index = try await SQLiteSearchIndex(path: path, space: Self.plane)
                try await index.replace(document("a", ["one word", "two words"], vectors: [[1, 0], [0, 1]]))
                try await index.replace(document("b", ["word"], vectors: [[1, 1]]))
                try await index.remove(documentID: "b", of: .local)
            }
            let again = try await SQLiteSearchIndex(existingAt: path)
            #expect(again.space == Self.plane)
            #expect(try await again.counts(of: .local) == .init(documents: 1, chunks: 2))
            let request = try SearchRequest(tenant: .local, text: "words", embedding: placed([0, 1]))
            #expect(try await again.search(request).map(\.chunk.index) == [1, 0])
        }
    }

    @Test(arguments: VectorTable.Precision.allCases)
    func `gives back the vectors that it has of a document, which stay the same when it gets them again`(
        precision: VectorTable.Precision
    ) async throws {
        try await inFolder { folder in
            let index = try await SQLiteSearchIndex(path: folder + "/index.db", space: Self.plane, precision: precision)
            try await index.replace(document("a", ["one word", "two words"], vectors: [[0.3, 0.7], [0, 0]]))
            let first = try await index.embeddings(ofDocument: "a", of: .local)
            let id = BlobID(of: Array("one word".utf8))
            #expect(first.count == 2 && first[id]?.space == Self.plane)
            let given = Embedding(normalizing: [0.3, 0.7]).components
            #expect(zip(first[id]?.embedding.components ?? [], given).allSatisfy { abs($0 - $1) < 0.01 })
            var again = try document("a", ["one word"])
            again.chunks[0].embedding = first[id]
            try await index.replace(again)
            #expect(try await index.embeddings(ofDocument: "a", of: .local) == [id: first[id]])
            #expect(try await index.embeddings(ofDocument: "b", of: .local).isEmpty)
            #expect(try await index.embeddings(ofDocument: "a", of: TenantID("other")).isEmpty)
            let words = try await SQLiteSearchIndex(path: folder + "/words.db", space: nil)
            try await words.replace(document("a", ["one word"]))
            #expect(try await words.embeddings(ofDocument: "a", of: .local).isEmpty)
        }
    }

    @Test func `refuses another space and another precision`() async throws {
        try await inFolder { folder in
            let path = folder + "/index.db"
            _ = try await SQLiteSearchIndex(path: path, space: Self.plane)
            let other = EmbeddingSpace(model: PluginIdentity(id: "plane", version: "2"), dimensions: 2)
            for space in [other, nil] {
                let error = await #expect(throws: ExtractionError.self) { try await SQLiteSearchIndex(path: path, space: space) }
                #expect(error?.code == .conflict)
            }
            let error = await #expect(throws: ExtractionError.self) {
                try await SQLiteSearchIndex(path: path, space: Self.plane, precision: .float32)
            }
            #expect(error?.code == .conflict)
        }
    }

    @Test func `says what is wrong with a file`() async throws {
        try await inFolder { folder in
            let text = folder + "/notes.txt"
            try Data(String(repeating: "This is no database. ", count: 100).utf8).write(to: URL(filePath: text))
            let notADatabase = await #expect(throws: ExtractionError.self) { try await SQLiteSearchIndex(path: text, space: nil) }
            #expect(notADatabase?.code == .corrupt)
            let absent = await #expect(throws: ExtractionError.self) { try await SQLiteSearchIndex(existingAt: folder + "/absent.db") }
            #expect(absent?.code == .fileUnreadable)
            #expect(!FileManager.default.fileExists(atPath: folder + "/absent.db"))
            let nowhere = await #expect(throws: ExtractionError.self) {
                try await SQLiteSearchIndex(path: folder + "/no/such/index.db", space: nil)
            }
            #expect(nowhere?.code == .fileUnreadable)
        }
    }

    @Test func `sees what another one on the same file changes`() async throws {
        try await inFolder { folder in
            let path = folder + "/index.db"
            let one = try await SQLiteSearchIndex(path: path, space: Self.plane),
                two = try await SQLiteSearchIndex(path: path, space: Self.plane)
            let request = try SearchRequest(tenant: .local, embedding: placed([1, 0]), limit: 5)
            for round in 0..<5 {
                let writer = round.isMultiple(of: 2) ? one : two
                try await writer.replace(document("d\(round)", ["w\(round)"], vectors: [[1, Float(round)]]))
                if round == 3 { try await writer.remove(documentID: "d0", of: .local) }
                #expect(try await one.search(request) == two.search(request))
                #expect(try await one.search(request).count == (round < 3 ? round + 1 : round))
            }
        }
    }

    @Test func `finds what the index in memory finds, whatever is added, replaced and removed`() async throws {
        try await inFolder { folder in
            let memory = InMemorySearchIndex(space: Self.plane, precision: .int8)
            let file = try await SQLiteSearchIndex(path: folder + "/index.db", space: Self.plane)
            var generator = SeededGenerator(seed: 11)
            let words = ["the", "of", "pump", "valve", "seal", "grüße", "night", "shift", "report", "gauge"]
            for _ in 0..<60 {
                let id = "d\(Int.random(in: 0..<15, using: &generator))"
                if Int.random(in: 0..<4, using: &generator) == 0 {
                    try await memory.remove(documentID: id, of: .local)
                    try await file.remove(documentID: id, of: .local)
                    continue
                }
                let texts = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
                    (0..<Int.random(in: 1...12, using: &generator)).map { _ in words[Int.random(in: 0..<words.count, using: &generator)] }
                        .joined(separator: " ")
                }
                let vectors = texts.map { _ in [Float.random(in: -1...1, using: &generator), Float.random(in: -1...1, using: &generator)] }
                try await memory.replace(document(id, texts, vectors: vectors))
                try await file.replace(document(id, texts, vectors: vectors))
                let byVector = try SearchRequest(
                    tenant: .local, embedding: placed([1, Float.random(in: -1...1, using: &generator)]), limit: 4)
                #expect(try await memory.search(byVector).map(\.place) == file.search(byVector).map(\.place))
                for text in ["the pump", "grüße of night", "valve"] {
                    let byText = SearchRequest(tenant: .local, text: text, limit: 500)
                    let expected = try await memory.search(byText), found = try await file.search(byText)
                    #expect(found.map(\.place) == expected.map(\.place))
                    // Sums in another order differ in the last bits.
                    #expect(zip(found, expected).allSatisfy { abs($0.score - $1.score) < 1e-9 })
                }
            }
        }
    }

    @Test func `finds the best of many by words as if all were scored`() async throws {
        try await inFolder { folder in
            let index = try await SQLiteSearchIndex(path: folder + "/index.db", space: nil)
            var generator = SeededGenerator(seed: 12)
            let texts = (0..<3_000).map { number in
                var words = (0..<8).map { _ in ["the", "of", "and", "day"][Int.random(in: 0..<4, using: &generator)] }
                if number % 3 == 0 { words.append("often") }
                if number % 50 == 0 { words.append("seldom") }
                if number % 700 == 0 { words.append("never") }
                return words.joined(separator: " ")
            }
            try await index.replace(document("d", texts))
            for text in ["the of never", "seldom the", "the day seldom never often", "the and", "often the"] {
                let all = try await index.search(SearchRequest(tenant: .local, text: text, limit: 3_000))
                for limit in [1, 7, 40] {
                    let some = try await index.search(SearchRequest(tenant: .local, text: text, limit: limit))
                    #expect(some.map(\.score) == all.prefix(limit).map(\.score), "\(text), \(limit)")
                }
            }
        }
    }

    @Test func `names the fields that documents have`() async throws {
        try await inFolder { folder in
            let index = try await SQLiteSearchIndex(path: folder + "/index.db", space: nil)
            var one = try document("a", ["word"])
            one.attributes.fields = ["total": [.number(1)], "items.name": [.text("x"), .text("y")]]
            try await index.replace(one)
            #expect(try await index.fieldNames(of: .local) == ["total", "items.name"])
            #expect(try await index.fieldNames(of: TenantID("other")).isEmpty)
            try await index.remove(documentID: "a", of: .local)
            #expect(try await index.fieldNames(of: .local).isEmpty)
        }
    }

    /// Rows of what is gone are kept until the chunks are read anew, and these have other numbers then.
    @Test func `doesn't mix what searches at the same time have read`() async throws {
        try await inFolder { folder in
            let index = try await SQLiteSearchIndex(path: folder + "/index.db", space: nil)
            try await index.replace(document("a", ["gone"]))
            try await index.replace(document("b", ["word"]))
            _ = try await index.search(SearchRequest(tenant: .local, text: "other"))
            try await index.remove(documentID: "a", of: .local)
            let anew = try await index.pool.read { database in
                let tenant = try #require(try SearchTenant(database, .local))
                var cache = try LibraryCache(database, tenant, dimensions: nil, .float32)
                try cache.read(["word"], database, tenant)
                return cache
            }
            index.caches.withLock { $0[.local]?.adopt(anew) }
            #expect(try await index.search(SearchRequest(tenant: .local, text: "word")).map(\.place) == ["b 0"])
        }
    }

    private func inFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "search-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.path)
    }

    private func placed(_ components: [Float]) throws -> PlacedEmbedding {
        try PlacedEmbedding(Embedding(normalizing: components), in: Self.plane)
    }

    private func document(_ id: String, _ texts: [String], vectors: [[Float]] = []) throws -> IndexedDocument {
        try IndexedDocument(
            tenant: .local, id: id,
            chunks: texts.enumerated().map { index, text in
                let chunk = Chunk(index: index, span: TextSpan(offset: 0, length: text.utf8.count), text: text, pages: [1])
                return try IndexedChunk(chunk, embedding: vectors.isEmpty ? nil : placed(vectors[index]))
            })
    }
}

extension SearchHit {
    fileprivate var place: String { "\(documentID) \(chunk.index)" }
}
