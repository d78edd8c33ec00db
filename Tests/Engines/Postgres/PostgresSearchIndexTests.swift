import ExtractionEvaluation
import ExtractionKit
import ExtractionTesting
import PostgresFixture
import Testing

@testable import ExtractionPostgres

@Suite(.enabled(if: PostgresServer.programs != nil, "\(PostgresServer.isMissing)"), .timeLimit(.minutes(30)))
struct `A search index in PostgreSQL` {
    @Test(arguments: VectorColumn.here) func `gives back the vectors that it has of a document`(column: VectorColumn) async throws {
        let index = try await SearchFixture(column).index()
        try await index.replace(Plane.document("ze\0ro", ["one\0word", "two words"], vectors: [[0.3, 0.7], [0, 1]]))
        let found = try await index.embeddings(ofDocument: "ze\0ro", of: .local)
        #expect(try found[BlobID(of: Array("one\0word".utf8))] == Plane.placed([0.3, 0.7]) && found.count == 2)
        #expect(try await index.embeddings(ofDocument: "other", of: .local).isEmpty)
        #expect(try await index.embeddings(ofDocument: "ze\0ro", of: TenantID("other")).isEmpty)
    }

    @Test(arguments: [nil, Plane.space])
    func `keeps its contract`(space: EmbeddingSpace?) async throws {
        try await SearchIndexConformance(SearchFixture(.arrays).index(space)).check()
    }

    @Test(.enabled(if: PostgresServer.hasVectorExtension, "\(PostgresServer.hasNoVectorExtension)"))
    func `keeps its contract with pgvector`() async throws {
        try await SearchIndexConformance(SearchFixture(.pgvector).index()).check()
    }

    @Test(arguments: VectorColumn.here)
    func `is found again with everything in it`(column: VectorColumn) async throws {
        let fixture = try await SearchFixture(column)
        let missing = await #expect(throws: ExtractionError.self) { try await PostgresSearchIndex(existingIn: fixture.store.owner) }
        #expect(missing?.code == .notFound)
        do {
            let index = try await fixture.index()
            try await index.replace(Plane.document("a", ["one word", "two words"], vectors: [[1, 0], [0, 1]]))
            try await index.replace(Plane.document("b", ["word"], vectors: [[1, 1]]))
            try await index.remove(documentID: "b", of: .local)
        }
        let again = try await PostgresSearchIndex(existingIn: fixture.store.owner)
        #expect(again.space == Plane.space)
        #expect(try await again.counts(of: .local) == .init(documents: 1, chunks: 2))
        let request = try SearchRequest(tenant: .local, text: "words", embedding: Plane.placed([0, 1]))
        #expect(try await again.search(request).map(\.chunk.index) == [1, 0])
    }

    @Test func `refuses another space`() async throws {
        let fixture = try await SearchFixture(.arrays)
        _ = try await fixture.index()
        let other = EmbeddingSpace(model: PluginIdentity(id: "plane", version: "2"), dimensions: 2)
        for space in [other, nil] {
            let error = await #expect(throws: ExtractionError.self) { try await fixture.index(space) }
            #expect(error?.code == .conflict)
        }
        // Of several that make the index at once, those of one space win.
        let fresh = try await SearchFixture(.arrays)
        let made = await withTaskGroup(of: EmbeddingSpace?.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let space = number.isMultiple(of: 2) ? Plane.space : other
                    return try? await fresh.index(space, connections: 1).space
                }
            }
            return await group.reduce(into: [EmbeddingSpace]()) { made, space in if let space { made.append(space) } }
        }
        #expect(made.count == 4)
        #expect(Set(made).count == 1)
    }

    @Test(.enabled(if: PostgresServer.hasVectorExtension, "\(PostgresServer.hasNoVectorExtension)"))
    func `finds the same when pgvector comes into the database`() async throws {
        let fixture = try await SearchFixture(.arrays)
        let (documents, requests) = try Self.sample(documents: 60)
        let before = try await fixture.index()
        for document in documents { try await before.replace(document) }
        var expected: [[SearchHit]] = []
        for request in requests { expected.append(try await before.search(request)) }
        try await fixture.addExtension()
        let after = try await fixture.index()
        for (request, hits) in zip(requests, expected) {
            let found = try await after.search(request)
            #expect(found.map(\.place) == hits.map(\.place))
            #expect(zip(found, hits).allSatisfy { abs($0.score - $1.score) < 1e-6 })
        }
        // Whatever comes later stands there in the same way.
        try await after.replace(Plane.document("late", ["night"], vectors: [[1, 0.001]]))
        #expect(
            try await after.search(SearchRequest(tenant: .local, embedding: Plane.placed([1, 0.001]), limit: 1)).map(\.place) == ["late 0"])
        let larger = EmbeddingSpace(model: Plane.space.model, dimensions: 16_001)
        let error = await #expect(throws: ExtractionError.self) { try await fixture.index(larger) }
        #expect(error?.code == .invalidConfiguration)
    }

    @Test(arguments: VectorColumn.here)
    func `finds what the index in memory finds, whatever is added, replaced and removed`(column: VectorColumn) async throws {
        let memory = InMemorySearchIndex(space: Plane.space)
        let index = try await SearchFixture(column).index()
        var generator = SeededGenerator(seed: 11)
        for round in 0..<40 {
            let id = "d\(Int.random(in: 0..<15, using: &generator))"
            if round > 10, Int.random(in: 0..<4, using: &generator) == 0 {
                try await memory.remove(documentID: id, of: .local)
                try await index.remove(documentID: id, of: .local)
                continue
            }
            let document = try Self.document(id, &generator)
            try await memory.replace(document)
            try await index.replace(document)
            let byVector = try SearchRequest(
                tenant: .local, embedding: Plane.placed([1, Float.random(in: -1...1, using: &generator)]), limit: 4)
            #expect(try await memory.search(byVector).map(\.place) == index.search(byVector).map(\.place))
            var byBoth = byVector
            byBoth.text = "night shift"
            #expect(try await memory.search(byBoth).map(\.place) == index.search(byBoth).map(\.place))
            for text in ["the pump", "grüße of night", "valve"] {
                let byText = SearchRequest(tenant: .local, text: text, limit: 500)
                let expected = try await memory.search(byText), found = try await index.search(byText)
                #expect(found.map(\.place) == expected.map(\.place))
                #expect(found.map(\.highlights) == expected.map(\.highlights))
                // Sums in another order differ in the last bits.
                #expect(zip(found, expected).allSatisfy { abs($0.score - $1.score) < 1e-9 })
            }
        }
    }

    @Test func `finds the best of many by words as if all were scored`() async throws {
        let index = try await SearchFixture(.arrays).index(nil)
        var generator = SeededGenerator(seed: 12)
        let texts = (0..<3_000).map { number in
            var words = (0..<8).map { _ in ["the", "of", "and", "day"][Int.random(in: 0..<4, using: &generator)] }
            if number % 3 == 0 { words.append("often") }
            if number % 50 == 0 { words.append("seldom") }
            if number % 700 == 0 { words.append("never") }
            return words.joined(separator: " ")
        }
        try await index.replace(Plane.document("d", Array(texts.prefix(2_000))))
        try await index.replace(Plane.document("e", Array(texts.suffix(1_000))))
        for text in ["the of never", "seldom the", "the day seldom never often", "the and", "often the"] {
            let all = try await index.search(SearchRequest(tenant: .local, text: text, limit: 3_000))
            for limit in [1, 7, 40] {
                let some = try await index.search(SearchRequest(tenant: .local, text: text, limit: limit))
                #expect(some.map(\.score) == all.prefix(limit).map(\.score), "\(text), \(limit)")
            }
        }
        // More words than go into one statement, and one of them said often.
        let many = (0..<100).map { "word\($0)" }.joined(separator: " ") + " never never never"
        let once = try await index.search(SearchRequest(tenant: .local, text: "never", limit: 10))
        #expect(try await index.search(SearchRequest(tenant: .local, text: many, limit: 10)).map(\.place) == once.map(\.place))
    }

    @Test(arguments: VectorColumn.here)
    func `sees what another one on the same database changes`(column: VectorColumn) async throws {
        let fixture = try await SearchFixture(column)
        let one = try await fixture.index(), two = try await fixture.index(memoryLimit: 0)
        let request = try SearchRequest(tenant: .local, embedding: Plane.placed([1, 0]), limit: 5)
        for round in 0..<5 {
            let writer = round.isMultiple(of: 2) ? one : two
            try await writer.replace(Plane.document("d\(round)", ["w\(round)"], vectors: [[1, Float(round)]]))
            // More than are kept of what is gone.
            let many = try Plane.document("many", (0..<700).map { "m\($0)" }, vectors: (0..<700).map { [-1, Float($0)] })
            try await writer.replace(many)
            if round == 3 { try await writer.remove(documentID: "d0", of: .local) }
            #expect(try await one.search(request) == two.search(request))
            #expect(try await one.search(request).filter { $0.documentID != "many" }.count == (round < 3 ? round + 1 : round))
        }
        let other = try TenantID("other")
        try await one.replace(Plane.document("d", ["w"], vectors: [[1, 0]], of: other))
        let foreign = try SearchRequest(tenant: other, embedding: Plane.placed([1, 0]))
        for _ in 0..<2 {
            #expect(try await two.search(foreign).map(\.place) == ["d 0"])
            #expect(try await two.search(request) == one.search(request))
        }
    }

    @Test func `keeps one of the versions that several write at once`() async throws {
        let fixture = try await SearchFixture(.arrays)
        let one = try await fixture.index(), two = try await fixture.index()
        func version(_ number: Int) throws -> IndexedDocument {
            var document = try Plane.document(
                "d", (0...number).map { "version v\(number) part \($0)" }, vectors: (0...number).map { [1, Float($0)] })
            document.attributes.revision = "\(number)"
            return document
        }
        try await one.replace(Plane.document("other", ["version of another"]))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<16 {
                group.addTask { try await (number.isMultiple(of: 2) ? one : two).replace(version(number)) }
                group.addTask {
                    // Whole at any moment.
                    let hits = try await one.search(
                        SearchRequest(tenant: .local, text: "version", filter: .init(documentIDs: ["d"]), limit: 50))
                    #expect(Set(hits.map { $0.attributes.revision }).count <= 1)
                    #expect(hits.first.map { Int($0.attributes.revision) == hits.count - 1 } ?? true)
                }
            }
            try await group.waitForAll()
        }
        let kept = try #require(try await one.attributes(ofDocument: "d", of: .local).flatMap { Int($0.revision) })
        let fresh = InMemorySearchIndex(space: Plane.space)
        try await fresh.replace(Plane.document("other", ["version of another"]))
        try await fresh.replace(version(kept))
        let request = SearchRequest(tenant: .local, text: "version part another", limit: 100)
        let expected = try await fresh.search(request), found = try await two.search(request)
        #expect(found.map(\.place) == expected.map(\.place))
        #expect(zip(found, expected).allSatisfy { abs($0.score - $1.score) < 1e-9 })
        for id in ["d", "other"] { try await two.remove(documentID: id, of: .local) }
        #expect(try await fixture.rowCount(of: .local) == 0)
    }

    @Test(arguments: VectorColumn.here)
    func `takes any text and gives it back`(column: VectorColumn) async throws {
        let fixture = try await SearchFixture(column)
        let index = try await fixture.index()
        let long = String(repeating: "x", count: 100_000), longer = long + "y"
        // Not characters, but text may hold them.
        let odd = String([0xFFFF, 0xFDD0, 0x10FFFF].compactMap { Unicode.Scalar($0 as UInt32) }.map(Character.init))
        let texts = [
            "zero\0byte", "caf\u{E9} au lait", "cafe\u{301} noir", odd + "\u{1A}0 end", "👩‍👩‍👧‍👦 family \u{202E}right", long, longer,
            "ΣΊΣΥΦΟΣ straße ǅ", "'; DROP TABLE search_words; --", "\\x00 {a,b} \"q\"", "",
        ]
        for id in [
            "plain", "ze\0ro", "ze\u{1A}0ro", "ze\u{2400}ro", "quote' \" \\ %_", "line\nbreak/", String(repeating: "p/", count: 2_000), "",
        ] {
            var document = try Plane.document(id, texts)
            document.attributes = DocumentAttributes(
                title: "t\0itle", folder: "fol\0der/sub", type: "ty\0pe", revision: "r\0", fields: ["na\0me": [.text("va\0lue \(long)")]])
            try await index.replace(document)
            #expect(try await index.documentIDs(of: .local) == [id])
            #expect(try await index.attributes(ofDocument: id, of: .local) == document.attributes)
            #expect(try await index.fieldNames(of: .local) == ["na\0me"])
            let filters = [
                SearchFilter(documentIDs: [id]), SearchFilter(folder: "fol\0der"), SearchFilter(types: ["ty\0pe"]),
                SearchFilter(conditions: [FieldCondition(fields: ["na\0me"], .matches, .text("lue"))]),
            ]
            for filter in filters {
                let hits = try await index.search(SearchRequest(tenant: .local, text: "zero end", filter: filter))
                #expect(Set(hits.map(\.chunk.text)) == [texts[0], texts[3]])
            }
            for (text, found) in [
                ("caf\u{E9}", [1, 2]), ("CAFE\u{301}", [1, 2]), (long, [5]), (longer, [6]), ("straße", [7]), ("\0", []),
            ] {
                let hits = try await index.search(SearchRequest(tenant: .local, text: text))
                #expect(Set(hits.map(\.chunk.index)) == Set(found))
                #expect(
                    hits.allSatisfy { $0.chunk == document.chunks[$0.chunk.index].chunk && $0.documentID == id && !$0.highlights.isEmpty })
            }
            try await index.remove(documentID: id, of: .local)
            #expect(try await fixture.rowCount(of: .local) == 0)
        }
        // A number that JSON doesn't have.
        var unwritable = try Plane.document("d", ["word"])
        unwritable.attributes.fields = ["total": [.number(.nan)]]
        let refused = unwritable
        let error = await #expect(throws: ExtractionError.self) { try await index.replace(refused) }
        #expect(error?.code == .invalidRequest)
    }

    @Test(arguments: VectorColumn.here)
    func `shows a user who owns nothing the tenant's rows and no others`(column: VectorColumn) async throws {
        let fixture = try await SearchFixture(column)
        let name = "searcher_\(fixture.store.database)"
        try await fixture.store.server.order(sql: "CREATE ROLE \(name) LOGIN IN ROLE extraction_app")
        var configuration = try PostgresConfiguration(url: fixture.store.server.url(database: fixture.store.database, user: name))
        configuration.connections = 1
        let index = try await PostgresSearchIndex(configuration, space: Plane.space)
        let tenants = try ["a", "A", "a.", "a-", "a_", "a_b", "0", String(repeating: "x", count: 64)].map { try TenantID($0) }
        for (number, tenant) in tenants.enumerated() {
            var document = try Plane.document("same", ["secret\(number) shared"], vectors: [[1, Float(number)]], of: tenant)
            document.attributes.fields = ["total": [.number(Double(number))]]
            try await index.replace(document)
        }
        for (number, tenant) in tenants.enumerated() {
            let vector = try Plane.placed([0, 1])
            let requests = [
                SearchRequest(tenant: tenant, text: "shared"), SearchRequest(tenant: tenant, embedding: vector),
                SearchRequest(tenant: tenant, text: "shared", embedding: vector),
                SearchRequest(tenant: tenant, filter: SearchFilter(documentIDs: ["same"])),
            ]
            for request in requests {
                #expect(try await index.search(request).map(\.chunk.text) == ["secret\(number) shared"])
            }
        }
        // The statements of somebody who forgets the tenant, on the store's own connections.
        for tenant in [nil, tenants[0]] {
            let seen = try await index.client.transaction { connection in
                if let tenant { try connection.execute("SELECT set_config('extraction.tenant', \(tenant), true)") }
                return try connection.execute(
                    """
                    SELECT count(*) FROM search_libraries UNION ALL SELECT count(*) FROM search_documents UNION ALL SELECT count(*) FROM search_fields
                    UNION ALL SELECT count(*) FROM search_chunks UNION ALL SELECT count(*) FROM search_vectors
                    UNION ALL SELECT count(*) FROM search_words WHERE word = 'shared' UNION ALL SELECT count(*) FROM search_settings
                    """
                ).map { try $0.next(Int.self) }
            }
            #expect(seen == (tenant == nil ? [0, 0, 0, 0, 0, 0, 0] : [1, 1, 1, 1, 1, 1, 0]))
        }
    }

    @Test(arguments: VectorColumn.here)
    func `loses a tenant that the records lose`(column: VectorColumn) async throws {
        let fixture = try await SearchFixture(column)
        let index = try await fixture.index()
        let store = try await fixture.store.store(connections: 1)
        let tenants = try [TenantID("gone"), TenantID("there")]
        for tenant in tenants {
            _ = try await store.records(ofNewOrKnown: tenant)
            try await index.replace(Plane.document("d", ["word", "word"], vectors: [[1, 0], [0, 1]], of: tenant))
        }
        func places(_ tenant: TenantID) async throws -> [String] {
            try await index.search(SearchRequest(tenant: tenant, text: "word", embedding: Plane.placed([1, 0.1]))).map(\.place)
        }
        for tenant in tenants { #expect(try await places(tenant) == ["d 0", "d 1"]) }
        try await store.remove(tenants[0])
        #expect(try await places(tenants[0]).isEmpty)
        #expect(try await fixture.rowCount(of: tenants[0]) == 0)
        #expect(try await places(tenants[1]) == ["d 0", "d 1"])
        // Nothing of what was there is taken for what comes.
        try await index.replace(Plane.document("e", ["word"], vectors: [[1, 0]], of: tenants[0]))
        #expect(try await places(tenants[0]) == ["e 0"])
    }

    /// A document of a few short chunks.
    private static func document(_ id: String, _ generator: inout SeededGenerator) throws -> IndexedDocument {
        let words = ["the", "of", "pump", "valve", "seal", "grüße", "night", "shift", "report", "gauge"]
        let texts = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
            (0..<Int.random(in: 1...12, using: &generator)).map { _ in words[Int.random(in: 0..<words.count, using: &generator)] }
                .joined(separator: " ")
        }
        let vectors = texts.map { _ in [Float.random(in: -1...1, using: &generator), Float.random(in: -1...1, using: &generator)] }
        return try Plane.document(id, texts, vectors: vectors)
    }

    /// Documents, and searches of each kind.
    private static func sample(documents count: Int) throws -> ([IndexedDocument], [SearchRequest]) {
        var generator = SeededGenerator(seed: 13)
        let documents = try (0..<count).map { number in
            var document = try document("d\(number)", &generator)
            document.attributes.type = number.isMultiple(of: 3) ? "report" : "letter"
            return document
        }
        let requests = try (0..<20).flatMap { number in
            let vector = try Plane.placed([Float.random(in: -1...1, using: &generator), Float.random(in: -1...1, using: &generator)])
            let filter = number.isMultiple(of: 2) ? SearchFilter(types: ["report"]) : SearchFilter()
            return [
                SearchRequest(tenant: .local, embedding: vector, filter: filter, limit: 7),
                SearchRequest(tenant: .local, text: "night shift", embedding: vector, filter: filter, limit: 7),
            ]
        }
        return (documents, requests)
    }
}
