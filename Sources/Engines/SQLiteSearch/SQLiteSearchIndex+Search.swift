public import ExtractionKit
internal import Foundation
internal import GRDB
internal import Synchronization

extension SQLiteSearchIndex {
    /// Finds chunks.
    public func search(_ request: SearchRequest) async throws -> [SearchHit] {
        try request.validate(for: space)
        let depth = request.depth
        let found = try await Self.reporting { try await pool.read { [self] in try find(request, depth: depth, in: $0) } }
        guard let found else { return [] }
        var ranked: [(chunk: Int64, score: Double)]
        if let embedding = request.embedding, let cache = found.cache, let table = cache.table {
            let nearest = await table.nearest(to: embedding.embedding, count: depth, among: found.rows).map {
                (chunk: cache.chunks[$0.row], score: Double($0.similarity))
            }
            if request.text != nil {
                let scores = request.fusionOfScores.scores(
                    byText: found.byText.map { ($0.chunk, $0.score) }, byEmbedding: nearest.map { ($0.chunk, $0.score) })
                ranked = scores.map { (chunk: $0.key, score: $0.value) }
            } else {
                ranked = nearest
            }
        } else {
            ranked = found.byText
        }
        let keepsOrder = request.text == nil && request.embedding == nil
        // Those of the same score as the last one that fits are read too: which of them come first is decided by their documents.
        if !keepsOrder {
            ranked.sort { ($1.score, $0.chunk) < ($0.score, $1.chunk) }
            if ranked.count > request.limit {
                let last = ranked[request.limit - 1].score
                ranked = Array(ranked.prefix { $0.score >= last }.prefix(request.limit + 100))
            }
        }
        let wanted = ranked
        let hits = try await Self.reporting { try await pool.read { try Self.hits(wanted, of: request, in: $0) } }
        guard !keepsOrder else { return hits }
        return Array(
            hits.sorted { left, right in
                if left.score != right.score { return left.score > right.score }
                return (left.documentID, left.chunk.index) < (right.documentID, right.chunk.index)
            }.prefix(request.limit))
    }

    /// What one look at the database gives.
    private struct Found: Sendable {
        /// By words, the best first, or in the order of documents for a search by neither words nor vector.
        var byText: [(chunk: Int64, score: Double)] = []
        var cache: LibraryCache?
        /// The rows of the vectors that are searched.
        var rows: RowSet?
    }

    private func find(_ request: SearchRequest, depth: Int, in database: Database) throws -> Found? {
        guard let tenant = try SearchTenant(database, request.tenant) else { return nil }
        let filter = request.filter.isEmpty ? nil : FilterStatement(request.filter, tenant: tenant)
        var found = Found()
        if request.text == nil, request.embedding == nil {
            found.byText = try filter?.firstChunks(database, limit: request.limit).map { (chunk: $0, score: 0) } ?? []
            return found
        }
        let words = Set(SearchWord.all(in: request.text ?? "").map(\.text)).sorted()
        let cache = try library(of: request.tenant, tenant, words: words, database)
        let admitted = try filter.map { try cache.rows(of: $0.documents(database)) } ?? cache.live
        if request.text != nil {
            found.byText = cache.best(words, among: admitted, limit: depth).map { (chunk: cache.chunks[$0.row], score: $0.score) }
        }
        if request.embedding != nil {
            var rows = cache.placed
            rows.formIntersection(admitted)
            found.rows = rows
            found.cache = cache
        }
        return found
    }

    /// The tenant's chunks as they are in the database now, with the places of words, from memory where they are known.
    private func library(of name: TenantID, _ tenant: SearchTenant, words: [String], _ database: Database) throws -> LibraryCache {
        let generation = try tenant.generation(database)
        let known = caches.withLock { $0[name] }.flatMap { $0.generation == generation ? $0 : nil }
        if let known, known.unknown(words).isEmpty { return known }
        var cache = try known ?? LibraryCache(database, tenant, dimensions: space?.dimensions, precision)
        try cache.read(cache.unknown(words), database, tenant)
        let read = cache
        caches.withLock { caches in
            // Another search, or a change that was followed, may have been faster.
            let kept = caches[name]?.generation ?? -1
            if kept < generation { caches[name] = read }
            if kept == generation { caches[name]?.adopt(read) }
        }
        return read
    }

    private static func hits(
        _ ranked: [(chunk: Int64, score: Double)], of request: SearchRequest, in database: Database
    ) throws -> [SearchHit] {
        let statement = try database.makeStatement(
            sql: """
                SELECT d.document, d.attributes, c.chunk FROM search_chunks c JOIN search_documents d ON d.id = c.document
                WHERE c.id = ? AND d.tenant = ?
                """)
        let decoder = JSONDecoder()
        var known: [String: DocumentAttributes] = [:]
        return try ranked.compactMap { ranked in
            // A chunk that was removed since is no hit.
            guard let row = try Row.fetchOne(statement, arguments: [ranked.chunk, request.tenant.rawValue]) else { return nil }
            let document: String = row[0], attributes: Data = row[1], chunk: Data = row[2]
            if known[document] == nil { known[document] = try decoder.decode(DocumentAttributes.self, from: attributes) }
            return try SearchHit(
                documentID: document, attributes: known[document] ?? DocumentAttributes(), chunk: decoder.decode(Chunk.self, from: chunk),
                score: ranked.score, finding: request.text)
        }
    }
}
