public import ExtractionKit

/// Keeps records in a PostgreSQL database: for services whose records outgrow one machine, or whose machines come and go.
///
/// ```swift
/// let configuration = try PostgresConfiguration(url: "postgres://service@db.example/records", environment: environment)
/// let store = try await PostgresRecordStore(configuration)
/// ```
///
/// ### Set up a database
///
/// Create it, then run ``migrate(_:)`` or `extract db migrate` as the user that shall own the tables. That makes the schema `extraction`, and the
/// role `extraction_app` with which the store works whoever connects; it takes the right to create roles, once. Let services connect as a user of their own
/// who owns nothing: `CREATE ROLE service LOGIN PASSWORD '…' IN ROLE extraction_app`.
///
/// ### How tenants are kept apart
///
/// Twice. Every statement names its tenant. And every table has row level security, forced on its owner too: the rows of a tenant are there only in a transaction
/// that was begun for it, and without one there are none. The store refuses to work as a role that such policies don't bind.
///
/// ### What happens when the server goes away
///
/// A transaction whose connection breaks runs again on a new one, for as long as ``PostgresConfiguration/reconnectTimeLimit`` and the call's time last. Each carries a
/// token, so that one whose commit got no answer is found to have happened, and not done twice.
public struct PostgresRecordStore: RecordStore {
    private let client: PostgresClient

    /// Opens a store.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `serviceUnavailable`, `unauthorized`, `invalidConfiguration`, and `schemaMismatch` for a database
    ///   that isn't migrated, or that a newer program has migrated.
    public init(_ configuration: PostgresConfiguration) async throws {
        client = PostgresClient(configuration) { try $0.takeStoreRole() }
        try await client.withConnection { _ in }
    }

    /// Makes a database what this version of the store and of ``PostgresSearchIndex`` needs, as the user that shall own its tables.
    ///
    /// - Returns: The versions that were applied; none where the database was ready.
    /// - Throws: ``/ExtractionKit/ExtractionError`` as the initializer does.
    @discardableResult public static func migrate(_ configuration: PostgresConfiguration) async throws -> [Int] {
        var configuration = configuration
        configuration.connections = 1
        let client = PostgresClient(configuration)
        let applied = try await PostgresMigrations.records.apply(to: client)
        try await SearchVectors.adoptExtension(client)
        return applied
    }

    private func transactions(of tenant: TenantID) -> TenantTransactions { TenantTransactions(client: client, tenant: tenant) }

    /// Adds a tenant.
    public func add(_ tenant: Tenant) async throws {
        _ = try tenant.month(of: tenant.createdAt)
        let body = try RecordJSON.text(of: tenant)
        try await transactions(of: tenant.id).write { connection in
            let added = try connection.execute(
                "INSERT INTO tenants (tenant_id, body) VALUES (\(tenant.id), \(body)) ON CONFLICT DO NOTHING")
            guard added.count == 1 else { throw ExtractionError.taken("a tenant") }
        }
    }

    /// Changes what is known of a tenant.
    public func update(_ tenant: Tenant) async throws {
        _ = try tenant.month(of: tenant.createdAt)
        let body = try RecordJSON.text(of: tenant)
        try await transactions(of: tenant.id).write { connection in
            let changed = try connection.execute("UPDATE tenants SET body = \(body) WHERE tenant_id = \(tenant.id)")
            guard changed.count == 1 else { throw ExtractionError.unknown("tenant") }
        }
    }

    /// A tenant.
    public func tenant(_ id: TenantID) async throws -> Tenant? {
        try await transactions(of: id).read { connection in
            var row = try connection.execute("SELECT body FROM tenants WHERE tenant_id = \(id)").first
            return try row?.nextJSON(Tenant.self)
        }
    }

    /// All tenants.
    public func tenants() async throws -> [Tenant] {
        try await client.transaction { connection in
            try connection.execute("SELECT set_config('extraction.lists_tenants', 'yes', true)")
            return try connection.execute("SELECT body FROM tenants ORDER BY tenant_id").map { try $0.nextJSON(Tenant.self) }
        }
    }

    /// Removes a tenant with all of its records, and with what the database's ``PostgresSearchIndex`` has of it.
    public func remove(_ id: TenantID) async throws {
        try await transactions(of: id).enter { connection in
            // Locked first, so that nobody adds anything meanwhile.
            guard try connection.execute("SELECT 1 FROM tenants WHERE tenant_id = \(id) FOR UPDATE").count == 1 else {
                throw ExtractionError.unknown("tenant")
            }
            let removals: [PostgresQuery] = [
                "DELETE FROM documents WHERE tenant_id = \(id)", "DELETE FROM folders WHERE tenant_id = \(id)",
                "DELETE FROM recognitions WHERE tenant_id = \(id)", "DELETE FROM ledger WHERE tenant_id = \(id)",
                "DELETE FROM usage WHERE tenant_id = \(id)", "DELETE FROM reservations WHERE tenant_id = \(id)",
                "DELETE FROM api_keys WHERE tenant_id = \(id)", "DELETE FROM activity WHERE tenant_id = \(id)",
                "DELETE FROM commits WHERE tenant_id = \(id)",
                "DELETE FROM search_documents WHERE tenant_id = \(id)", "DELETE FROM search_words WHERE tenant_id = \(id)",
                "DELETE FROM search_libraries WHERE tenant_id = \(id)", "DELETE FROM tenants WHERE tenant_id = \(id)",
            ]
            for removal in removals { try connection.execute(removal) }
        }
    }

    /// The records of a tenant.
    public func records(of tenant: TenantID) async throws -> any TenantRecords {
        guard try await self.tenant(tenant) != nil else { throw ExtractionError.unknown("tenant") }
        return PostgresTenantRecords(tenant: tenant, transactions: transactions(of: tenant))
    }
}
