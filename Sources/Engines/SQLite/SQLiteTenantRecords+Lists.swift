internal import ExtractionKit
internal import GRDB

extension SQLiteTenantRecords {
    func add(_ folder: Folder) async throws {
        try await database.write { connection in
            let sql = "SELECT 1 FROM folder WHERE tenant = ? AND id = ?"
            guard try Row.fetchOne(connection, sql: sql, arguments: [mine, folder.id]) == nil else {
                throw ExtractionError.taken("a folder")
            }
            try requireFolder(folder.parent, connection)
            try connection.execute(
                sql: "INSERT INTO folder (tenant, id, name, parent, created_at) VALUES (?, ?, ?, ?, ?)",
                arguments: [mine, folder.id, folder.name, folder.parent, folder.createdAt.milliseconds])
        }
    }

    func folders() async throws -> [Folder] {
        try await database.read { connection in
            try Row.fetchAll(
                connection, sql: "SELECT id, name, parent, created_at FROM folder WHERE tenant = ? ORDER BY name, id", arguments: [mine]
            ).map { Folder(id: $0[0], name: $0[1], parent: $0[2], createdAt: Timestamp(milliseconds: $0[3])) }
        }
    }

    func removeFolder(_ id: String) async throws {
        try await database.write { connection in
            try requireFolder(id, connection)
            let sql = "SELECT 1 FROM folder WHERE tenant = ? AND parent = ?"
            guard try Row.fetchOne(connection, sql: sql, arguments: [mine, id]) == nil else { throw ExtractionError.folderInUse }
            try connection.execute(
                sql: "UPDATE document SET folder = NULL WHERE tenant = ? AND folder = ?", arguments: [mine, id])
            try connection.execute(sql: "DELETE FROM folder WHERE tenant = ? AND id = ?", arguments: [mine, id])
        }
    }

    func add(_ key: APIKey) async throws {
        let json = try StoredJSON.text(key)
        try await database.write { connection in
            let sql = "SELECT 1 FROM api_key WHERE tenant = ? AND id = ?"
            guard try Row.fetchOne(connection, sql: sql, arguments: [mine, key.id]) == nil else { throw ExtractionError.taken("a key") }
            try connection.execute(
                sql: "INSERT INTO api_key (tenant, id, created_at, api_key) VALUES (?, ?, ?, ?)",
                arguments: [mine, key.id, key.createdAt.milliseconds, json])
        }
    }

    func apiKey(_ id: String) async throws -> APIKey? { try await database.read { try apiKey(id, $0) } }

    private func apiKey(_ id: String, _ connection: Database) throws -> APIKey? {
        try String.fetchOne(connection, sql: "SELECT api_key FROM api_key WHERE tenant = ? AND id = ?", arguments: [mine, id])
            .map { try StoredJSON.value(APIKey.self, from: $0) }
    }

    func apiKeys() async throws -> [APIKey] {
        try await database.read { connection in
            try String.fetchAll(
                connection, sql: "SELECT api_key FROM api_key WHERE tenant = ? ORDER BY created_at, id", arguments: [mine])
        }.map { try StoredJSON.value(APIKey.self, from: $0) }
    }

    func revokeAPIKey(_ id: String, at moment: Timestamp) async throws {
        try await database.write { connection in
            guard var key = try apiKey(id, connection) else { throw ExtractionError.unknown("key") }
            key.revokedAt = key.revokedAt ?? moment
            try connection.execute(
                sql: "UPDATE api_key SET api_key = ? WHERE tenant = ? AND id = ?", arguments: [StoredJSON.text(key), mine, id])
        }
    }

    func log(_ entries: [ActivityEntry]) async throws {
        try await database.write { connection in
            let insertion = try connection.cachedStatement(
                sql: "INSERT INTO activity (tenant, id, entry) VALUES (?, ?, ?) ON CONFLICT (tenant, id) DO NOTHING")
            for entry in entries { try insertion.execute(arguments: [mine, entry.id, StoredJSON.text(entry)]) }
        }
    }

    func activity(_ page: RecordPageRequest) async throws -> RecordPage<ActivityEntry> {
        let last = try page.numberBefore()
        let rows = try await database.read { connection in
            try Row.fetchAll(
                connection, sql: "SELECT number, entry FROM activity WHERE tenant = ? AND number < ? ORDER BY number DESC LIMIT ?",
                arguments: [mine, last, page.clampedLimit + 1]
            ).map { (number: $0[0] as Int64, json: $0[1] as String) }
        }
        return try page.page(rows) {
            "\($0.number)"
        } element: {
            try StoredJSON.value(ActivityEntry.self, from: $0.json)
        }
    }
}
