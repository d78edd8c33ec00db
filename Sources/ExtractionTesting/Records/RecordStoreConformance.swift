public import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Checks a record store against the contract of its role.
///
/// The store may hold other tenants; the suite makes its own and leaves them there.
public struct RecordStoreConformance: Sendable {
    let store: any RecordStore
    /// How many reservations are made at once, and how often that is tried.
    let load: Load

    /// How hard reservations are tried.
    public struct Load: Sendable {
        /// How many are asked for at once, of which half can be granted.
        public var requests: Int
        /// How often.
        public var rounds: Int

        /// Creates a load.
        public init(requests: Int = 40, rounds: Int = 3) {
            self.requests = requests
            self.rounds = rounds
        }
    }

    /// Creates a suite for a store.
    public init(_ store: some RecordStore, load: Load = Load()) {
        self.store = store
        self.load = load
    }

    /// Runs every check.
    ///
    /// - Throws: ``ConformanceFailure`` with everything that was found.
    public func check() async throws {
        var conformance = Conformance(of: "The record store")
        try await run("tenants", &conformance, checkTenants)
        try await run("two tenants with the same ids", &conformance, checkTenancy)
        try await run("documents", &conformance, checkDocuments)
        try await run("a library", &conformance, checkLibrary)
        try await run("recognitions", &conformance, checkRecognitions)
        try await run("extractions", &conformance, checkExtractions)
        try await run("corrections", &conformance, checkCorrections)
        try await run("the ledger", &conformance, checkLedger)
        try await run("reservations", &conformance, checkReservations)
        try await run("months and trials", &conformance, checkMonths)
        try await run("reservations at once", &conformance, checkLoad)
        try await run("folders and keys", &conformance, checkFoldersAndKeys)
        try await run("the activity", &conformance, checkActivity)
        try await run("writers at once", &conformance, checkConcurrency)
        try conformance.finish()
    }

    /// Runs a check to its end, or to the first call that fails without a reason; the others run all the same.
    private func run(
        _ situation: String, _ conformance: inout Conformance, _ check: (inout Conformance) async throws -> Void
    ) async throws {
        do {
            try await check(&conformance)
        } catch let error as ExtractionError {
            conformance.expect(
                false, "tried with \(situation), a call that should throw nothing throws \(error.code): \(error.message)")
        }
    }

    /// The records of a new tenant.
    func newTenant(tier: Tier = .unlimited, timeZone: String = "GMT", trial: Tenant.Trial? = nil) async throws -> any TenantRecords {
        let id = try TenantID("tenant-" + String.newRecordID())
        try await store.add(
            Tenant(id: id, name: "Tenant", tier: tier, trial: trial, timeZoneName: timeZone, createdAt: RecordSample.moment))
        return try await store.records(of: id)
    }

    private func checkTenants(_ conformance: inout Conformance) async throws {
        let id = try TenantID("tenant-" + String.newRecordID())
        conformance.expect(try await store.tenant(id) == nil, "an unknown tenant should be nil")
        await conformance.expectError([.notFound], when: "asked for the records of an unknown tenant") {
            _ = try await store.records(of: id)
        }
        var tenant = Tenant(
            id: id, name: "Müller & Söhne",
            tier: Tier(id: "odd", limits: UsageLimits(documents: 7, cost: RecordSample.billionths(1_250_000_000))),
            trial: Tenant.Trial(tier: .professional, ends: RecordSample.moment), timeZoneName: "Europe/Vienna",
            createdAt: RecordSample.moment)
        try await store.add(tenant)
        conformance.expect(try await store.tenant(id) == tenant, "a tenant should come back as it was added")
        await conformance.expectError([.conflict], when: "given a tenant twice") { try await store.add(tenant) }
        tenant.tier = .starter
        tenant.trial = nil
        try await store.update(tenant)
        conformance.expect(try await store.tenant(id) == tenant, "a tenant should come back as it was changed")
        let ids = try await store.tenants().map(\.id.rawValue)
        conformance.expect(ids.contains(id.rawValue) && ids == ids.sorted(), "the list of tenants should hold all of them, by id")
        var lost = tenant
        lost.timeZoneName = "Nowhere/Atlantis"
        await conformance.expectError([.invalidConfiguration], when: "given a time zone that nobody knows") {
            try await store.update(lost)
        }
        let stranger = try Tenant(id: TenantID("tenant-" + String.newRecordID()), name: "Stranger")
        await conformance.expectError([.notFound], when: "asked to change an unknown tenant") { try await store.update(stranger) }
        await conformance.expectError([.notFound], when: "asked to remove an unknown tenant") { try await store.remove(stranger.id) }
        let records = try await store.records(of: id)
        conformance.expect(records.tenant == id, "a handle should say whose records it gives")
        try await records.add(RecordSample().document("gone"))
        try await store.remove(id)
        conformance.expect(try await store.tenant(id) == nil, "a removed tenant should be nil")
        await conformance.expectError([.notFound], when: "asked for the records of a removed tenant") {
            _ = try await store.records(of: id)
        }
        try await store.add(tenant)
        let again = try await store.records(of: id)
        conformance.expect(try await again.document("gone") == nil, "the records of a removed tenant should go with it")
    }

    private func checkConcurrency(_ conformance: inout Conformance) async throws {
        let records = try await newTenant()
        let sample = try await RecordSample()
        try await records.add(sample.document("busy"))
        let sequences = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<50 {
                group.addTask { try await records.append(sample.extraction(of: "busy", total: number)) }
            }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        let history = try await records.extractions(ofDocument: "busy", RecordPageRequest(limit: 100)).items.map(\.sequence)
        conformance.expect(
            sequences.count == 50 && history == sequences.sorted(by: >), "none of 50 extractions appended at once should be lost")
        let winners = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { (try? await records.move(StatusChange("busy", to: .processing, at: RecordSample.moment))) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        conformance.expect(winners == 1, "of 8 who begin with the same document at once, one should succeed, and \(winners) do")
    }
}
