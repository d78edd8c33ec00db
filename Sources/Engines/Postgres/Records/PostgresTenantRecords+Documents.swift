internal import ExtractionKit

extension PostgresTenantRecords {
    func add(_ document: DocumentRecord) async throws {
        let error = try document.status.error.map { try RecordJSON.text(of: $0) }
        try await transactions.write { [tenant] connection in
            try connection.requireFolder(document.folder, of: tenant)
            let added = try connection.execute(
                """
                INSERT INTO documents (tenant_id, id, filename, media_type, byte_count, sha256, page_count, mode, state, error, folder, created_at, updated_at)
                VALUES (\(tenant), \(document.id), \(document.filename), \(document.mediaType.rawValue), \(document.byteCount), \(document.sha256),
                        \(document.pageCount), \(document.mode.rawValue), \(document.status.state.rawValue), \(error), \(document.folder),
                        \(document.createdAt), \(document.updatedAt))
                ON CONFLICT DO NOTHING
                """)
            guard added.count == 1 else { throw ExtractionError.taken("a document") }
        }
    }

    func document(_ id: String) async throws -> DocumentRecord? {
        try await transactions.read { [tenant] connection in
            var row = try connection.execute("SELECT " + documentColumns + " FROM documents d WHERE tenant_id = \(tenant) AND id = \(id)")
                .first
            return try row?.nextDocument()
        }
    }

    func move(_ change: StatusChange) async throws -> DocumentRecord {
        try await transactions.write { [tenant] connection in
            var record = try connection.lockedDocument(change.document, of: tenant)
            try record.apply(change)
            let error = try record.status.error.map { try RecordJSON.text(of: $0) }
            try connection.execute(
                """
                UPDATE documents SET state = \(record.status.state.rawValue), error = \(error), page_count = \(record.pageCount), updated_at = \(record.updatedAt)
                WHERE tenant_id = \(tenant) AND id = \(record.id)
                """)
            return record
        }
    }

    func file(_ document: String, in folder: String?, at moment: Timestamp) async throws {
        try await transactions.write { [tenant] connection in
            try connection.requireFolder(folder, of: tenant)
            let changed = try connection.execute(
                """
                UPDATE documents SET folder = \(folder), updated_at = greatest(updated_at, \(moment))
                WHERE tenant_id = \(tenant) AND id = \(document)
                """)
            guard changed.count == 1 else { throw ExtractionError.unknown("document") }
        }
    }

    func removeDocument(_ id: String) async throws {
        try await transactions.write { [tenant] connection in
            var row = try connection.execute("DELETE FROM documents WHERE tenant_id = \(tenant) AND id = \(id) RETURNING sha256").first
            guard let sha256 = try row?.next(String.self) else { throw ExtractionError.unknown("document") }
            try connection.execute(
                """
                DELETE FROM recognitions WHERE tenant_id = \(tenant) AND sha256 = \(sha256)
                AND NOT EXISTS (SELECT FROM documents WHERE tenant_id = \(tenant) AND sha256 = \(sha256))
                """)
        }
    }

    func documents(_ query: LibraryQuery) async throws -> RecordPage<LibraryItem> {
        let place = try query.page.libraryPlace()
        let limit = query.page.clampedLimit
        return try await transactions.read { [tenant] connection in
            let items = try connection.execute(LibrarySelection(tenant: tenant, query: query, place: place, limit: limit + 1).statement)
                .map { try $0.nextItem() }
            let last = items.count > limit ? items[limit - 1].document : nil
            return RecordPage(
                items: Array(items.prefix(limit)), next: last.map { RecordCursor(rawValue: "\($0.createdAt.milliseconds) \($0.id)") })
        }
    }

    func slowDocuments(over milliseconds: Double, limit: Int) async throws -> [LibraryItem] {
        let limit = RecordPageRequest(limit: limit).clampedLimit
        return try await transactions.read { [tenant] connection in
            try connection.execute(
                "SELECT " + itemColumns
                    + " FROM documents d" + latestOfEach
                    + " WHERE d.tenant_id = \(tenant) AND d.latest_milliseconds > \(milliseconds)"
                    + " ORDER BY d.latest_milliseconds DESC, d.id DESC LIMIT \(limit)"
            ).map { try $0.nextItem() }
        }
    }

    func add(_ folder: Folder) async throws {
        try await transactions.write { [tenant] connection in
            let known = try connection.execute("SELECT 1 FROM folders WHERE tenant_id = \(tenant) AND id = \(folder.id)")
            guard known.count == 0 else { throw ExtractionError.taken("a folder") }
            try connection.requireFolder(folder.parent, of: tenant)
            let added = try connection.execute(
                """
                INSERT INTO folders (tenant_id, id, name, parent, created_at)
                VALUES (\(tenant), \(folder.id), \(folder.name), \(folder.parent), \(folder.createdAt)) ON CONFLICT DO NOTHING
                """)
            guard added.count == 1 else { throw ExtractionError.taken("a folder") }
        }
    }

    func folders() async throws -> [Folder] {
        try await transactions.read { [tenant] connection in
            try connection.execute("SELECT id, name, parent, created_at FROM folders WHERE tenant_id = \(tenant) ORDER BY name, id").map {
                row in
                try Folder(id: row.next(), name: row.next(), parent: row.nextIfPresent(), createdAt: row.next())
            }
        }
    }

    func removeFolder(_ id: String) async throws {
        try await transactions.write { [tenant] connection in
            guard try connection.execute("SELECT 1 FROM folders WHERE tenant_id = \(tenant) AND id = \(id) FOR UPDATE").count == 1 else {
                throw ExtractionError.unknown("folder")
            }
            guard try connection.execute("SELECT 1 FROM folders WHERE tenant_id = \(tenant) AND parent = \(id) LIMIT 1").count == 0 else {
                throw ExtractionError.folderInUse
            }
            try connection.execute("UPDATE documents SET folder = NULL WHERE tenant_id = \(tenant) AND folder = \(id)")
            try connection.execute("DELETE FROM folders WHERE tenant_id = \(tenant) AND id = \(id)")
        }
    }
}

private let documentColumns: PostgresQuery =
    "d.id, d.filename, d.media_type, d.byte_count, d.sha256, d.page_count, d.mode, d.state, d.error, d.folder, d.created_at, d.updated_at"

private let itemColumns: PostgresQuery =
    documentColumns + ", e.sequence, e.created_at, e.document_type, e.mode, e.field_count, e.lowest_confidence, e.milliseconds"

/// One by one, for the few documents of a page: the planner would rather read a whole small table than look into an index 50 times.
private let latestOfEach: PostgresQuery = """
     LEFT JOIN LATERAL (
        SELECT * FROM extractions x WHERE x.tenant_id = d.tenant_id AND x.sequence = d.latest_sequence LIMIT 1) e ON true
    """

/// A page of the library as a statement that walks an index from the newest document on, whatever the filters.
struct LibrarySelection {
    var tenant: TenantID
    var query: LibraryQuery
    var place: (Timestamp, String)?
    var limit: Int

    var statement: PostgresQuery {
        "SELECT " + itemColumns + " FROM (" + documents + ") d"
            + latestOfEach
            + " ORDER BY d.created_at DESC, d.id DESC LIMIT \(limit)"
    }

    private var documents: PostgresQuery {
        guard let field = query.field else {
            return "SELECT d.* FROM documents d WHERE d.tenant_id = \(tenant)" + filters + before("d.created_at", "d.id")
                + " ORDER BY d.created_at DESC, d.id DESC LIMIT \(limit)"
        }
        // A list for each way to write the value, each in order; a document in two of them counts once.
        let lists = field.keys.map { key -> PostgresQuery in
            "(SELECT d.* FROM lookups l JOIN documents d ON d.tenant_id = l.tenant_id AND d.id = l.document"
                + " WHERE l.tenant_id = \(tenant) AND l.name = \(field.name) AND l.key = \(key)" + filters
                + before("l.created_at", "l.document") + " ORDER BY l.created_at DESC, l.document DESC LIMIT \(limit))"
        }
        guard let first = lists.first else { return "SELECT d.* FROM documents d WHERE false" }
        guard lists.count > 1 else { return first }
        let all = lists.dropFirst().reduce(first) { $0 + " UNION ALL " + $1 }
        return "SELECT DISTINCT ON (d.created_at, d.id) d.* FROM (" + all + ") d ORDER BY d.created_at DESC, d.id DESC"
    }

    private var filters: PostgresQuery {
        var filters: PostgresQuery = ""
        if let folder = query.folder { filters = filters + " AND d.folder = \(folder)" }
        if let state = query.state { filters = filters + " AND d.state = \(state.rawValue)" }
        if let sha256 = query.sha256 { filters = filters + " AND d.sha256 = \(sha256)" }
        if query.isCorrected { filters = filters + " AND d.is_corrected" }
        return filters
    }

    private func before(_ moment: PostgresQuery, _ id: PostgresQuery) -> PostgresQuery {
        guard let place else { return "" }
        return " AND (" + moment + ", " + id + ") < (\(place.0), \(place.1))"
    }
}

extension RecordPageRequest {
    /// What a cursor of the library says: the moment and the id of the last document before.
    fileprivate func libraryPlace() throws -> (Timestamp, String)? {
        guard let after else { return nil }
        let parts = after.rawValue.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let milliseconds = Int64(parts[0]) else { throw RecordCursor.invalid }
        return (Timestamp(milliseconds: milliseconds), String(parts[1]))
    }
}

extension PostgresConnection {
    func requireFolder(_ id: String?, of tenant: TenantID) throws {
        guard let id else { return }
        // Locked against its removal, not against changes.
        guard try execute("SELECT 1 FROM folders WHERE tenant_id = \(tenant) AND id = \(id) FOR KEY SHARE").count == 1 else {
            throw ExtractionError.unknown("folder")
        }
    }

    /// A document that nobody else changes until the transaction ends.
    func lockedDocument(_ id: String, of tenant: TenantID) throws -> DocumentRecord {
        var row = try execute(
            "SELECT " + documentColumns + " FROM documents d WHERE tenant_id = \(tenant) AND id = \(id) FOR NO KEY UPDATE"
        ).first
        guard let document = try row?.nextDocument() else { throw ExtractionError.unknown("document") }
        return document
    }
}

extension PostgresRow {
    fileprivate mutating func nextDocument() throws -> DocumentRecord {
        let id = try next(String.self)
        let filename = try next(String.self)
        let mediaType = MediaType(rawValue: try next())
        let byteCount = try next(Int.self)
        let sha256 = try next(String.self)
        let pageCount = try nextIfPresent(Int.self)
        guard let mode = Extraction.Mode(rawValue: try next()), let state = DocumentStatus.State(rawValue: try next()) else {
            throw PostgresDecodingError(column: 6)
        }
        let error = try nextJSONIfPresent(ErrorSummary.self)
        return try DocumentRecord(
            id: id, filename: filename, mediaType: mediaType, byteCount: byteCount, sha256: sha256, pageCount: pageCount, mode: mode,
            status: DocumentStatus(state, error: error), folder: nextIfPresent(), createdAt: next(), updatedAt: next())
    }

    fileprivate mutating func nextItem() throws -> LibraryItem {
        let document = try nextDocument()
        guard let sequence = try nextIfPresent(Int.self) else { return LibraryItem(document: document, latest: nil) }
        let createdAt = try next(Timestamp.self)
        let type = try nextIfPresent(String.self)
        guard let mode = Extraction.Mode(rawValue: try next()) else { throw PostgresDecodingError(column: 15) }
        return try LibraryItem(
            document: document,
            latest: ExtractionSummary(
                sequence: sequence, createdAt: createdAt, documentType: type, mode: mode, fieldCount: next(),
                lowestConfidence: nextIfPresent(), milliseconds: next()))
    }
}
