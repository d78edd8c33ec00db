import ExtractionAzureSearch
import ExtractionKit
import ExtractionRemote
import ExtractionTesting
import Foundation
import Testing

@Suite struct `An index in Azure AI Search` {
    private static let plane = EmbeddingSpace(model: PluginIdentity(id: "plane", version: "1"), dimensions: 2)

    private func service(_ fake: FakeSearchService, key: String = "secret") throws -> AzureSearchService {
        let clock = ServiceClock(now: { .now }, date: { Date().timeIntervalSince1970 }, sleep: { _ in }, random: { 0 })
        var settings = ServiceSettings()
        settings.concurrency = 8
        let client = try ServiceClient(
            engine: "azure-search", service: "Azure AI Search", endpoint: ServiceURL("https://example.search.windows.net"),
            settings: settings, transport: fake, clock: clock, credentials: { [AzureSearchService.key(Secret(key))] })
        return try AzureSearchService(index: "chunks", client: client)
    }

    @Test(arguments: [nil, Self.plane])
    func `keeps its contract`(space: EmbeddingSpace?) async throws {
        try await SearchIndexConformance(AzureSearchIndex(opening: service(FakeSearchService()), space: space)).check()
    }

    @Test func `is made with HNSW, and refuses another space`() async throws {
        let fake = FakeSearchService()
        _ = try await AzureSearchIndex(opening: service(fake), space: Self.plane)
        let definition = try #require(fake.requests.last?.body)
        let vector = (definition["fields"]?.array ?? []).first { $0["name"] == "vector" }
        #expect(vector?["dimensions"] == 2)
        #expect(definition["vectorSearch"]?["algorithms"]?.array?.first?["kind"] == "hnsw")
        _ = try await AzureSearchIndex(opening: service(fake), space: Self.plane)
        let other = EmbeddingSpace(model: PluginIdentity(id: "plane", version: "2"), dimensions: 2)
        for space in [other, nil] {
            let error = await #expect(throws: ExtractionError.self) { try await AzureSearchIndex(opening: service(fake), space: space) }
            #expect(error?.code == .conflict)
        }
    }

    /// The tenant's filter comes first and holds for words and vectors alike, whatever a request says.
    @Test func `always filters by the tenant`() async throws {
        let fake = FakeSearchService()
        let index = try await AzureSearchIndex(opening: service(fake), space: Self.plane)
        let vector = try PlacedEmbedding(Embedding(normalizing: [1, 0]), in: Self.plane)
        let tricky = "x' or tenantId ne 'a"
        let requests = try [
            SearchRequest(tenant: TenantID("a"), text: tricky), SearchRequest(tenant: TenantID("a"), embedding: vector),
            SearchRequest(
                tenant: TenantID("a"), text: "x", embedding: vector,
                filter: SearchFilter(
                    documentIDs: [tricky], folder: tricky, types: [tricky],
                    conditions: [FieldCondition(fields: [tricky], .equals, .text(tricky))])),
            SearchRequest(tenant: TenantID("a"), filter: SearchFilter(folder: "")),
        ]
        for request in requests {
            _ = try await index.search(request)
            let body = try #require(fake.requests.last?.body)
            let filter = try #require(body["filter"]?.string)
            #expect(filter.hasPrefix("tenantId eq 'a' and "))
            // Quotes of what was typed are doubled: no literal ends where it shouldn't.
            #expect(!filter.replacing("''", with: "").contains("' or tenantId ne 'a'"))
            #expect(body["vectorFilterMode"] == "preFilter")
            #expect((body["vectorQueries"]?.array ?? []).allSatisfy { $0["filterOverride"] == nil })
        }
    }

    @Test func `shows nothing of another tenant, even where the service does`() async throws {
        let fake = FakeSearchService()
        let index = try await AzureSearchIndex(opening: service(fake), space: nil)
        try await index.replace(document("d", 1))
        // A service whose filter fails gives a record with another tenant's name.
        let leaking = LeakingTransport(fake: fake)
        let client = try ServiceClient(
            engine: "azure-search", service: "Azure AI Search", endpoint: ServiceURL("https://example.search.windows.net"),
            transport: leaking, credentials: { [AzureSearchService.key(Secret("secret"))] })
        let other = try await AzureSearchIndex(opening: AzureSearchService(index: "chunks", client: client), space: nil)
        let error = await #expect(throws: ExtractionError.self) {
            _ = try await other.search(SearchRequest(tenant: TenantID("stranger"), text: "word0"))
        }
        #expect(error?.code == .invalidAnswer)
    }

    @Test func `sends again what the service had no time for, and halves what is too large`() async throws {
        let fake = FakeSearchService()
        let index = try await AzureSearchIndex(opening: service(fake), space: nil)
        fake.limitBatches(to: 3)
        try await index.replace(document("d", 10))
        fake.beBusy(for: 2)
        try await index.replace(document("d", 7))
        fake.limitBatches(to: 1_000)
        let hits = try await index.search(SearchRequest(tenant: .local, text: "chunk", limit: 100))
        #expect(hits.count == 7)
        fake.beBusy(for: .max)
        let error = await #expect(throws: ExtractionError.self) { try await index.replace(document("d", 2)) }
        #expect(error?.code == .serviceUnavailable)
        fake.beBusy(for: 0)
        // The interrupted change left the document with chunks, and without a revision that could pass for a whole one.
        #expect(try await index.attributes(ofDocument: "d", of: .local)?.revision != "2")
    }

    @Test func `says what is wrong with a key, a name and a way to fuse`() async throws {
        let fake = FakeSearchService()
        let forbidden = await #expect(throws: ExtractionError.self) {
            try await AzureSearchIndex(opening: service(fake, key: "other"), space: nil)
        }
        #expect(forbidden?.code == .unauthorized)
        let client = try service(fake).client
        for name in ["", "a", "Upper", "two--dashes", "-a", "a-", "a/b"] {
            #expect(throws: ExtractionError.self) { try AzureSearchService(index: name, client: client) }
        }
        let index = try await AzureSearchIndex(opening: service(fake), space: nil)
        for fusion in [SearchFusion.ranks(RankFusion(constant: 10)), .scores(ScoreFusion())] {
            let refused = await #expect(throws: ExtractionError.self) {
                _ = try await index.search(SearchRequest(tenant: .local, text: "a", fusion: fusion))
            }
            #expect(refused?.code == .invalidRequest)
        }
    }

    private func document(_ id: String, _ count: Int) -> IndexedDocument {
        IndexedDocument(
            tenant: .local, id: id, attributes: DocumentAttributes(revision: "\(count)"),
            chunks: (0..<count).map { number in
                let text = "chunk word\(number)"
                return IndexedChunk(Chunk(index: number, span: TextSpan(offset: 0, length: text.utf8.count), text: text, pages: [1]))
            })
    }
}

/// A service that forgets its filter.
private struct LeakingTransport: HTTPTransport {
    let fake: FakeSearchService

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        var request = request
        if request.url.path.hasSuffix("/docs/search") {
            var body = try JSONValue(json: request.body).object ?? [:]
            body["filter"] = "number ge 0"
            request.body = try JSONValue.object(body).encoded()
        }
        return try await fake.send(request)
    }
}
