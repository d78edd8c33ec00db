internal import ExtractionKit

/// The records of a tenant in a ``PostgresRecordStore``.
struct PostgresTenantRecords: TenantRecords {
    let tenant: TenantID
    let transactions: TenantTransactions

    /// The entries of a list that ends with the number of a row, one more than wanted so that the end is known.
    func page<Element>(
        _ request: RecordPageRequest, of rows: PostgresResult, _ read: (inout PostgresRow) throws -> (number: Int, element: Element)
    ) throws -> RecordPage<Element> {
        let all = try rows.map(read)
        let items = all.prefix(request.clampedLimit)
        let hasMore = items.count < all.count
        return RecordPage(items: items.map(\.element), next: hasMore ? items.last.map { RecordCursor(rawValue: "\($0.number)") } : nil)
    }
}

extension RecordPageRequest {
    /// The number in the cursor of a list from the latest to the earliest; without a cursor, one above all.
    func numberBefore() throws -> Int {
        guard let after else { return .max }
        guard let number = Int(after.rawValue) else { throw RecordCursor.invalid }
        return number
    }
}
