import ExtractionKit
import ExtractionTesting
import Testing

@Suite struct `The suite for search indexes` {
    @Test func `passes a sound index`() async throws { try await SearchIndexConformance(PlantedIndex(fault: nil)).check() }

    @Test(arguments: SearchIndexFault.allCases)
    func `names each fault`(fault: SearchIndexFault) async throws {
        await expect(fault) { try await SearchIndexConformance(PlantedIndex(fault: fault)).check() }
    }
}

/// Searches in memory, with one fault.
private struct PlantedIndex: SearchIndex {
    let fault: SearchIndexFault?
    private let sound = InMemorySearchIndex(space: Self.plane)
    /// Where everybody's documents are mixed.
    private let shared = InMemorySearchIndex()

    private static let plane = EmbeddingSpace(model: PluginIdentity(id: "plane", version: "1"), dimensions: 2)

    var space: EmbeddingSpace? { sound.space }

    init(fault: SearchIndexFault?) { self.fault = fault }

    func replace(_ document: IndexedDocument) async throws {
        var document = document
        switch fault {
        case .forgetsPlaces: for index in document.chunks.indices { document.chunks[index].chunk.regions = [] }
        case .overlooksContext: for index in document.chunks.indices { document.chunks[index].chunk.context = [] }
        case .takesAnySpace where document.chunks.contains { ($0.embedding?.space ?? space) != space }: return
        case .addsInsteadOfReplacing where document.chunks.count == 1:
            let old = try await sound.search(
                SearchRequest(tenant: document.tenant, text: "cat", filter: SearchFilter(documentIDs: [document.id]), limit: 100))
            document.chunks += old.map(\.chunk).filter { $0.index > 0 }.map { IndexedChunk($0) }
        default: break
        }
        try await sound.replace(document)
        if fault == .showsOthers || fault == .weighsOthers {
            document.id = "\(document.tenant)/\(document.id)"
            document.tenant = .local
            for index in document.chunks.indices { document.chunks[index].embedding = nil }
            try await shared.replace(document)
        }
    }

    func remove(documentID: String, of tenant: TenantID) async throws {
        if fault == .neverRemoves { return }
        try await sound.remove(documentID: documentID, of: tenant)
        if fault == .removesOfAll {
            for tenant in ["conformance", "stranger"] { try await sound.remove(documentID: documentID, of: TenantID(tenant)) }
        }
        try await shared.remove(documentID: "\(tenant)/\(documentID)", of: .local)
    }

    func attributes(ofDocument id: String, of tenant: TenantID) async throws -> DocumentAttributes? {
        try await sound.attributes(ofDocument: id, of: tenant)
    }

    func documentIDs(of tenant: TenantID) async throws -> [String] {
        guard fault == .listsOthers else { return try await sound.documentIDs(of: tenant) }
        return try await sound.documentIDs(of: TenantID("conformance")) + sound.documentIDs(of: TenantID("stranger"))
    }

    func search(_ request: SearchRequest) async throws -> [SearchHit] {
        var request = request
        switch fault {
        case .forgetsFilters where !request.filter.isEmpty && request.filter.types != nil: request.filter.types = nil
        case .confusesFolders:
            // As a pattern of SQL without care would have it.
            if let folder = request.filter.folder, folder.hasSuffix("q1") { request.filter.folder = "2025" }
        case .ignoresTheLimit: request.limit = max(request.limit, 1) == request.limit ? 100 : request.limit
        default: break
        }
        var hits = try await sound.search(request)
        switch fault {
        case .highlightsNothing: for index in hits.indices { hits[index].highlights = [] }
        case .turnsTheOrder: hits.reverse()
        case .showsOthers, .weighsOthers:
            guard request.embedding == nil, request.filter.isEmpty, request.text != nil else { break }
            let own = "\(request.tenant)/"
            var everybodys = request
            everybodys = SearchRequest(tenant: .local, text: request.text, limit: 100)
            hits = try await shared.search(everybodys).compactMap { hit in
                guard fault == .showsOthers || hit.documentID.hasPrefix(own) else { return nil }
                var hit = hit
                hit.documentID = String(hit.documentID.drop { $0 != "/" }.dropFirst())
                return hit
            }
            hits = Array(hits.prefix(request.limit))
        default: break
        }
        return hits
    }
}
