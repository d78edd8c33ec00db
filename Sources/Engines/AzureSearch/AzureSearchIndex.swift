public import ExtractionKit
internal import Foundation

/// Searches chunks with Azure AI Search: words by its BM25, vectors by HNSW, both fused by reciprocal rank.
///
/// Every search is filtered by its tenant, before anything is ranked; the filter is made of ``/ExtractionKit/SearchRequest/tenant`` alone, and nothing in
/// a request can take it away or widen it. What comes back is looked at once more: a chunk of somebody else's is an error.
///
/// Where the service can't keep what ``/ExtractionKit/SearchIndex`` asks for:
///
/// - What was changed is found a moment later, not at once.
/// - A document is changed in several calls. One that was interrupted has an empty ``/ExtractionKit/DocumentAttributes/revision`` until it is replaced again.
/// - Words are weighed among all chunks of the service's partition. Give a tenant an index of its own where scores must tell nothing of others.
/// - Rankings are fused with the constant 60; a search with another is refused.
/// - Vectors are found approximately.
public struct AzureSearchIndex: SearchIndex {
    /// The space of the vectors.
    public let space: EmbeddingSpace?
    private let service: AzureSearchService

    /// Opens an index, or makes it where there is none.
    ///
    /// - Parameters:
    ///   - service: The calls, with the name of the index.
    ///   - space: The space of the vectors; `nil` for an index of words alone. The service takes up to 4,096 dimensions.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `conflict` for an index of another space, or that something else made; what the
    ///   service's calls throw.
    public init(opening service: AzureSearchService, space: EmbeddingSpace?) async throws {
        self.service = service
        self.space = space
        let layout = AzureIndexLayout(name: service.index, space: space)
        guard let found = try await service.definition() else {
            try await service.create(layout.definition)
            return
        }
        guard layout.isKept(by: found) else {
            throw ExtractionError(
                .conflict, "The index was made for vectors of another embedder, or by something else; use another name for the index.")
        }
    }

    /// Puts a document's chunks and attributes in the place of whatever the index has of it, in several calls.
    public func replace(_ document: IndexedDocument) async throws {
        try document.validate(for: space)
        let old = try await numbers(ofDocument: document.id, of: document.tenant)
        let record = AzureRecord(document.tenant, document.id)
        var open = document.attributes
        open.revision = ""
        // An interrupted change must not look like a finished one.
        try await service.change([record.upload(open)])
        let first = document.chunks.map(\.chunk.index).min()
        let chunks = try document.chunks.map { try record.upload($0, document.attributes, isFirst: $0.chunk.index == first) }
        let gone = Set(old).subtracting(document.chunks.map(\.chunk.index)).sorted()
        try await service.change(chunks + gone.map(record.delete))
        try await service.change([record.upload(document.attributes)])
    }

    /// Removes every chunk of a tenant's document.
    public func remove(documentID: String, of tenant: TenantID) async throws {
        let record = AzureRecord(tenant, documentID)
        let numbers = try await numbers(ofDocument: documentID, of: tenant)
        // The record goes last: what is interrupted can be removed again.
        try await service.change(numbers.map(record.delete))
        try await service.change([record.delete(AzureRecord.documentNumber)])
    }

    /// What the index was told of a tenant's document.
    public func attributes(ofDocument id: String, of tenant: TenantID) async throws -> DocumentAttributes? {
        let record = AzureRecord(tenant, id)
        guard let found = try await service.document(record.key(AzureRecord.documentNumber), fields: ["tenantId", "attributes"]) else {
            return nil
        }
        guard found["tenantId"]?.string == tenant.rawValue else { throw AzureRecord.foreign }
        return try AzureRecord.decode(DocumentAttributes.self, found["attributes"])
    }

    /// The ids of a tenant's documents, ascending.
    public func documentIDs(of tenant: TenantID) async throws -> [String] {
        var ids: [String] = []
        while true {
            var filter = "tenantId eq \(ODataFilter.quoted(tenant.rawValue)) and number eq \(AzureRecord.documentNumber)"
            if let last = ids.last { filter += " and documentId gt \(ODataFilter.quoted(last))" }
            let page = try await service.search([
                "search": "*", "filter": .string(filter), "select": "documentId", "orderby": "documentId asc", "top": 1_000,
            ])
            let found = (page["value"]?.array ?? []).compactMap { $0["documentId"]?.string }
            ids += found
            if found.count < 1_000 { return ids.sorted() }
        }
    }

    /// How the service is to fuse: by ranks, as it knows no other way.
    private static func fusion(of request: SearchRequest) throws -> RankFusion {
        switch request.fusion ?? .ranks(RankFusion()) {
        case .ranks(let fusion) where fusion.constant == 60: return fusion
        case .ranks: throw ExtractionError(.invalidRequest, "Azure AI Search fuses rankings with the constant 60 and no other.")
        case .scores:
            throw ExtractionError(.invalidRequest, "Azure AI Search fuses by ranks alone; leave the fusion out, or ask for ranks.")
        }
    }

    /// Finds chunks.
    public func search(_ request: SearchRequest) async throws -> [SearchHit] {
        try request.validate(for: space)
        let fusion = try Self.fusion(of: request)
        // Its operators are taken out: a word is a word.
        let words = request.text.map { SearchWord.all(in: $0).map(\.text).joined(separator: " ") } ?? ""
        if request.text != nil, words.isEmpty, request.embedding == nil { return [] }
        let isListing = request.text == nil && request.embedding == nil
        var query: [String: JSONValue] = [
            "filter": .string(ODataFilter(request, listing: isListing).text), "vectorFilterMode": "preFilter",
            "select": "tenantId,documentId,attributes,chunk", "top": .number(Decimal(min(1_000, request.limit))),
        ]
        if !words.isEmpty {
            query["search"] = .string(words)
            query["searchFields"] = "content"
            query["searchMode"] = "any"
            query["queryType"] = "simple"
        }
        if isListing {
            query["search"] = "*"
            query["orderby"] = "documentId asc"
        }
        if let embedding = request.embedding {
            let weight = fusion.textWeight > 0 ? fusion.embeddingWeight / fusion.textWeight : 1
            query["vectorQueries"] = [
                [
                    "kind": "vector", "fields": "vector", "exhaustive": false, "weight": JSONValue(digitsOf: words.isEmpty ? 1 : weight),
                    "k": .number(Decimal(max(request.limit, fusion.depth))),
                    "vector": .array(embedding.embedding.components.map { JSONValue(digitsOf: Double($0)) }),
                ]
            ]
        }
        let answer = try await service.search(.object(query))
        return try (answer["value"]?.array ?? []).compactMap { item in
            guard item["tenantId"]?.string == request.tenant.rawValue else { throw AzureRecord.foreign }
            guard let id = item["documentId"]?.string else { throw AzureRecord.unknown }
            let attributes = try AzureRecord.decode(DocumentAttributes.self, item["attributes"])
            // The service's filter lets a little more through where a condition has many words.
            guard request.filter.admits(attributes, id: id) else { return nil }
            let score: Double = if case .number(let score)? = item["@search.score"] { Double("\(score)") ?? 0 } else { 0 }
            return try SearchHit(
                documentID: id, attributes: attributes, chunk: AzureRecord.decode(Chunk.self, item["chunk"]), score: isListing ? 0 : score,
                finding: request.text)
        }
    }

    /// The numbers of the chunks that the index has of a document.
    private func numbers(ofDocument id: String, of tenant: TenantID) async throws -> [Int] {
        let document = "tenantId eq \(ODataFilter.quoted(tenant.rawValue)) and documentId eq \(ODataFilter.quoted(id))"
        var numbers: [Int] = []
        while true {
            let page = try await service.search([
                "search": "*", "filter": .string("\(document) and number gt \(numbers.last ?? AzureRecord.documentNumber)"),
                "select": "number", "orderby": "number asc", "top": 1_000,
            ])
            let found = (page["value"]?.array ?? []).compactMap { item -> Int? in
                if case .number(let number)? = item["number"] { Int("\(number)") } else { nil }
            }
            numbers += found
            if found.count < 1_000 { return numbers }
        }
    }
}

extension JSONValue {
    /// A number by its digits: the nearest one to what it was.
    init(digitsOf number: Double) { self = .number(Decimal(string: "\(number)") ?? 0) }
}
