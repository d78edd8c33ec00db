/// A type that keeps what was read, what was found, what people made of it and what it cost, apart for each tenant.
///
/// The store itself only knows who its tenants are. Everything else goes through ``records(of:)``, which gives the records of one tenant
/// and no others: there is no call by which one could forget to say whose records are meant.
///
/// ```swift
/// let store = InMemoryRecordStore()
/// try await store.add(Tenant(id: TenantID("acme"), name: "Acme", tier: .starter))
/// let records = try await store.records(of: TenantID("acme"))
/// let page = try await records.documents(LibraryQuery(state: .completed))
/// ```
///
/// Recognitions and extractions are kept apart, because they age differently. A recognition is expensive, and as good tomorrow as today: it is
/// kept under what decided it. An extraction is cheap and made anew whenever a schema or an extractor gets better: each one is added, and
/// none is ever changed. ``CachedDocumentReader`` makes the second without paying for the first again.
///
/// ### Implement a record store
///
/// - The values are `Codable`; a database keeps those without columns of their own as JSON. What comes back equals what was given.
///   Moments are kept to the millisecond, amounts of money to nine digits after the point.
/// - The id of another tenant's record is as unknown as one that nobody has: `nil`, an empty list, or `notFound`. Two tenants may use the
///   same ids.
/// - Every call is one transaction: it happens as a whole or not at all, also where several tasks or processes call at once. When it has
///   returned, what it wrote is there after a crash.
/// - A call that adds something with an id that is there already, after its answer got lost, adds nothing and answers as the first did;
///   only ``TenantRecords/add(_:)-(DocumentRecord)`` and the adding of tenants, folders and keys then fail with `conflict`.
/// - Throw ``ExtractionError`` with the codes that each method names, `diskFull` where there is no space, `schemaMismatch` where the
///   database has a form that the store doesn't know, and `engineFailure` where the medium fails otherwise, with its error as the cause.
///   No message holds a value from a record.
///
/// Check the store with `RecordStoreConformance` of ExtractionTesting.
public protocol RecordStore: Sendable {
    /// Adds a tenant.
    ///
    /// - Throws: `conflict` where there is one with that id, `invalidConfiguration` for a time zone that isn't known.
    func add(_ tenant: Tenant) async throws

    /// Changes what is known of a tenant. The months that have begun keep their names when the time zone changes.
    ///
    /// - Throws: `notFound`, `invalidConfiguration` for a time zone that isn't known.
    func update(_ tenant: Tenant) async throws

    /// A tenant, or `nil` where there is none with that id.
    func tenant(_ id: TenantID) async throws -> Tenant?

    /// All tenants, by id.
    func tenants() async throws -> [Tenant]

    /// Removes a tenant with all of its records.
    ///
    /// - Throws: `notFound`.
    func remove(_ id: TenantID) async throws

    /// The records of a tenant.
    ///
    /// - Throws: `notFound`.
    func records(of tenant: TenantID) async throws -> any TenantRecords
}

extension RecordStore {
    /// The records of a tenant that is added, without limits, where there is none: for programs that serve nobody but who runs them.
    ///
    /// - Throws: As the calls it is made of.
    public func records(ofNewOrKnown id: TenantID = .local) async throws -> any TenantRecords {
        if try await tenant(id) == nil {
            do {
                try await add(Tenant(id: id, name: id.rawValue, tier: .unlimited))
            } catch let error as ExtractionError where error.code == .conflict {
                // Another process was faster.
            }
        }
        return try await records(of: id)
    }
}
