public import ExtractionKit

/// Checks a search index against the contract of its role.
///
/// ```swift
/// try await SearchIndexConformance(index).check()
/// ```
///
/// It looks for what one tenant could see of another, for words, vectors, filters and fields that find too much or too little, for what stays
/// behind when documents are replaced and removed, for calls that are refused by half, and for what is lost when several come at once.
public struct SearchIndexConformance: Sendable {
    private let index: any SearchIndex
    private let tenant: TenantID
    private let stranger: TenantID

    /// Creates a suite for an empty index. An index of vectors needs a space of at least two dimensions.
    public init(_ index: some SearchIndex) throws {
        self.index = index
        tenant = try TenantID("conformance")
        stranger = try TenantID("stranger")
    }

    /// Runs every check.
    ///
    /// - Throws: ``ConformanceFailure`` with everything that was found.
    public func check() async throws {
        var conformance = Conformance(of: "The search index")
        conformance.expect(try await search("nothing").isEmpty, "an empty index should find nothing")
        try await index.replace(document("pets", ["The cat sleeps on the warm mat.", "A dog barks at the cat."]))
        try await index.replace(document("trade", ["An invoice lists what was delivered.", "The Größe of the parcel is small."]))
        try await checkRequests(&conformance)
        try await checkText(&conformance)
        if let space = index.space { try await checkVectors(in: space, &conformance) }
        try await checkFilters(&conformance)
        try await checkTenants(&conformance)
        try await checkChanges(&conformance)
        try await checkConcurrency(&conformance)
        try conformance.finish()
    }

    private func checkRequests(_ conformance: inout Conformance) async throws {
        await conformance.expectError([.invalidRequest], when: "for a search for nothing") {
            _ = try await index.search(SearchRequest(tenant: tenant))
        }
        await conformance.expectError([.invalidRequest], when: "for a search with a limit of 0") {
            _ = try await index.search(SearchRequest(tenant: tenant, text: "cat", limit: 0))
        }
        let foreign = EmbeddingSpace(model: PluginIdentity(id: "foreign", version: "1"), dimensions: index.space?.dimensions ?? 2)
        let vector = try PlacedEmbedding(axis(0, of: foreign), in: foreign)
        await conformance.expectError([.conflict], when: "for a search by a vector of another space") {
            _ = try await index.search(SearchRequest(tenant: tenant, embedding: vector))
        }
        await conformance.expectError([.conflict], when: "for a chunk with a vector of another space") {
            var refused = document("trade", ["cat foreigner", "cat"])
            refused.chunks[1].embedding = vector
            try await index.replace(refused)
        }
        await conformance.expectError([.invalidRequest], when: "for two chunks with one number") {
            var refused = document("trade", ["cat foreigner", "cat"])
            refused.chunks[1].chunk.index = 0
            try await index.replace(refused)
        }
        conformance.expect(try await search("foreigner").isEmpty, "nothing of a refused call should be indexed")
        conformance.expect(
            try await search("invoice").count == 1, "a refused call should leave what was there of the document")
    }

    private func checkText(_ conformance: inout Conformance) async throws {
        let cats = try await search("CAT")
        conformance.expect(
            Set(cats.map(\.place)) == ["pets 0", "pets 1"], "a word should be found whatever its case, and only where it stands")
        let mat = cats.first { $0.place == "pets 0" }
        conformance.expect(
            mat?.chunk == text(0, "The cat sleeps on the warm mat."),
            "a hit should be the chunk that was added, its pages and regions with it")
        conformance.expect(mat?.attributes == attributes("pets"), "a hit should have the attributes of its document")
        conformance.expect(mat?.highlights == [TextSpan(4..<7)], "the words of a search should be highlighted where they stand")
        let either = try await search("dog invoice")
        conformance.expect(Set(either.map(\.place)) == ["pets 1", "trade 0"], "any word of a search should count")
        let best = try await search("dog cat")
        conformance.expect(best.first?.place == "pets 1", "a chunk with both words should come before one with the commoner word")
        conformance.expect(zip(best, best.dropFirst()).allSatisfy { $0.score >= $1.score }, "hits should come the best first")
        conformance.expect(try await search("größe").count == 1, "words beyond ASCII should be found")
        for text in ["unicorn", "", "\"", "'; --", "cat\" OR *", "NEAR(cat dog)", "cat*", "{", "text:cat"] {
            let hits = try await search(text)
            conformance.expect(
                hits.allSatisfy { $0.documentID == "pets" && text.contains("cat") },
                "no text should be taken for anything but words: \(text)")
        }
        conformance.expect(try await index.search(SearchRequest(tenant: tenant, text: "cat", limit: 1)).count == 1, "the limit should hold")
        try await index.replace(document("headed", ["Nothing of it stands here."], context: ["Chapter of otters"]))
        conformance.expect(
            try await search("otters").map(\.place) == ["headed 0"], "a chunk should be found by the words of its context")
        try await index.remove(documentID: "headed", of: tenant)
    }

    private func checkVectors(in space: EmbeddingSpace, _ conformance: inout Conformance) async throws {
        var vectors = document("vectors", ["aardvark", "badger", "wordless"])
        vectors.chunks[0].embedding = try PlacedEmbedding(axis(0, of: space), in: space)
        vectors.chunks[1].embedding = try PlacedEmbedding(axis(1, of: space), in: space)
        try await index.replace(vectors)
        let query = try PlacedEmbedding(
            Embedding(normalizing: zip(axis(0, of: space).components, axis(1, of: space).components).map { $0 + 3 * $1 }), in: space)
        let near = try await index.search(SearchRequest(tenant: tenant, embedding: query))
        conformance.expect(near.map(\.place) == ["vectors 1", "vectors 0"], "chunks with vectors should be found, the nearest first")
        let both = try await index.search(SearchRequest(tenant: tenant, text: "aardvark", embedding: query))
        conformance.expect(
            both.first?.place == "vectors 0" && Set(both.map(\.place)) == ["vectors 0", "vectors 1"],
            "a search by both should put a chunk that both find before one that only one finds")
        let elsewhere = try await index.search(
            SearchRequest(tenant: tenant, embedding: query, filter: SearchFilter(documentIDs: ["pets"])))
        conformance.expect(elsewhere.isEmpty, "a search by vector should look only at the documents that its filter admits")
        let foreign = try await index.search(SearchRequest(tenant: stranger, embedding: query))
        conformance.expect(foreign.isEmpty, "a tenant should not find another one's vectors")
        try await index.remove(documentID: "vectors", of: tenant)
        conformance.expect(
            try await index.search(SearchRequest(tenant: tenant, embedding: query)).isEmpty, "a removed vector should not be found")
    }

    private func checkFilters(_ conformance: inout Conformance) async throws {
        var march = document("march", ["The walrus pays."])
        march.attributes = DocumentAttributes(
            title: "march.pdf", folder: "2025/q1", type: "invoice", date: CalendarDate(year: 2025, month: 3, day: 31), revision: "1",
            fields: [
                "vendor_name": [.text("ACME Größen-Handel, Inc.")], "total_amount": [.number(1_204.5)], "invoice_number": [.text("0047")],
                "due_date": [CalendarDate(year: 2025, month: 4, day: 30)].compactMap(\.self).map { .date($0) },
                "line_items.amount": [.number(1_000), .number(204.5)],
            ])
        var may = document("may", ["The walrus waits."])
        may.attributes = DocumentAttributes(
            title: "may.pdf", folder: "2025/q10", type: "receipt", date: CalendarDate(year: 2025, month: 5, day: 1), revision: "1",
            fields: ["vendor_name": [.text("Acme")], "total_amount": [.number(80)], "percent_100%_off": [.text("100%")]])
        try await index.replace(march)
        try await index.replace(may)
        let first = CalendarDate(year: 2025, month: 4, day: 1), last = CalendarDate(year: 2025, month: 3, day: 31)
        func condition(_ name: String, _ comparison: FieldCondition.Comparison, _ value: SearchableValue) -> SearchFilter {
            SearchFilter(conditions: [FieldCondition(fields: [name], comparison, value)])
        }
        let cases: [(String, SearchFilter, Set<String>)] = [
            ("a folder", SearchFilter(folder: "2025/q1"), ["march"]),
            ("a folder with folders below it", SearchFilter(folder: "2025"), ["march", "may"]),
            ("a folder with signs of a pattern", SearchFilter(folder: "2025/q_"), []),
            ("a kind", SearchFilter(types: ["receipt", "letter"]), ["may"]),
            ("no kinds", SearchFilter(types: []), []),
            ("dates from one on", SearchFilter(dates: DateBounds(first: first)), ["may"]),
            ("dates to one", SearchFilter(dates: DateBounds(last: last)), ["march"]),
            ("documents", SearchFilter(documentIDs: ["may", "pets"]), ["may"]),
            ("no documents", SearchFilter(documentIDs: []), []),
            ("words of a field", condition("vendor_name", .matches, .text("größen handel")), ["march"]),
            ("half a word of a field", condition("vendor_name", .matches, .text("acm")), []),
            ("all words of a field", condition("vendor_name", .equals, .text("acme")), ["may"]),
            ("signs of a pattern in a field", condition("vendor_name", .matches, .text("%")), []),
            ("a number above one", condition("total_amount", .greater, .number(80)), ["march"]),
            ("a number of at least one", condition("total_amount", .atLeast, .number(80)), ["march", "may"]),
            ("a number", condition("total_amount", .equals, .number(1_204.5)), ["march"]),
            ("a cell of a table", condition("line_items.amount", .less, .number(500)), ["march"]),
            (
                "a date of a field",
                condition("due_date", .atLeast, first.map { .date($0) } ?? .number(0)), ["march"]
            ),
            (
                "any of several fields",
                SearchFilter(conditions: [FieldCondition(fields: ["total_amount", "line_items.amount"], .equals, .number(1_000))]),
                ["march"]
            ),
            ("a text as a number", condition("vendor_name", .greater, .number(0)), []),
            (
                "a number that a text spells",
                SearchFilter(conditions: [FieldCondition(fields: ["invoice_number"], .equals, .number(47), spelling: "0047")]), ["march"]
            ),
            ("a field with odd signs in its name", condition("percent_100%_off", .equals, .text("100")), ["may"]),
            (
                "two conditions",
                SearchFilter(
                    types: ["invoice"],
                    conditions: [FieldCondition(fields: ["vendor_name"], .matches, .text("acme"))]), ["march"]
            ),
        ]
        for (name, filter, expected) in cases {
            let hits = try await index.search(SearchRequest(tenant: tenant, text: "walrus cat", filter: filter))
            conformance.expect(
                Set(hits.map(\.documentID))
                    == expected.subtracting(["pets"]).union(filter.documentIDs?.contains("pets") == true ? ["pets"] : []),
                "a filter by \(name) should admit \(expected.sorted()), and admits \(Set(hits.map(\.documentID)).sorted())")
        }
        let listed = try await index.search(SearchRequest(tenant: tenant, filter: SearchFilter(folder: "2025")))
        conformance.expect(
            listed.map(\.place) == ["march 0", "may 0"], "a search by filter alone should give the first chunk of each document, in order")
        for id in ["march", "may"] { try await index.remove(documentID: id, of: tenant) }
    }

    private func checkTenants(_ conformance: inout Conformance) async throws {
        let before = try await search("cat")
        var same = document("pets", ["A stranger's cat.", "cat cat cat", "cat cat"])
        same.tenant = stranger
        try await index.replace(same)
        conformance.expect(
            try await search("cat") == before, "what another tenant adds should change neither hits nor scores")
        let hits = try await index.search(SearchRequest(tenant: stranger, text: "cat dog invoice"))
        conformance.expect(
            hits.count == 3 && hits.allSatisfy { $0.documentID == "pets" && $0.chunk.text.contains("cat") },
            "a tenant should find its own chunks and nobody else's")
        for filter in [SearchFilter(documentIDs: ["trade"]), SearchFilter(folder: "")] {
            let hits = try await index.search(SearchRequest(tenant: stranger, text: "invoice", filter: filter))
            conformance.expect(hits.isEmpty, "no filter should open another tenant's documents")
        }
        conformance.expect(
            try await index.attributes(ofDocument: "trade", of: stranger) == nil,
            "a tenant should not be told of another one's documents")
        conformance.expect(try await index.documentIDs(of: stranger) == ["pets"], "a tenant's list should have its own documents only")
        conformance.expect(
            try await index.documentIDs(of: tenant) == ["pets", "trade"], "a list should have all of a tenant's documents, ascending")
        try await index.remove(documentID: "trade", of: stranger)
        conformance.expect(try await search("invoice").count == 1, "a tenant should not remove another one's document")
        try await index.remove(documentID: "pets", of: stranger)
        conformance.expect(try await search("cat") == before, "removing a document should leave another tenant's of the same id")
        conformance.expect(
            try await index.search(SearchRequest(tenant: stranger, text: "cat")).isEmpty, "a removed document should not be found")
    }

    private func checkChanges(_ conformance: inout Conformance) async throws {
        conformance.expect(
            try await index.attributes(ofDocument: "pets", of: tenant) == attributes("pets"),
            "the index should tell what it was told of a document")
        var fewer = document("pets", ["The hamster runs."])
        fewer.attributes.revision = "2"
        try await index.replace(fewer)
        conformance.expect(try await search("cat").isEmpty, "nothing should stay of a document that was replaced by a shorter one")
        conformance.expect(
            try await search("hamster").map(\.place) == ["pets 0"], "a replaced document should be found by its new words")
        conformance.expect(
            try await index.attributes(ofDocument: "pets", of: tenant)?.revision == "2",
            "a replaced document should have its new attributes")
        let weight = try await search("invoice").first?.score
        try await index.remove(documentID: "pets", of: tenant)
        try await index.remove(documentID: "pets", of: tenant)
        conformance.expect(try await search("cat hamster").isEmpty, "a removed document should not be found")
        conformance.expect(
            try await index.attributes(ofDocument: "pets", of: tenant) == nil, "nothing should be known of a removed document")
        conformance.expect(try await search("invoice").count == 1, "removing a document should leave the others")
        try await index.replace(fewer)
        conformance.expect(
            try await search("invoice").first?.score == weight, "a document that comes back should leave scores as they were with it before"
        )
        var empty = fewer
        empty.chunks = []
        try await index.replace(empty)
        conformance.expect(
            try await index.attributes(ofDocument: "pets", of: tenant)?.revision == "2", "a document without chunks should be known")
        try await index.remove(documentID: "pets", of: tenant)
    }

    private func checkConcurrency(_ conformance: inout Conformance) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<50 {
                group.addTask { [index] in
                    try await index.replace(document("busy \(number)", ["Bees at work."]))
                    _ = try await index.search(SearchRequest(tenant: tenant, text: "bees"))
                }
            }
            try await group.waitForAll()
        }
        let bees = try await index.search(SearchRequest(tenant: tenant, text: "bees", limit: 100))
        conformance.expect(Set(bees.map(\.documentID)).count == 50, "none of 50 documents added at once should be lost")
    }

    private func search(_ text: String) async throws -> [SearchHit] {
        try await index.search(SearchRequest(tenant: tenant, text: text))
    }

    private func text(_ index: Int, _ text: String, context: [String] = []) -> Chunk {
        let span = TextSpan(offset: index * 100, length: text.utf8.count)
        return Chunk(
            index: index, span: span, text: text, pages: [index + 1], context: context,
            regions: [PageRegion(page: index + 1, polygon: Polygon(Rect(x: 10, y: 20, width: 100, height: 50)), span: span)])
    }

    private func attributes(_ id: String) -> DocumentAttributes { DocumentAttributes(title: id + ".txt", revision: "1") }

    private func document(_ id: String, _ texts: [String], context: [String] = []) -> IndexedDocument {
        IndexedDocument(
            tenant: tenant, id: id, attributes: attributes(id),
            chunks: texts.enumerated().map { IndexedChunk(text($0.offset, $0.element, context: context)) })
    }

    private func axis(_ number: Int, of space: EmbeddingSpace) -> Embedding {
        Embedding(normalizing: (0..<space.dimensions).map { $0 == number ? 1 : 0 })
    }
}

extension SearchHit {
    fileprivate var place: String { "\(documentID) \(chunk.index)" }
}
