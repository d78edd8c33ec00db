internal import ExtractionKit

extension PostgresTenantRecords {
    func add(_ key: APIKey) async throws {
        try await transactions.write { [tenant] connection in
            let added = try connection.execute(
                """
                INSERT INTO api_keys (tenant_id, id, name, sha256, created_at, expires_at, revoked_at)
                VALUES (\(tenant), \(key.id), \(key.name), \(key.sha256), \(key.createdAt), \(key.expiresAt), \(key.revokedAt))
                ON CONFLICT DO NOTHING
                """)
            guard added.count == 1 else { throw ExtractionError.taken("a key") }
        }
    }

    func apiKey(_ id: String) async throws -> APIKey? {
        try await keys("SELECT " + columns + " FROM api_keys WHERE tenant_id = \(tenant) AND id = \(id)").first
    }

    func apiKeys() async throws -> [APIKey] {
        try await keys("SELECT " + columns + " FROM api_keys WHERE tenant_id = \(tenant) ORDER BY created_at, id")
    }

    private func keys(_ query: PostgresQuery) async throws -> [APIKey] {
        try await transactions.read { connection in
            try connection.execute(query).map { row in
                try APIKey(
                    id: row.next(), name: row.next(), sha256: row.next(), createdAt: row.next(), expiresAt: row.nextIfPresent(),
                    revokedAt: row.nextIfPresent())
            }
        }
    }

    func revokeAPIKey(_ id: String, at moment: Timestamp) async throws {
        try await transactions.write { [tenant] connection in
            let revoked = try connection.execute(
                "UPDATE api_keys SET revoked_at = coalesce(revoked_at, \(moment)) WHERE tenant_id = \(tenant) AND id = \(id)")
            guard revoked.count == 1 else { throw ExtractionError.unknown("key") }
        }
    }

    func log(_ entries: [ActivityEntry]) async throws {
        guard !entries.isEmpty else { return }
        try await transactions.write { [tenant] connection in
            _ = try connection.execute(
                """
                INSERT INTO activity (tenant_id, id, moment, actor, action, subject)
                SELECT \(tenant), id, moment, actor, action, subject
                FROM unnest(\(PostgresArray(entries.map(\.id))), \(PostgresArray(moments: entries.map(\.moment))), \(PostgresArray(entries.map(\.actor))),
                            \(PostgresArray(entries.map(\.action))), \(PostgresArray(entries.map(\.subject))))
                WITH ORDINALITY AS new(id, moment, actor, action, subject, place)
                ORDER BY place
                ON CONFLICT (tenant_id, id) DO NOTHING
                """)
        }
    }

    func activity(_ page: RecordPageRequest) async throws -> RecordPage<ActivityEntry> {
        let place = try page.numberBefore()
        return try await transactions.read { [tenant] connection in
            let rows = try connection.execute(
                """
                SELECT number, id, moment, actor, action, subject FROM activity
                WHERE tenant_id = \(tenant) AND number < \(place) ORDER BY number DESC LIMIT \(page.clampedLimit + 1)
                """)
            return try self.page(page, of: rows) { row in
                try (
                    row.next(Int.self),
                    ActivityEntry(id: row.next(), at: row.next(), actor: row.next(), action: row.next(), subject: row.nextIfPresent())
                )
            }
        }
    }
}

private let columns: PostgresQuery = "id, name, sha256, created_at, expires_at, revoked_at"
