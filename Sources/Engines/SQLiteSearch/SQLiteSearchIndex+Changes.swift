public import ExtractionKit
internal import Foundation
internal import GRDB
internal import Synchronization

extension SQLiteSearchIndex {
    /// Puts a document's chunks and attributes in the place of whatever the index has of it.
    public func replace(_ document: IndexedDocument) async throws {
        try document.validate(for: space)
        let precision = precision
        let change = try await Self.reporting {
            try await pool.write { database in
                let tenant = try SearchTenant.numbered(database, document.tenant)
                let removed = try tenant.remove(database, document.id)
                return try tenant.add(database, document, precision, removed: removed)
            }
        }
        follow(change, of: document.tenant)
    }

    /// Removes every chunk of a tenant's document.
    public func remove(documentID: String, of tenant: TenantID) async throws {
        let change = try await Self.reporting {
            try await pool.write { database -> LibraryCache.Change? in
                guard let owner = try SearchTenant(database, tenant) else { return nil }
                let removed = try owner.remove(database, documentID)
                return try LibraryCache.Change(
                    generation: owner.nextGeneration(database, added: -removed.count), removed: removed, added: [])
            }
        }
        if let change { follow(change, of: tenant) }
    }

    private func follow(_ change: LibraryCache.Change, of tenant: TenantID) {
        caches.withLock { caches in
            // A cache that can't follow is read again by the next search.
            if caches[tenant]?.follow(change) == false { caches[tenant] = nil }
        }
    }
}

/// A tenant's part of the database.
struct SearchTenant {
    let id: Int64
    let name: String

    /// The tenant; `nil` for one that never had a document.
    init?(_ database: Database, _ tenant: TenantID) throws {
        let number = try Int64.fetchOne(
            database, sql: "SELECT id FROM search_tenants WHERE tenant = ?", arguments: [tenant.rawValue])
        guard let number else { return nil }
        id = number
        name = tenant.rawValue
    }

    /// The tenant, made known if need be.
    static func numbered(_ database: Database, _ tenant: TenantID) throws -> SearchTenant {
        if let known = try SearchTenant(database, tenant) { return known }
        try database.execute(sql: "INSERT INTO search_tenants (tenant) VALUES (?)", arguments: [tenant.rawValue])
        let made = try SearchTenant(database, tenant)
        guard let made else { throw ExtractionError(.engineFailure, "The search index lost a row that it just wrote.") }
        // Only the words' index is kept: the words themselves stand in the chunks.
        try database.execute(
            sql: "CREATE VIRTUAL TABLE \(made.words) USING fts5(words, content = '', tokenize = \"unicode61 remove_diacritics 0\")")
        try database.execute(sql: "CREATE VIRTUAL TABLE \(made.terms) USING fts5vocab(\(made.words), instance)")
        return made
    }

    /// The table of words: a fixed name and a number.
    var words: String { "search_words_\(id)" }

    /// The view of that table by words and where they stand.
    var terms: String { "search_terms_\(id)" }

    /// How many chunks the tenant has.
    func chunkCount(_ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT chunks FROM search_tenants WHERE id = ?", arguments: [id]) ?? 0
    }

    /// How often the tenant's documents were changed.
    func generation(_ database: Database) throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT generation FROM search_tenants WHERE id = ?", arguments: [id]) ?? 0
    }

    /// Counts a change that so many more chunks came with than went.
    func nextGeneration(_ database: Database, added: Int) throws -> Int64 {
        try database.execute(
            sql: "UPDATE search_tenants SET generation = generation + 1, chunks = chunks + ? WHERE id = ?", arguments: [added, id])
        return try generation(database)
    }

    /// Removes a document.
    ///
    /// - Returns: Its chunks.
    func remove(_ database: Database, _ document: String) throws -> [LibraryCache.Change.Removed] {
        let found = try Int64.fetchOne(
            database, sql: "SELECT id FROM search_documents WHERE tenant = ? AND document = ?", arguments: [name, document])
        guard let found else { return [] }
        let chunks = try Row.fetchAll(database, sql: "SELECT id, chunk FROM search_chunks WHERE document = ?", arguments: [found])
        let forget = try database.makeStatement(sql: "INSERT INTO \(words) (\(words), rowid, words) VALUES ('delete', ?, ?)")
        var removed: [LibraryCache.Change.Removed] = []
        for row in chunks {
            let id: Int64 = row["id"], data: Data = row["chunk"]
            // An index without content is told what it forgets: the same words that it was given.
            let words = CountedWords(try JSONDecoder().decode(Chunk.self, from: data).textInContext)
            try forget.execute(arguments: [id, words.text])
            removed.append(LibraryCache.Change.Removed(chunk: id, words: words.counts, length: words.length))
        }
        try database.execute(sql: "DELETE FROM search_documents WHERE id = ?", arguments: [found])
        return removed
    }

    /// Adds a document that isn't there.
    func add(
        _ database: Database, _ document: IndexedDocument, _ precision: VectorTable.Precision, removed: [LibraryCache.Change.Removed]
    ) throws -> LibraryCache.Change {
        let encoder = JSONEncoder()
        let attributes = document.attributes
        try database.execute(
            sql: "INSERT INTO search_documents (tenant, document, folder, type, date, attributes) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
                name, document.id, attributes.folder, attributes.type, attributes.date?.description, encoder.encode(attributes),
            ])
        let owner = database.lastInsertedRowID
        let field = try database.makeStatement(sql: "INSERT INTO search_fields (document, name, words, number, day) VALUES (?, ?, ?, ?, ?)")
        for (name, values) in attributes.fields {
            for value in values {
                switch value {
                case .text(let text): try field.execute(arguments: [owner, name, SearchWord.normalized(text), nil, nil])
                case .number(let number): try field.execute(arguments: [owner, name, nil, number, nil])
                case .date(let date): try field.execute(arguments: [owner, name, nil, nil, date.description])
                }
            }
        }
        let insert = try database.makeStatement(
            sql: "INSERT INTO search_chunks (document, number, length, chunk, vector) VALUES (?, ?, ?, ?, ?)")
        let index = try database.makeStatement(sql: "INSERT INTO \(words) (rowid, words) VALUES (?, ?)")
        var added: [LibraryCache.Row] = []
        for chunk in document.chunks {
            let vector = chunk.embedding.map { VectorBlob($0.embedding, precision) }
            let words = CountedWords(chunk.chunk.textInContext)
            try insert.execute(arguments: [owner, chunk.chunk.index, words.length, encoder.encode(chunk.chunk), vector?.data])
            let id = database.lastInsertedRowID
            try index.execute(arguments: [id, words.text])
            added.append(
                LibraryCache.Row(chunk: id, document: owner, vector: vector, words: words.counts, length: words.length))
        }
        let growth = document.chunks.count - removed.count
        return try LibraryCache.Change(generation: nextGeneration(database, added: growth), removed: removed, added: added)
    }
}

/// The words of a chunk, as they are put into the full-text index.
private struct CountedWords {
    /// The words with blanks between them.
    var text = ""
    /// How often each stands there.
    var counts: [String: UInt32] = [:]
    /// How many there are.
    var length = 0

    init(_ chunk: String) {
        for word in SearchWord.all(in: chunk) {
            text += text.isEmpty ? word.text : " " + word.text
            counts[word.text, default: 0] += 1
            length += 1
        }
    }
}
