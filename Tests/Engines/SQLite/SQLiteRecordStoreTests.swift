import ExtractionKit
import ExtractionTesting
import Foundation
import GRDB
import Synchronization
import Testing

@testable import ExtractionSQLite

@Suite final class `A record store in SQLite` {
    private let folder: URL
    private var path: String { folder.appending(path: "records.db").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "records-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    @Test func `keeps its contract`() async throws {
        try await RecordStoreConformance(SQLiteRecordStore.open(path)).check()
        #expect(try await SQLiteRecordStore.open(path).problems().isEmpty)
    }

    @Test func `keeps its contract through two connections to one file`() async throws {
        let one = try await SQLiteRecordStore.open(path), two = try await SQLiteRecordStore.open(path)
        try await RecordStoreConformance(AlternatingStore(stores: [one, two])).check()
        #expect(try await one.problems().isEmpty)
    }

    @Test(
        .enabled(
            if: ProcessInfo.processInfo.environment["EXTRACTION_LONG_TESTS"] != nil,
            "This takes minutes; set EXTRACTION_LONG_TESTS to run it."))
    func `grants exactly as much as the limit to 200 who ask at once, 50 times`() async throws {
        try await RecordStoreConformance(SQLiteRecordStore.open(path), load: .init(requests: 200, rounds: 50)).check()
    }

    @Test func `accepts exactly as many of 200 reservations at once as the limit allows, through two connections`() async throws {
        let stores = try await [SQLiteRecordStore.open(path), SQLiteRecordStore.open(path)]
        let tenant = Tenant(id: .local, name: "Local", tier: Tier(id: "hundred", limits: UsageLimits(documents: 100)))
        try await stores[0].add(tenant)
        let records = [try await stores[0].records(of: .local), try await stores[1].records(of: .local)]
        let granted = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                let records = records[number % 2]
                group.addTask { (try? await records.reserve(ReservationRequest(UsageAmount(documents: 1)))) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(granted == 100)
    }

    @Test func `scans no table and names the tenant in every statement`() async throws {
        let statements = Statements()
        var configuration = SQLiteRecordStore.Configuration()
        configuration.prepare = { connection in
            connection.trace(options: .statement) { event in
                if case .statement(let statement) = event { statements.note(statement.sql) }
            }
        }
        let store = try await SQLiteRecordStore.open(path, configuration: configuration)
        statements.forget()
        try await RecordStoreConformance(store, load: .init(requests: 4, rounds: 1)).check()
        let all = statements.all
        #expect(all.count > 50)
        let plain = try DatabaseQueue(path: path)
        for sql in all {
            let steps = try await plain.read { connection in
                let statement = try connection.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
                // The plan doesn't depend on the values.
                statement.setUncheckedArguments([])
                return try Row.fetchAll(statement).map { $0["detail"] as String }
            }
            // The list of tenants is the one that has no tenant.
            guard sql != "SELECT tenant FROM tenant ORDER BY id" else { continue }
            #expect(!steps.contains { $0.hasPrefix("SCAN") }, "\(sql)\n\(steps)")
            #expect(sql.contains("tenant"), "\(sql)")
            if sql.contains("LIMIT") { #expect(!steps.contains { $0.contains("TEMP B-TREE") }, "\(sql)\n\(steps)") }
        }
    }

    @Test func `refuses a database of a later version, to read and to migrate`() async throws {
        _ = try await SQLiteRecordStore.open(path)
        try await DatabaseQueue(path: path).write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999 later')") }
        for open in [{ try await SQLiteRecordStore.open($0) }, { try await SQLiteRecordStore.migrate($0) }] as [Opening] {
            let error = await #expect(throws: ExtractionError.self) { _ = try await open(path) }
            #expect(error?.code == .schemaMismatch)
        }
    }

    @Test func `is made once where many open a new file at once`() async throws {
        let path = path
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let records = try await SQLiteRecordStore.open(path).records(ofNewOrKnown: .local)
                    try await records.add(Folder(id: "\(number)", name: "Folder"))
                }
            }
            try await group.waitForAll()
        }
        #expect(try await SQLiteRecordStore.open(path).records(of: .local).folders().count == 8)
    }

    @Test func `is made in a file that was left empty, as by a process that was killed`() async throws {
        try await DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT PRIMARY KEY)") }
        _ = try await SQLiteRecordStore.open(path).records(ofNewOrKnown: .local)
    }

    @Test func `asks for a migration of a database that holds something else, and makes its tables beside that`() async throws {
        try await DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE other (x)") }
        let error = await #expect(throws: ExtractionError.self) { try await SQLiteRecordStore.open(path) }
        #expect(error?.code == .schemaMismatch)
        try await SQLiteRecordStore.migrate(path)
        try await SQLiteRecordStore.migrate(path)
        _ = try await SQLiteRecordStore.open(path).records(ofNewOrKnown: .local)
    }

    @Test func `refuses a file that is no database, and a place that isn't there`() async throws {
        try Data("This is a letter, not a database, and long enough to be looked at as one. ".utf8).write(to: URL(filePath: path))
        var error = await #expect(throws: ExtractionError.self) { try await SQLiteRecordStore.open(path) }
        #expect(error?.code == .corrupt)
        error = await #expect(throws: ExtractionError.self) { try await SQLiteRecordStore.open("\(path)/nowhere/records.db") }
        #expect(error?.code == .fileUnreadable)
    }

    @Test func `says that the disk is full, writes nothing by half, and goes on when there is space`() async throws {
        let store = try await SQLiteRecordStore.open(path)
        let records = try await store.records(ofNewOrKnown: .local)
        try await store.limitPages(beyondNow: 20)
        var added: [String] = []
        var failure: ExtractionError?
        for number in 0..<10_000 where failure == nil {
            let document = Document(bytes: Array("\(number)".utf8), filename: String(repeating: "x", count: 200), id: "\(number)")
            do {
                try await records.add(DocumentRecord(document, mode: .auto))
                added.append(document.id)
            } catch let error as ExtractionError {
                failure = error
            }
        }
        #expect(failure?.code == .diskFull)
        #expect(added.count > 10)
        #expect(try await store.problems().isEmpty)
        #expect(try await records.document("\(added.count)") == nil)
        try await store.limitPages(beyondNow: 1_000)
        try await records.add(DocumentRecord(Document(bytes: [1], filename: "a", id: "\(added.count)"), mode: .auto))
        #expect(try await records.document(#require(added.last)) != nil)
    }

    @Test func `is backed up while it is in use, and restored`() async throws {
        let store = try await SQLiteRecordStore.open(path)
        let records = try await store.records(ofNewOrKnown: .local)
        try await records.add(Folder(id: "before", name: "Before"))
        let backup = folder.appending(path: "backup.db").path
        try await store.backUp(to: backup)
        let taken = await #expect(throws: ExtractionError.self) { try await store.backUp(to: backup) }
        #expect(taken?.code == .conflict)
        try await records.add(Folder(id: "after", name: "After"))
        try await SQLiteRecordStore.restore(path, from: backup)
        // The store that was open all the time sees it too.
        #expect(try await records.folders().map(\.id) == ["before"])
        #expect(try await store.problems().isEmpty)

        let elsewhere = folder.appending(path: "elsewhere.db").path
        try await SQLiteRecordStore.restore(elsewhere, from: backup)
        #expect(try await SQLiteRecordStore.open(elsewhere).records(of: .local).folders().map(\.id) == ["before"])
    }

    @Test func `restores nothing from a damaged backup`() async throws {
        let store = try await SQLiteRecordStore.open(path)
        let records = try await store.records(ofNewOrKnown: .local)
        for number in 0..<500 { try await records.add(Folder(id: "\(number)", name: String(repeating: "folder", count: 20))) }
        let backup = folder.appending(path: "backup.db")
        try await store.backUp(to: backup.path)
        var bytes = try Data(contentsOf: backup)
        for index in stride(from: bytes.count / 2, to: bytes.count, by: 7) { bytes[index] ^= 0x5A }
        try bytes.write(to: backup)
        let error = await #expect(throws: ExtractionError.self) { try await SQLiteRecordStore.restore(path, from: backup.path) }
        #expect(error?.code == .corrupt)
        #expect(try await records.folders().count == 500)
    }

    @Test func `finds what contradicts itself`() async throws {
        let store = try await SQLiteRecordStore.open(path)
        let records = try await store.records(ofNewOrKnown: .local)
        try await records.add(DocumentRecord(Document(bytes: [1], filename: "a", id: "a"), mode: .auto))
        #expect(try await store.problems().isEmpty)
        try await DatabaseQueue(path: path).write { try $0.execute(sql: "UPDATE document SET latest = 7, is_corrected = 1") }
        #expect(try await store.problems().count == 2)
    }

    @Test func `can search text`() async throws {
        let queue = try DatabaseQueue(path: path)
        try await queue.write { try $0.execute(sql: "CREATE VIRTUAL TABLE text USING fts5 (content)") }
    }
}

private typealias Opening = @Sendable (String) async throws -> SQLiteRecordStore

/// What was run.
private final class Statements: Sendable {
    private let seen = Mutex<Set<String>>([])
    var all: [String] {
        seen.withLock { $0.sorted() }.filter { sql in ["SELECT", "INSERT", "UPDATE", "DELETE"].contains { sql.hasPrefix($0) } }
            .filter { !$0.contains("sqlite_master") && !$0.contains("grdb_migrations") }
    }
    func note(_ sql: String) { seen.withLock { _ = $0.insert(sql) } }
    func forget() { seen.withLock { $0 = [] } }
}

extension SQLiteRecordStore {
    /// Lets the file grow by that many pages and no more: what a full disk is to SQLite.
    fileprivate func limitPages(beyondNow count: Int) async throws {
        try await database.pool.writeWithoutTransaction { connection in
            let now = try Int.fetchOne(connection, sql: "PRAGMA page_count") ?? 0
            try connection.execute(sql: "PRAGMA max_page_count = \(now + count)")
        }
    }
}

/// Goes through the stores in turn, call by call.
private struct AlternatingStore: RecordStore {
    let stores: [SQLiteRecordStore]
    private let calls = Calls()

    init(stores: [SQLiteRecordStore]) { self.stores = stores }

    private var next: SQLiteRecordStore { stores[calls.count.wrappingAdd(1, ordering: .relaxed).newValue % stores.count] }
    func add(_ tenant: Tenant) async throws { try await next.add(tenant) }
    func update(_ tenant: Tenant) async throws { try await next.update(tenant) }
    func tenant(_ id: TenantID) async throws -> Tenant? { try await next.tenant(id) }
    func tenants() async throws -> [Tenant] { try await next.tenants() }
    func remove(_ id: TenantID) async throws { try await next.remove(id) }
    func records(of tenant: TenantID) async throws -> any TenantRecords { try await next.records(of: tenant) }
}

private final class Calls: Sendable {
    let count = Atomic(0)
}
