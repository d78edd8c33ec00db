/// The records of a tenant of an ``InMemoryRecordStore``.
struct InMemoryTenantRecords: TenantRecords {
    let tenant: TenantID
    let store: InMemoryRecordStore

    private func access<R: Sendable>(_ body: (inout RecordTables) throws -> R) throws -> R { try store.write(tenant, body) }

    func add(_ document: DocumentRecord) async throws { try access { try $0.add(document) } }
    func document(_ id: String) async throws -> DocumentRecord? { try access { $0.documents[id] } }
    func move(_ change: StatusChange) async throws -> DocumentRecord {
        try access { tables in
            try tables.change(change.document) { try $0.apply(change) }
        }
    }
    func file(_ document: String, in folder: String?, at moment: Timestamp) async throws {
        try access { tables in
            try tables.requireFolder(folder)
            try tables.change(document) { record in
                record.folder = folder
                record.updatedAt = max(record.updatedAt, moment)
            }
        }
    }
    func removeDocument(_ id: String) async throws { try access { try $0.removeDocument(id) } }
    func documents(_ query: LibraryQuery) async throws -> RecordPage<LibraryItem> { try access { try $0.library(query) } }
    func slowDocuments(over milliseconds: Double, limit: Int) async throws -> [LibraryItem] {
        try access { $0.slowDocuments(over: milliseconds, limit: RecordPageRequest(limit: limit).clampedLimit) }
    }

    func save(_ artifact: RecognitionArtifact) async throws { try access { $0.save(artifact) } }
    func recognition(for key: RecognitionKey) async throws -> RecognitionArtifact? { try access { $0.recognitions[key]?.artifact } }
    func recognitions(ofSource sha256: String) async throws -> [RecognitionSummary] { try access { $0.recognitions(ofSource: sha256) } }

    func append(_ extractions: [ExtractionRecord]) async throws -> [Int] { try access { try $0.append(extractions) } }
    func extraction(_ sequence: Int) async throws -> StoredExtraction? { try access { $0.extractions[sequence] } }
    func extractions(ofDocument id: String, _ page: RecordPageRequest) async throws -> RecordPage<StoredExtraction> {
        try access { tables in
            let all = tables.histories[id, default: []].reversed().compactMap { tables.extractions[$0] }
            return try page.cut(all) { "\($0.sequence)" }
        }
    }
    func latestExtraction(ofDocument id: String) async throws -> StoredExtraction? { try access { $0.latest(ofDocument: id) } }

    func add(_ correction: Correction) async throws { try access { try $0.add(correction) } }
    func corrections(ofDocument id: String) async throws -> [Correction] { try access { $0.corrections[id] ?? [] } }

    func record(_ entries: [LedgerEntry]) async throws { try access { try $0.record(entries) } }
    func ledger(ofDocument id: String?, _ page: RecordPageRequest) async throws -> RecordPage<LedgerEntry> {
        try access { tables in
            let entries = tables.ledger.map(\.entry).filter { id == nil || $0.document == id }
            return try page.cut(entries.reversed()) { $0.id }
        }
    }
    func costs(in month: UsageMonth) async throws -> [CostSummary] { try access { $0.costs(in: month) } }

    func reserve(_ request: ReservationRequest) async throws -> Reservation { try access { try $0.reserve(request) } }
    func settle(_ reservation: String, as amount: UsageAmount) async throws { try access { try $0.settle(reservation, as: amount) } }
    func release(_ reservation: String) async throws { try access { try $0.release(reservation) } }
    func usage(in month: UsageMonth, at moment: Timestamp) async throws -> MonthlyUsage {
        try access { tables in
            MonthlyUsage(month: month, used: tables.used[month] ?? UsageAmount(), reserved: tables.reserved(in: month, at: moment))
        }
    }
    func usageByMonth() async throws -> [MonthlyUsage] {
        try access { $0.used.map { MonthlyUsage(month: $0.key, used: $0.value) } }.sorted { $0.month > $1.month }
    }

    func add(_ folder: Folder) async throws {
        try access { tables in
            guard tables.folders[folder.id] == nil else { throw ExtractionError.taken("a folder") }
            try tables.requireFolder(folder.parent)
            tables.folders[folder.id] = folder
        }
    }
    func folders() async throws -> [Folder] { try access { Array($0.folders.values) }.sorted { ($0.name, $0.id) < ($1.name, $1.id) } }
    func removeFolder(_ id: String) async throws { try access { try $0.removeFolder(id) } }

    func add(_ key: APIKey) async throws {
        try access { tables in
            guard tables.keys[key.id] == nil else { throw ExtractionError.taken("a key") }
            tables.keys[key.id] = key
        }
    }
    func apiKey(_ id: String) async throws -> APIKey? { try access { $0.keys[id] } }
    func apiKeys() async throws -> [APIKey] {
        try access { Array($0.keys.values) }.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }
    func revokeAPIKey(_ id: String, at moment: Timestamp) async throws {
        try access { tables in
            guard let key = tables.keys[id] else { throw ExtractionError.unknown("key") }
            tables.keys[id]?.revokedAt = key.revokedAt ?? moment
        }
    }

    func log(_ entries: [ActivityEntry]) async throws {
        try access { tables in
            for entry in entries where tables.known.insert("activity \(entry.id)").inserted { tables.activity.append(entry) }
        }
    }
    func activity(_ page: RecordPageRequest) async throws -> RecordPage<ActivityEntry> {
        try access { try page.cut($0.activity.reversed()) { $0.id } }
    }
}

extension RecordPageRequest {
    /// Cuts the stretch out of a whole list.
    func cut<Element>(_ all: [Element], place: (Element) -> String) throws -> RecordPage<Element> {
        var start = all.startIndex
        if let after {
            guard let index = all.firstIndex(where: { place($0) == after.rawValue }) else { throw RecordCursor.invalid }
            start = index + 1
        }
        let items = Array(all[start...].prefix(clampedLimit))
        let hasMore = start + items.count < all.count
        return RecordPage(items: items, next: hasMore ? items.last.map { RecordCursor(rawValue: place($0)) } : nil)
    }
}
