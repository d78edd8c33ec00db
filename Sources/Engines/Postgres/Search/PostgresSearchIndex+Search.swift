public import ExtractionKit
internal import Synchronization

extension PostgresSearchIndex {
    /// How often a search begins anew because what it found was replaced before it could be read.
    private static let attempts = 5
    /// How many words are looked for in one statement.
    fileprivate static let wordsInOneStatement = 16

    /// Finds chunks.
    public func search(_ request: SearchRequest) async throws -> [SearchHit] {
        try request.validate(for: space)
        var attempt = 1
        while true {
            let ranked = try await ranking(of: request)
            let hits = try await hits(ranked, of: request)
            guard hits.count < ranked.count, attempt < Self.attempts else { return Array(hits.prefix(request.limit)) }
            attempt += 1
        }
    }

    /// The chunks that a search finds, the best first. Those of the same score as the last one that fits are among them: which of them come
    /// first is decided by their documents.
    private func ranking(of request: SearchRequest) async throws -> [RankedPlace] {
        let isHybrid = request.text != nil && request.embedding != nil
        let fusion = request.fusion ?? .scores(ScoreFusion())
        let depth = isHybrid ? max(request.limit, fusion.depth) : request.limit
        let known = request.embedding == nil ? nil : libraries.withLock { $0.library(of: request.tenant) }
        let found = try await transactions(of: request.tenant).readOneMoment { [space] connection in
            try connection.find(request, depth: depth, known: known, dimensions: space?.dimensions ?? 0)
        }
        var ranked = found.byText
        if request.embedding != nil {
            let nearest = await nearest(to: request, found, depth: depth)
            if request.text != nil {
                let scores = fusion.scores(
                    byText: found.byText.map { ($0.chunk, $0.score) }, byEmbedding: nearest.map { ($0.chunk, $0.score) })
                ranked = scores.map { RankedPlace(chunk: $0.key, score: $0.value) }.sorted(by: RankedPlace.isBetter)
            } else {
                ranked = nearest
            }
        }
        guard ranked.count > request.limit else { return ranked }
        let last = ranked[request.limit - 1].score
        return Array(ranked.prefix { $0.score >= last }.prefix(request.limit + 100))
    }

    private func nearest(to request: SearchRequest, _ found: Found, depth: Int) async -> [RankedPlace] {
        guard let library = found.vectors, let embedding = request.embedding?.embedding else { return found.byEmbedding }
        libraries.withLock { $0.keep(library, of: request.tenant, within: memoryLimit) }
        return await library.table.nearest(to: embedding, count: depth, among: library.rows(of: found.admitted)).map {
            RankedPlace(chunk: library.chunks[$0.row], score: Double($0.similarity))
        }.sorted(by: RankedPlace.isBetter)
    }

    /// Reads what was found; without what was removed since.
    private func hits(_ ranked: [RankedPlace], of request: SearchRequest) async throws -> [SearchHit] {
        guard !ranked.isEmpty else { return [] }
        let hits = try await transactions(of: request.tenant).read { [tenant = request.tenant, text = request.text] connection in
            var known: [Int: (id: String, attributes: DocumentAttributes)] = [:]
            let documents = PostgresArray(ranked.map(\.chunk.document)), places = PostgresArray(ranked.map(\.chunk.place))
            return try connection.execute(
                """
                SELECT r.rank, d.number, d.id, d.attributes, c.body
                FROM unnest(\(documents), \(places)) WITH ORDINALITY AS r (document, place, rank)
                JOIN search_documents d ON d.tenant_id = \(tenant) AND d.number = r.document
                JOIN search_chunks c ON c.tenant_id = \(tenant) AND c.document = r.document AND c.place = r.place
                ORDER BY r.rank
                """
            ).map { row in
                let rank = try row.next(Int.self), number = try row.next(Int.self)
                let id = try row.next(String.self), attributes = try row.next(PostgresBytes.self)
                let document =
                    try known[number] ?? (SearchKey.text(ofColumn: id), RecordJSON.value(DocumentAttributes.self, of: attributes.bytes))
                known[number] = document
                return try SearchHit(
                    documentID: document.id, attributes: document.attributes, chunk: row.nextJSON(), score: ranked[rank - 1].score,
                    finding: text)
            }
        }
        // A search by a filter alone has its order already.
        guard request.text != nil || request.embedding != nil else { return hits }
        return hits.sorted { left, right in
            if left.score != right.score { return left.score > right.score }
            return (left.documentID, left.chunk.index) < (right.documentID, right.chunk.index)
        }
    }

    /// What one look at the database gives.
    fileprivate struct Found: Sendable {
        /// By words, or in the order of documents for a search by neither words nor vector.
        var byText: [RankedPlace] = []
        /// By vectors, where the server compares them.
        var byEmbedding: [RankedPlace] = []
        /// The vectors, where it doesn't.
        var vectors: VectorLibrary?
        /// The documents that are searched; `nil` for all.
        var admitted: [Int]?
    }
}

extension PostgresConnection {
    fileprivate func find(
        _ request: SearchRequest, depth: Int, known: VectorLibrary?, dimensions: Int
    ) throws -> PostgresSearchIndex.Found {
        let tenant = request.tenant
        var found = PostgresSearchIndex.Found()
        guard let library = try searchLibrary(of: tenant) else { return found }
        let filter = request.filter.isEmpty ? nil : request.filter.condition
        guard request.text != nil || request.embedding != nil else {
            found.byText = try filter.map { try firstChunks(of: tenant, where: $0, limit: request.limit) } ?? []
            return found
        }
        if let text = request.text {
            let words = Set(SearchWord.all(in: text).map { SearchKey.word($0.text) }).sorted()
            found.byText = try BestByWords(occurrences(of: words, of: tenant, where: filter), in: library).best(depth)
        }
        if let embedding = request.embedding {
            if library.comparesVectors {
                found.byEmbedding = try nearest(to: embedding.embedding, of: tenant, where: filter, limit: depth)
            } else {
                var vectors = known ?? VectorLibrary(dimensions: dimensions)
                if vectors.generation != library.generation { try vectors.follow(self, tenant, to: library.generation) }
                found.vectors = vectors
                found.admitted = try filter.map { condition in
                    try execute("SELECT d.number FROM search_documents d WHERE d.tenant_id = \(tenant) AND \(condition)").map {
                        try $0.next()
                    }
                }
            }
        }
        return found
    }

    /// The first chunk of each document, in the order of the documents' ids.
    private func firstChunks(of tenant: TenantID, where condition: PostgresQuery, limit: Int) throws -> [RankedPlace] {
        let documents = try execute(
            "SELECT d.number, d.id FROM search_documents d WHERE d.tenant_id = \(tenant) AND d.chunks > 0 AND \(condition)"
        )
        .map { try (number: $0.next(Int.self), id: SearchKey.text(ofColumn: $0.next())) }
        return documents.sorted { $0.id < $1.id }.prefix(limit).map {
            RankedPlace(chunk: ChunkPlace(document: $0.number, place: 0), score: 0)
        }
    }

    /// Where words stand: in all documents, with those marked that are searched.
    private func occurrences(
        of words: [String], of tenant: TenantID, where condition: PostgresQuery?
    ) throws -> [[BestByWords.Occurrence]] {
        let admission: PostgresQuery =
            condition.map {
                "w.document IN (SELECT d.number FROM search_documents d WHERE d.tenant_id = \(tenant) AND \($0))"
            } ?? "true"
        var found = [[BestByWords.Occurrence]](repeating: [], count: words.count)
        for first in stride(from: 0, to: words.count, by: PostgresSearchIndex.wordsInOneStatement) {
            let some = PostgresArray(Array(words[first..<min(first + PostgresSearchIndex.wordsInOneStatement, words.count)]))
            let rows = try execute(
                """
                SELECT array_position(\(some), w.word)::bigint, w.document, \(admission), w.postings
                FROM search_words w WHERE w.tenant_id = \(tenant) AND w.word = ANY(\(some))
                """
            ).rows
            for var row in rows {
                let word = try first + row.next(Int.self) - 1
                try found[word].append(
                    BestByWords.Occurrence(document: row.next(), isAdmitted: row.next(), postings: row.next()))
            }
        }
        return found
    }

    /// The chunks whose vectors are nearest to another, as the server finds them by looking at all.
    private func nearest(
        to embedding: Embedding, of tenant: TenantID, where condition: PostgresQuery?, limit: Int
    ) throws -> [RankedPlace] {
        let query = PostgresArray(single: embedding.components)
        let admission: PostgresQuery =
            condition.map {
                " AND v.document IN (SELECT d.number FROM search_documents d WHERE d.tenant_id = \(tenant) AND \($0))"
            } ?? ""
        return try execute(
            """
            SELECT v.document, v.place, -(v.vector <#> \(query)::vector) FROM search_vectors v WHERE v.tenant_id = \(tenant)\(admission)
            ORDER BY v.vector <#> \(query)::vector, v.document, v.place LIMIT \(limit)
            """
        ).map { row in
            try RankedPlace(chunk: ChunkPlace(document: row.next(), place: row.next()), score: row.next())
        }
    }
}
