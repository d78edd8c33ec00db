internal import ExtractionKit
internal import GRDB

extension SQLiteTenantRecords {
    func add(_ document: DocumentRecord) async throws {
        let error = try document.status.error.map(StoredJSON.text)
        try await database.write { connection in
            let sql = "SELECT 1 FROM document WHERE tenant = ? AND id = ?"
            guard try Row.fetchOne(connection, sql: sql, arguments: [mine, document.id]) == nil else {
                throw ExtractionError.taken("a document")
            }
            try requireFolder(document.folder, connection)
            try connection.execute(
                sql: """
                    INSERT INTO document (tenant, id, filename, media_type, byte_count, sha256, page_count, mode, state, error, folder,
                        created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    mine, document.id, document.filename, document.mediaType.rawValue, document.byteCount, document.sha256,
                    document.pageCount, document.mode.rawValue, document.status.state.rawValue, error, document.folder,
                    document.createdAt.milliseconds, document.updatedAt.milliseconds,
                ])
        }
    }

    func document(_ id: String) async throws -> DocumentRecord? { try await database.read { try document(id, $0) } }

    private func document(_ id: String, _ connection: Database) throws -> DocumentRecord? {
        let sql = "SELECT \(DocumentRow.columns) FROM document d WHERE tenant = ? AND id = ?"
        return try Row.fetchOne(connection.cachedStatement(sql: sql), arguments: [mine, id]).map(DocumentRow.document)
    }

    func move(_ change: StatusChange) async throws -> DocumentRecord {
        try await database.write { connection in
            guard var document = try document(change.document, connection) else { throw ExtractionError.unknown("document") }
            try document.apply(change)
            try connection.execute(
                sql: "UPDATE document SET state = ?, error = ?, page_count = ?, updated_at = ? WHERE tenant = ? AND id = ?",
                arguments: [
                    document.status.state.rawValue, document.status.error.map(StoredJSON.text), document.pageCount,
                    document.updatedAt.milliseconds, mine, document.id,
                ])
            return document
        }
    }

    func file(_ document: String, in folder: String?, at moment: Timestamp) async throws {
        try await database.write { connection in
            try requireFolder(folder, connection)
            try connection.execute(
                sql: "UPDATE document SET folder = ?, updated_at = max(updated_at, ?) WHERE tenant = ? AND id = ?",
                arguments: [folder, moment.milliseconds, mine, document])
            guard connection.changesCount == 1 else { throw ExtractionError.unknown("document") }
        }
    }

    func removeDocument(_ id: String) async throws {
        try await database.write { connection in
            guard let document = try document(id, connection) else { throw ExtractionError.unknown("document") }
            try connection.execute(sql: "DELETE FROM document WHERE tenant = ? AND id = ?", arguments: [mine, id])
            try connection.execute(
                sql: """
                    DELETE FROM recognition WHERE tenant = ?1 AND sha256 = ?2
                        AND NOT EXISTS (SELECT 1 FROM document WHERE tenant = ?1 AND sha256 = ?2)
                    """, arguments: [mine, document.sha256])
        }
    }

    func documents(_ query: LibraryQuery) async throws -> RecordPage<LibraryItem> {
        let selections = try LibrarySelection.all(for: query, of: mine)
        let rows = try await database.read { connection in
            try selections.flatMap { selection in
                try Row.fetchAll(connection.cachedStatement(sql: selection.sql), arguments: selection.arguments)
                    .map { try (document: DocumentRow.document($0), item: DocumentRow.item($0)) }
            }
        }
        var items = rows.map(\.item)
        if selections.count > 1 {
            // A document may have several of the values.
            var seen: Set<String> = []
            items = items.filter { seen.insert($0.document.id).inserted }
                .sorted { ($0.document.createdAt, $0.document.id) > ($1.document.createdAt, $1.document.id) }
        }
        return query.page.page(items) {
            "\($0.document.createdAt.milliseconds) \($0.document.id)"
        } element: {
            $0
        }
    }

    func slowDocuments(over milliseconds: Double, limit: Int) async throws -> [LibraryItem] {
        let sql = """
            SELECT \(DocumentRow.columns), \(DocumentRow.summaryColumns) FROM document d JOIN extraction e ON e.sequence = d.latest
            WHERE d.tenant = ? AND d.latest_milliseconds > ? ORDER BY d.latest_milliseconds DESC, d.id DESC LIMIT ?
            """
        return try await database.read { connection in
            try Row.fetchAll(
                connection, sql: sql, arguments: [mine, milliseconds, RecordPageRequest(limit: limit).clampedLimit]
            ).map(DocumentRow.item)
        }
    }
}

/// The columns of a document and of its latest extraction, and what they make.
enum DocumentRow {
    static let columns = """
        d.id, d.filename, d.media_type, d.byte_count, d.sha256, d.page_count, d.mode, d.state, d.error, d.folder, d.created_at, d.updated_at
        """
    static let summaryColumns = """
        e.sequence, e.created_at, e.document_type, e.mode, e.field_count, e.lowest_confidence, e.milliseconds
        """

    static func document(_ row: Row) throws -> DocumentRecord {
        guard let mode = Extraction.Mode(rawValue: row[6]), let state = DocumentStatus.State(rawValue: row[7]) else {
            throw ExtractionError(
                .schemaMismatch, "A document has a status or a mode that this version doesn't know; use the version that wrote it.")
        }
        let error = try (row[8] as String?).map { try StoredJSON.value(ErrorSummary.self, from: $0) }
        return DocumentRecord(
            id: row[0], filename: row[1], mediaType: MediaType(rawValue: row[2]), byteCount: row[3], sha256: row[4], pageCount: row[5],
            mode: mode, status: DocumentStatus(state, error: error), folder: row[9], createdAt: Timestamp(milliseconds: row[10]),
            updatedAt: Timestamp(milliseconds: row[11]))
    }

    static func item(_ row: Row) throws -> LibraryItem {
        let document = try document(row)
        guard let sequence = row[12] as Int?, let mode = Extraction.Mode(rawValue: row[15]) else {
            return LibraryItem(document: document, latest: nil)
        }
        let latest = ExtractionSummary(
            sequence: sequence, createdAt: Timestamp(milliseconds: row[13]), documentType: row[14], mode: mode, fieldCount: row[16],
            lowestConfidence: row[17], milliseconds: row[18])
        return LibraryItem(document: document, latest: latest)
    }
}

/// A statement for a page of a library. It is composed of literals only; values are its arguments.
struct LibrarySelection: Sendable {
    var sql: String
    var arguments: StatementArguments

    /// One statement, or one for each value that is looked for: each is then read in the order of its index.
    static func all(for query: LibraryQuery, of tenant: String) throws -> [LibrarySelection] {
        guard let field = query.field else { return [try LibrarySelection(query, tenant: tenant, lookup: nil)] }
        return try field.keys.map { try LibrarySelection(query, tenant: tenant, lookup: (field.name, $0)) }
    }

    private init(_ query: LibraryQuery, tenant: String, lookup: (name: String, key: String)?) throws {
        var conditions: [String] = [], arguments: StatementArguments = []
        let (time, id) = lookup == nil ? ("d.created_at", "d.id") : ("l.created_at", "l.document")
        if let lookup {
            conditions.append("l.tenant = ? AND l.name = ? AND l.key = ?")
            arguments += [tenant, lookup.name, lookup.key]
        } else {
            conditions.append("d.tenant = ?")
            arguments += [tenant]
        }
        if let folder = query.folder {
            conditions.append("d.folder = ?")
            arguments += [folder]
        }
        if let state = query.state {
            conditions.append("d.state = ?")
            arguments += [state.rawValue]
        }
        if let sha256 = query.sha256 {
            conditions.append("d.sha256 = ?")
            arguments += [sha256]
        }
        if query.isCorrected { conditions.append("d.is_corrected = 1") }
        if let after = query.page.after {
            let parts = after.rawValue.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let milliseconds = Int64(parts[0]) else { throw RecordCursor.invalid }
            conditions.append("(\(time), \(id)) < (?, ?)")
            arguments += [milliseconds, String(parts[1])]
        }
        arguments += [query.page.clampedLimit + 1]
        // CROSS JOIN: the values lead, whatever SQLite thinks of their number.
        let source =
            lookup == nil ? "document d" : "lookup l CROSS JOIN document d ON d.tenant = l.tenant AND d.id = l.document"
        sql = """
            SELECT \(DocumentRow.columns), \(DocumentRow.summaryColumns)
            FROM \(source) LEFT JOIN extraction e ON e.sequence = d.latest
            WHERE \(conditions.joined(separator: " AND ")) ORDER BY \(time) DESC, \(id) DESC LIMIT ?
            """
        self.arguments = arguments
    }
}
