internal import ExtractionKit
internal import GRDB

/// The records of a tenant of a ``SQLiteRecordStore``. The tenant is part of every statement in this folder's extensions.
struct SQLiteTenantRecords: TenantRecords {
    let tenant: TenantID
    let database: RecordDatabase

    /// The tenant as an argument of a statement.
    var mine: String { tenant.rawValue }

    func requireFolder(_ id: String?, _ connection: Database) throws {
        guard let id else { return }
        let sql = "SELECT 1 FROM folder WHERE tenant = ? AND id = ?"
        guard try Row.fetchOne(connection, sql: sql, arguments: [mine, id]) != nil else { throw ExtractionError.unknown("folder") }
    }

    func requireTenant(_ connection: Database) throws -> Tenant {
        guard let tenant = try SQLiteRecordStore.tenant(tenant, connection) else { throw ExtractionError.unknown("tenant") }
        return tenant
    }
}

extension RecordPageRequest {
    /// The number that a cursor names; the greatest where there is no cursor.
    func numberBefore() throws -> Int64 {
        guard let after else { return .max }
        guard let number = Int64(after.rawValue) else { throw RecordCursor.invalid }
        return number
    }

    /// Makes a page of one entry more than was asked for, where there are so many.
    func page<Fetched, Element: Sendable>(
        _ fetched: [Fetched], place: (Fetched) -> String, element: (Fetched) throws -> Element
    ) rethrows -> RecordPage<Element> {
        let items = fetched.prefix(clampedLimit)
        let next = fetched.count > clampedLimit ? items.last.map { RecordCursor(rawValue: place($0)) } : nil
        return try RecordPage(items: items.map(element), next: next)
    }
}
