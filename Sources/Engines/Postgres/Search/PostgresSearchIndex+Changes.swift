public import ExtractionKit

extension PostgresSearchIndex {
    /// How many chunks go to the server at once.
    private static let batch = 500

    /// Puts a document's chunks and attributes in the place of whatever the index has of it.
    public func replace(_ document: IndexedDocument) async throws {
        try document.validate(for: space)
        var document = document
        document.chunks.sort { $0.chunk.index < $1.chunk.index }
        let rows = try DocumentRows(document)
        let tenant = document.tenant
        let dimensions = space?.dimensions ?? 0
        try await transactions(of: tenant).write { connection in
            try connection.lockSearchLibrary(of: tenant)
            let gone = try connection.removeSearchDocument(rows.key, of: tenant)
            let number = try connection.add(rows, of: tenant)
            for first in stride(from: 0, to: rows.bodies.count, by: Self.batch) {
                try connection.addChunks(of: rows, first..<min(first + Self.batch, rows.bodies.count), dimensions, to: number, of: tenant)
            }
            try connection.changeSearchLibrary(
                of: tenant, chunks: rows.bodies.count - gone.chunks, length: rows.length - gone.length)
        }
    }

    /// Removes every chunk of a tenant's document.
    public func remove(documentID: String, of tenant: TenantID) async throws {
        let key = SearchKey.key(documentID)
        try await transactions(of: tenant).write { connection in
            try connection.lockSearchLibrary(of: tenant)
            let gone = try connection.removeSearchDocument(key, of: tenant)
            try connection.changeSearchLibrary(of: tenant, chunks: -gone.chunks, length: -gone.length)
        }
    }
}

/// A document as the tables take it.
private struct DocumentRows: Sendable {
    var key: String
    var id: String
    var folder: String
    var type: String?
    var day: String?
    var attributes: String
    var fields: [Field] = []
    /// The chunks as JSON, by their places.
    var bodies: [String]
    /// The vectors of the chunks that have one, and the places of these.
    var vectors: [(place: Int, components: [Float])]
    /// The words as the index takes them, each once.
    var words: [String]
    var places: [DocumentWords.Row]
    /// The number of words in all chunks.
    var length: Int

    struct Field: Sendable {
        var name: String
        var words: String?
        var value: Double?
        var day: String?
    }

    /// Prepares a document whose chunks are in order.
    init(_ document: IndexedDocument) throws {
        key = SearchKey.key(document.id)
        id = SearchKey.column(document.id)
        folder = SearchKey.column(document.attributes.folder)
        type = document.attributes.type.map(SearchKey.column)
        day = document.attributes.date?.description
        attributes = try RecordJSON.text(of: document.attributes)
        bodies = try document.chunks.map { try RecordJSON.text(of: $0.chunk) }
        vectors = document.chunks.enumerated().compactMap { place, chunk in
            chunk.embedding.map { (place, $0.embedding.components) }
        }
        let found = DocumentWords(document.chunks)
        words = found.postings.keys.sorted()
        places = found.rows
        length = found.length
        for (name, values) in document.attributes.fields.sorted(by: { $0.key < $1.key }) {
            let name = SearchKey.column(name)
            for value in values {
                switch value {
                case .text(let text): fields.append(Field(name: name, words: SearchKey.words(SearchWord.normalized(text))))
                case .number(let number): fields.append(Field(name: name, value: number))
                case .date(let date): fields.append(Field(name: name, day: date.description))
                }
            }
        }
    }
}

extension PostgresConnection {
    /// Counts a change of a tenant's documents. Whoever else changes one waits until the transaction ends.
    fileprivate func lockSearchLibrary(of tenant: TenantID) throws {
        try execute(
            """
            INSERT INTO search_libraries AS l (tenant_id) VALUES (\(tenant))
            ON CONFLICT (tenant_id) DO UPDATE SET generation = greatest(l.generation + 1, excluded.generation)
            """)
    }

    fileprivate func changeSearchLibrary(of tenant: TenantID, chunks: Int, length: Int) throws {
        guard chunks != 0 || length != 0 else { return }
        try execute(
            "UPDATE search_libraries SET chunks = chunks + \(chunks), length = length + \(length) WHERE tenant_id = \(tenant)")
    }

    /// Removes a document with everything that hangs on it.
    ///
    /// - Returns: The number of its chunks and of their words.
    fileprivate func removeSearchDocument(_ key: String, of tenant: TenantID) throws -> (chunks: Int, length: Int) {
        var row = try execute(
            """
            WITH gone AS (
                DELETE FROM search_documents WHERE tenant_id = \(tenant) AND key = \(key) RETURNING number, chunks, length, words
            ), gone_words AS (
                DELETE FROM search_words w USING gone, unnest(gone.words) AS u (word)
                WHERE w.tenant_id = \(tenant) AND w.word = u.word AND w.document = gone.number
            )
            SELECT chunks, length FROM gone
            """
        ).first
        return try (row?.next() ?? 0, row?.next() ?? 0)
    }

    /// Adds a document that isn't there, without its chunks.
    ///
    /// - Returns: Its number.
    fileprivate func add(_ rows: DocumentRows, of tenant: TenantID) throws -> Int {
        var row = try execute(
            """
            INSERT INTO search_documents (tenant_id, key, id, folder, type, day, attributes, chunks, length, words)
            VALUES (\(tenant), \(rows.key), \(rows.id), \(rows.folder), \(rows.type), \(rows.day), \(rows.attributes), \(rows.bodies.count),
                    \(rows.length), \(PostgresArray(rows.words)))
            RETURNING number
            """
        ).first
        guard let number = try row?.next(Int.self) else {
            throw ExtractionError(.engineFailure, "The search index lost a row that it just wrote.").scoped(stage: .storage)
        }
        let fields = rows.fields
        if !fields.isEmpty {
            try execute(
                """
                INSERT INTO search_fields (tenant_id, document, place, name, words, value, day)
                SELECT \(tenant), \(number), f.place, f.name, f.words, f.value, f.day
                FROM unnest(\(PostgresArray(fields.map(\.name))), \(PostgresArray(fields.map(\.words))), \(PostgresArray(fields.map(\.value))),
                            \(PostgresArray(fields.map(\.day)))) WITH ORDINALITY AS f (name, words, value, day, place)
                """)
        }
        let places = rows.places
        if !places.isEmpty {
            try execute(
                """
                INSERT INTO search_words (tenant_id, word, document, part, postings)
                SELECT \(tenant), w.word, \(number), w.part, w.postings
                FROM unnest(\(PostgresArray(places.map(\.word))), \(PostgresArray(places.map(\.part))), \(PostgresArray(places.map(\.postings))))
                    AS w (word, part, postings)
                """)
        }
        return number
    }

    /// Adds chunks of a document, and their vectors.
    fileprivate func addChunks(
        of rows: DocumentRows, _ places: Range<Int>, _ dimensions: Int, to number: Int, of tenant: TenantID
    ) throws {
        try execute(
            """
            INSERT INTO search_chunks (tenant_id, document, place, body)
            SELECT \(tenant), \(number), c.place, c.body::json FROM unnest(\(PostgresArray(Array(places))), \(PostgresArray(Array(rows.bodies[places]))))
                AS c (place, body)
            """)
        let vectors = rows.vectors.filter { places.contains($0.place) }
        guard !vectors.isEmpty else { return }
        // All components in one array, of which each row takes its part: as an array, or as what pgvector makes of one.
        let components = PostgresArray(single: vectors.flatMap(\.components))
        try execute(
            """
            INSERT INTO search_vectors (tenant_id, document, place, vector)
            SELECT \(tenant), \(number), v.place, (\(components))[((v.number - 1) * \(dimensions) + 1)::int : (v.number * \(dimensions))::int]
            FROM unnest(\(PostgresArray(vectors.map(\.place)))) WITH ORDINALITY AS v (place, number)
            """)
    }
}
