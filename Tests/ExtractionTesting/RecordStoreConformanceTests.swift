import ExtractionKit
import ExtractionTesting
import Synchronization
import Testing

@Suite struct `The suite for record stores` {
    @Test(arguments: Fault.allCases) func `finds a store that`(fault: Fault) async {
        let store = FaultyStore(fault: fault)
        let error = await #expect(throws: ConformanceFailure.self) { try await RecordStoreConformance(store).check() }
        #expect(error?.violations.isEmpty == false)
    }

    @Test func `finds nothing where nothing is wrong`() async throws {
        try await RecordStoreConformance(FaultyStore(fault: nil)).check()
    }
}

enum Fault: String, CaseIterable, CustomTestStringConvertible {
    case mixesTenants = "gives everybody the records of one tenant"
    case ignoresPages = "ignores the pages of a key"
    case ignoresMoves = "makes every move"
    case addsTwice = "adds an extraction again that it has"
    case leavesHalves = "adds some extractions of a batch where others can't be added"
    case forgetsReplaced = "takes any correction"
    case ignoresLimits = "ignores limits"
    case keepsReserved = "counts nothing when work is settled"
    case losesReleased = "lets nobody release"
    case countsLate = "counts work in the month in which it ends"
    case cutsPages = "gives the first page of a list again and again"
    case dropsKeys = "keeps no keys' ends"

    var testDescription: String { rawValue }
}

private struct FaultyStore: RecordStore {
    let base = InMemoryRecordStore()
    let fault: Fault?
    private let first = FirstTenant()

    init(fault: Fault?) { self.fault = fault }

    func add(_ tenant: Tenant) async throws {
        first.id.withLock { $0 = $0 ?? tenant.id }
        var tenant = tenant
        if fault == .ignoresLimits { tenant.tier = .unlimited }
        if fault == .countsLate { tenant.timeZoneName = "GMT" }
        try await base.add(tenant)
    }
    func update(_ tenant: Tenant) async throws { try await base.update(tenant) }
    func tenant(_ id: TenantID) async throws -> Tenant? { try await base.tenant(id) }
    func tenants() async throws -> [Tenant] { try await base.tenants() }
    func remove(_ id: TenantID) async throws { try await base.remove(id) }
    func records(of tenant: TenantID) async throws -> any TenantRecords {
        let own = try await base.records(of: tenant)
        let shown = fault == .mixesTenants ? try await base.records(of: first.id.withLock { $0 } ?? tenant) : own
        return FaultyRecords(base: shown, tenant: tenant, fault: fault)
    }
}

private final class FirstTenant: Sendable {
    let id = Mutex<TenantID?>(nil)
}

private struct FaultyRecords: TenantRecords {
    let base: any TenantRecords
    let tenant: TenantID
    let fault: Fault?

    func add(_ document: DocumentRecord) async throws { try await base.add(document) }
    func document(_ id: String) async throws -> DocumentRecord? { try await base.document(id) }
    func move(_ change: StatusChange) async throws -> DocumentRecord {
        do {
            return try await base.move(change)
        } catch let error as ExtractionError where error.code == .conflict && fault == .ignoresMoves {
            guard let document = try await base.document(change.document) else { throw error }
            return document
        }
    }
    func file(_ document: String, in folder: String?, at moment: Timestamp) async throws {
        try await base.file(document, in: folder, at: moment)
    }
    func removeDocument(_ id: String) async throws { try await base.removeDocument(id) }
    func documents(_ query: LibraryQuery) async throws -> RecordPage<LibraryItem> { try await base.documents(query) }
    func slowDocuments(over milliseconds: Double, limit: Int) async throws -> [LibraryItem] {
        try await base.slowDocuments(over: milliseconds, limit: limit)
    }
    func save(_ artifact: RecognitionArtifact) async throws {
        var artifact = artifact
        if fault == .ignoresPages { artifact.key.pages = .all }
        try await base.save(artifact)
    }
    func recognition(for key: RecognitionKey) async throws -> RecognitionArtifact? {
        var key = key
        if fault == .ignoresPages { key.pages = .all }
        return try await base.recognition(for: key)
    }
    func recognitions(ofSource sha256: String) async throws -> [RecognitionSummary] { try await base.recognitions(ofSource: sha256) }
    func append(_ extractions: [ExtractionRecord]) async throws -> [Int] {
        if fault == .leavesHalves { return try await each(extractions) }
        guard fault == .addsTwice else { return try await base.append(extractions) }
        return try await base.append(
            extractions.map { record in
                var record = record
                record.id = .newRecordID()
                return record
            })
    }
    private func each(_ extractions: [ExtractionRecord]) async throws -> [Int] {
        var sequences: [Int] = []
        for record in extractions { try await sequences.append(base.append(record)) }
        return sequences
    }
    func extraction(_ sequence: Int) async throws -> StoredExtraction? { try await base.extraction(sequence) }
    func extractions(ofDocument id: String, _ page: RecordPageRequest) async throws -> RecordPage<StoredExtraction> {
        var page = page
        if fault == .cutsPages { page.after = nil }
        return try await base.extractions(ofDocument: id, page)
    }
    func latestExtraction(ofDocument id: String) async throws -> StoredExtraction? { try await base.latestExtraction(ofDocument: id) }
    func add(_ correction: Correction) async throws {
        var correction = correction
        if fault == .forgetsReplaced {
            let all = try await base.corrections(ofDocument: correction.document)
            correction.replaces = all.last { $0.field == correction.field && $0.id != correction.id }?.id
        }
        try await base.add(correction)
    }
    func corrections(ofDocument id: String) async throws -> [Correction] { try await base.corrections(ofDocument: id) }
    func record(_ entries: [LedgerEntry]) async throws { try await base.record(entries) }
    func ledger(ofDocument id: String?, _ page: RecordPageRequest) async throws -> RecordPage<LedgerEntry> {
        try await base.ledger(ofDocument: id, page)
    }
    func costs(in month: UsageMonth) async throws -> [CostSummary] { try await base.costs(in: month) }
    func reserve(_ request: ReservationRequest) async throws -> Reservation { try await base.reserve(request) }
    func settle(_ reservation: String, as amount: UsageAmount) async throws {
        try await base.settle(reservation, as: fault == .keepsReserved ? UsageAmount() : amount)
    }
    func release(_ reservation: String) async throws {
        if fault != .losesReleased { try await base.release(reservation) }
    }
    func usage(in month: UsageMonth, at moment: Timestamp) async throws -> MonthlyUsage { try await base.usage(in: month, at: moment) }
    func usageByMonth() async throws -> [MonthlyUsage] { try await base.usageByMonth() }
    func add(_ folder: Folder) async throws { try await base.add(folder) }
    func folders() async throws -> [Folder] { try await base.folders() }
    func removeFolder(_ id: String) async throws { try await base.removeFolder(id) }
    func add(_ key: APIKey) async throws {
        var key = key
        if fault == .dropsKeys { key.expiresAt = nil }
        try await base.add(key)
    }
    func apiKey(_ id: String) async throws -> APIKey? { try await base.apiKey(id) }
    func apiKeys() async throws -> [APIKey] { try await base.apiKeys() }
    func revokeAPIKey(_ id: String, at moment: Timestamp) async throws { try await base.revokeAPIKey(id, at: moment) }
    func log(_ entries: [ActivityEntry]) async throws { try await base.log(entries) }
    func activity(_ page: RecordPageRequest) async throws -> RecordPage<ActivityEntry> { try await base.activity(page) }
}
