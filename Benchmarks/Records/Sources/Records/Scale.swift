import ExtractionKit
import ExtractionSQLite
import Foundation

/// Fills a store with documents and measures what users wait for.
struct Scale {
    let store: any RecordStore
    let documents: Int
    /// How many tasks add documents at once: a file has one writer, a server many.
    var writers = 1
    private let batch = 500
    private let calls = 1_000

    func run() async throws {
        let records = try await store.records(ofNewOrKnown: .local)
        // Another tenant's documents lie between ours.
        let others = try await store.records(ofNewOrKnown: TenantID("others"))
        for number in 0..<20 {
            for each in [records, others] { try await each.add(Folder(id: "folder-\(number)", name: "Folder \(number)")) }
        }
        try await fill(records, count: documents)
        try await fill(others, count: documents / 10)

        var generator = SplitMix(state: 42)
        func anyDocument() -> Int { Int(generator.next() % UInt64(documents)) }
        say("| call | times | median, ms | p95, ms | p99, ms |\n|---|---|---|---|---|")
        var timing = Timing()
        for _ in 0..<calls { _ = try await timing.measure { try await records.documents(LibraryQuery()) } }
        say(timing.row("first page of the library, 50 documents"))
        timing = Timing()
        for _ in 0..<calls {
            let place = SampleRecords.document(anyDocument())
            let cursor = RecordCursor(rawValue: "\(place.createdAt.milliseconds) \(place.id)")
            _ = try await timing.measure { try await records.documents(LibraryQuery(page: RecordPageRequest(after: cursor))) }
        }
        say(timing.row("a page anywhere in the library"))
        timing = Timing()
        for number in 0..<calls {
            let query = LibraryQuery(folder: "folder-\(number % 20)")
            _ = try await timing.measure { try await records.documents(query) }
        }
        say(timing.row("first page of a folder"))
        timing = Timing()
        for _ in 0..<calls {
            let id = SampleRecords.document(anyDocument()).id
            let found = try await timing.measure { try await records.latestExtraction(ofDocument: id) }
            guard found != nil else { throw Failure("a document has no extraction") }
        }
        say(timing.row("latest extraction of a document"))
        timing = Timing()
        for _ in 0..<calls {
            let id = SampleRecords.document(anyDocument()).id
            _ = try await timing.measure { try await records.document(id) }
        }
        say(timing.row("status of a document"))
        timing = Timing()
        for _ in 0..<calls {
            let number = anyDocument()
            let match = FieldMatch(name: "invoice_number", text: "R-\(number)")
            let found = try await timing.measure { try await records.documents(LibraryQuery(field: match)) }
            guard found.items.count == 1 else { throw Failure("an invoice number wasn't found once") }
        }
        say(timing.row("documents by a rare value"))
        timing = Timing()
        for number in 0..<calls {
            let match = FieldMatch(name: "vendor_name", text: "vendor \(number % 500) gmbh")
            _ = try await timing.measure { try await records.documents(LibraryQuery(field: match)) }
        }
        say(timing.row("documents by a value that 1 of 500 has"))
        timing = Timing()
        for _ in 0..<calls {
            let match = FieldMatch(name: "currency", text: "EUR")
            _ = try await timing.measure { try await records.documents(LibraryQuery(field: match)) }
        }
        say(timing.row("documents by a value that all have"))
        timing = Timing()
        for _ in 0..<calls { _ = try await timing.measure { try await records.slowDocuments(over: 20_000, limit: 50) } }
        say(timing.row("50 slowest documents"))
        timing = Timing()
        for _ in 0..<calls { _ = try await timing.measure { try await records.reserve(ReservationRequest(UsageAmount(documents: 1))) } }
        say(timing.row("reservation (a commit)"))
        timing = Timing()
        for _ in 0..<calls {
            let document = SampleRecords.document(anyDocument())
            let record = SampleRecords.extraction(of: document, number: anyDocument(), seconds: 9)
            _ = try await timing.measure { try await records.append(record) }
        }
        say(timing.row("an extraction alone (a commit)"))
        timing = Timing()
        for _ in 0..<calls {
            let id = try await records.reserve(ReservationRequest(UsageAmount(documents: 1))).id
            try await timing.measure { try await records.settle(id, as: UsageAmount(documents: 1)) }
        }
        say(timing.row("a reservation settled (a commit)"))
    }

    /// Checks the file that the records are in, and measures it.
    func check(_ store: SQLiteRecordStore, at path: String) async throws {
        let start = ContinuousClock.now
        let problems = try await store.problems()
        say("\ncheck: \(problems.isEmpty ? "sound" : "\(problems)") in \(Int(Timing.milliseconds(since: start))) ms")
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        say("file: \(size >> 20) MiB, \(size / (documents + documents / 10)) bytes a document")
    }

    private func fill(_ records: any TenantRecords, count: Int) async throws {
        let all = (0..<count).map { SampleRecords.document($0) }
        var start = ContinuousClock.now
        var processor = Timing.processorMilliseconds()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    for number in stride(from: writer, to: count, by: writers) { try await records.add(all[number]) }
                }
            }
            try await group.waitForAll()
        }
        let adding = Timing.milliseconds(since: start)
        let addingProcessor = Timing.processorMilliseconds() - processor
        start = ContinuousClock.now
        processor = Timing.processorMilliseconds()
        var made = 0.0
        for first in stride(from: 0, to: count, by: batch) {
            let making = ContinuousClock.now
            let batch = (first..<min(count, first + batch)).map { SampleRecords.extraction(of: all[$0], number: $0) }
            made += Timing.milliseconds(since: making)
            try await records.append(batch)
        }
        let appending = Timing.milliseconds(since: start) - made
        let appendingProcessor = Timing.processorMilliseconds() - processor - made
        say(
            """
            \(count) documents one by one, \(writers) at once: \(Int(Double(count) / adding * 1_000))/s (a commit each), \
            \(perDocument(addingProcessor, count)) of processor time each
            \(count) extractions in batches of \(batch): \(Int(Double(count) / appending * 1_000))/s, \
            \(perDocument(appendingProcessor, count)) of processor time each

            """)
    }

    private func perDocument(_ milliseconds: Double, _ count: Int) -> String { String(format: "%.2f ms", milliseconds / Double(count)) }
}

/// Chance that is the same in every run: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators" (OOPSLA 2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
