internal import Synchronization

/// Keeps records in memory for as long as it lives.
public final class InMemoryRecordStore: RecordStore {
    private let tables = Mutex<[TenantID: RecordTables]>([:])

    /// Creates an empty store.
    public init() {}

    /// Adds a tenant.
    public func add(_ tenant: Tenant) async throws {
        _ = try tenant.month(of: tenant.createdAt)
        try tables.withLock { tables in
            guard tables[tenant.id] == nil else { throw ExtractionError.taken("a tenant") }
            tables[tenant.id] = RecordTables(tenant: tenant)
        }
    }

    /// Changes what is known of a tenant.
    public func update(_ tenant: Tenant) async throws {
        _ = try tenant.month(of: tenant.createdAt)
        try write(tenant.id) { $0.tenant = tenant }
    }

    /// A tenant.
    public func tenant(_ id: TenantID) async throws -> Tenant? { tables.withLock { $0[id]?.tenant } }

    /// All tenants.
    public func tenants() async throws -> [Tenant] {
        tables.withLock { $0.values.map(\.tenant) }.sorted { $0.id.rawValue < $1.id.rawValue }
    }

    /// Removes a tenant with all of its records.
    public func remove(_ id: TenantID) async throws {
        try tables.withLock { tables in
            guard tables.removeValue(forKey: id) != nil else { throw ExtractionError.unknown("tenant") }
        }
    }

    /// The records of a tenant.
    public func records(of tenant: TenantID) async throws -> any TenantRecords {
        try write(tenant) { _ in }
        return InMemoryTenantRecords(tenant: tenant, store: self)
    }

    /// Works on the tables of a tenant in place: whoever throws must not have changed anything before.
    func write<R: Sendable>(_ tenant: TenantID, _ body: (inout RecordTables) throws -> R) throws -> R {
        try tables.withLock { tables in
            guard let index = tables.index(forKey: tenant) else { throw ExtractionError.unknown("tenant") }
            return try body(&tables.values[index])
        }
    }
}
