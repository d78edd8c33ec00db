public import ExtractionKit
internal import Synchronization

extension PostgresSearchIndex {
    /// How often a search begins anew because what it found was replaced before it could be read.
    private static let attempts = 5

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
        let depth = request.depth
        let ranked: [RankedPlace]
        switch (request.text, request.embedding) {
        case (let text?, let embedding?):
            // At the same time, on two connections. A document that is replaced in between has another number then, and the search begins anew.
            async let words = byText(text, request, limit: depth)
            async let vectors = byEmbedding(embedding.embedding, request, limit: depth)
            let (byText, byEmbedding) = try await (words, vectors)
            let scores = request.fusionOfScores.scores(
                byText: byText.map { ($0.chunk, $0.score) }, byEmbedding: byEmbedding.map { ($0.chunk, $0.score) })
            ranked = scores.map { RankedPlace(chunk: $0.key, score: $0.value) }.sorted(by: RankedPlace.isBetter)
        case (let text?, nil): ranked = try await byText(text, request, limit: depth)
        case (nil, let embedding?): ranked = try await byEmbedding(embedding.embedding, request, limit: depth)
        case (nil, nil): return try await firstChunks(request)
        }
        guard ranked.count > request.limit else { return ranked }
        let last = ranked[request.limit - 1].score
        return Array(ranked.prefix { $0.score >= last }.prefix(request.limit + 100))
    }

    private func byText(_ text: String, _ request: SearchRequest, limit: Int) async throws -> [RankedPlace] {
        let words = Set(SearchWord.all(in: text).map { SearchKey.word($0.text) }).sorted()
        let tenant = request.tenant, filter = request.filter
        guard !words.isEmpty else { return [] }
        return try await transactions(of: tenant).readOneMoment { connection in
            guard let library = try connection.searchLibrary(of: tenant) else { return [] }
            return try BestByWords(connection.occurrences(of: words, of: tenant, among: filter), in: library).best(limit)
        }
    }

    private func byEmbedding(_ embedding: Embedding, _ request: SearchRequest, limit: Int) async throws -> [RankedPlace] {
        let tenant = request.tenant, filter = request.filter
        let known = libraries.withLock { $0.library(of: tenant) } ?? VectorLibrary(dimensions: embedding.components.count)
        let nearest = try await transactions(of: tenant).readOneMoment { connection -> Nearest in
            guard let library = try connection.searchLibrary(of: tenant) else { return .found([]) }
            if library.comparesVectors {
                return try .found(connection.nearest(to: embedding, of: tenant, among: filter, limit: limit))
            }
            var vectors = known
            if vectors.generation != library.generation { try vectors.follow(connection, tenant, to: library.generation) }
            return try .vectors(vectors, rows: vectors.rows(of: filter.isEmpty ? nil : connection.documents(of: tenant, among: filter)))
        }
        switch nearest {
        case .found(let ranked): return ranked
        case .vectors(let vectors, let rows):
            libraries.withLock { $0.keep(vectors, of: tenant, within: memoryLimit) }
            return await vectors.table.nearest(to: embedding, count: limit, among: rows).map {
                RankedPlace(chunk: vectors.chunks[$0.row], score: Double($0.similarity))
            }.sorted(by: RankedPlace.isBetter)
        }
    }

    /// What the server does of a search by vectors.
    private enum Nearest: Sendable {
        case found([RankedPlace])
        /// The vectors, and which of them are searched.
        case vectors(VectorLibrary, rows: RowSet)
    }

    /// The first chunk of each document, in the order of the documents' ids.
    private func firstChunks(_ request: SearchRequest) async throws -> [RankedPlace] {
        try await transactions(of: request.tenant).read { connection in
            let documents = try connection.execute(
                """
                SELECT d.number, d.id FROM search_documents d WHERE d.tenant_id = \(request.tenant) AND d.chunks > 0 AND \(request.filter.condition)
                """
            ).map { try (number: $0.next(Int.self), id: SearchKey.text(ofColumn: $0.next())) }
            return documents.leading(request.limit) { $0.id < $1.id }.map {
                RankedPlace(chunk: ChunkPlace(document: $0.number, place: 0), score: 0)
            }
        }
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
}

extension PostgresConnection {
    /// How many words are looked for in one statement.
    private static let wordsInOneStatement = 16

    /// The documents that a filter admits.
    fileprivate func documents(of tenant: TenantID, among filter: SearchFilter) throws -> [Int] {
        try execute("SELECT d.number FROM search_documents d WHERE d.tenant_id = \(tenant) AND \(filter.condition)").map { try $0.next() }
    }

    /// Where words stand: in all documents, with those marked that are searched.
    fileprivate func occurrences(of words: [String], of tenant: TenantID, among filter: SearchFilter) throws -> [[BestByWords.Occurrence]] {
        let admission: PostgresQuery =
            filter.isEmpty
            ? "true"
            : "w.document IN (SELECT d.number FROM search_documents d WHERE d.tenant_id = \(tenant) AND \(filter.condition))"
        var found = [[BestByWords.Occurrence]](repeating: [], count: words.count)
        for first in stride(from: 0, to: words.count, by: Self.wordsInOneStatement) {
            let some = PostgresArray(Array(words[first..<min(first + Self.wordsInOneStatement, words.count)]))
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
    fileprivate func nearest(
        to embedding: Embedding, of tenant: TenantID, among filter: SearchFilter, limit: Int
    ) throws -> [RankedPlace] {
        let query = PostgresArray(single: embedding.components)
        let admission: PostgresQuery =
            filter.isEmpty
            ? "" : " AND v.document IN (SELECT d.number FROM search_documents d WHERE d.tenant_id = \(tenant) AND \(filter.condition))"
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
