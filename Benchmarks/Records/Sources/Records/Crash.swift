import ExtractionKit
import ExtractionSQLite
import Foundation

/// Kills writers at random moments, and looks for what was promised and isn't there, or is there by half.
struct Crash {
    let path: String
    let kills: Int

    /// Writes for ever, and says what was committed only after it was.
    static func write(path: String, seed: UInt64) async throws {
        let store = try await SQLiteRecordStore.open(path)
        let records = try await store.records(ofNewOrKnown: .local)
        var generator = SplitMix(state: seed)
        for number in 0... {
            let prefix = "w\(seed)"
            let document = SampleRecords.document(number, prefix: prefix)
            var filed = document
            filed.folder = nil
            try await records.add(filed)
            let batch = (0..<Int(generator.next() % 8 + 1)).map { SampleRecords.extraction(of: document, number: $0 + number) }
            let sequences = try await records.append(batch)
            say("extractions \(document.id) \(sequences.map(String.init).joined(separator: ","))")
            if generator.next() % 3 == 0 {
                try await records.correct(CorrectionRequest(document: document.id, field: "tax", new: nil, actor: "writer"))
                say("corrected \(document.id)")
            }
            let reservation = try await records.reserve(ReservationRequest(UsageAmount(documents: 1)))
            try await records.settle(reservation.id, as: UsageAmount(documents: 1))
            say("settled")
        }
    }

    func run() async throws {
        var generator = SplitMix(state: 7)
        var settled = 0, acknowledged = 0, torn = 0
        // Two processes on one file: one is killed, the other then too.
        for kill in stride(from: 0, to: kills, by: 2) {
            let writers = try (0..<2).map { try Writer(path: path, seed: UInt64(1 + kill + $0)) }
            for writer in writers {
                try await Task.sleep(for: .milliseconds(Int(generator.next() % 150) + 60))
                writer.kill()
            }
            let store = try await SQLiteRecordStore.open(path)
            let records = try await store.records(ofNewOrKnown: .local)
            for line in writers.flatMap({ $0.lines() }) {
                acknowledged += 1
                let parts = line.split(separator: " ").map(String.init)
                switch parts[0] {
                case "extractions":
                    for sequence in parts[2].split(separator: ",").compactMap({ Int($0) }) {
                        guard try await records.extraction(sequence)?.extraction.document.id == parts[1] else {
                            throw Failure("a commit was lost: extraction \(sequence) of \(parts[1])")
                        }
                    }
                case "corrected":
                    guard try await records.corrections(ofDocument: parts[1]).count == 1 else {
                        throw Failure("a commit was lost: the correction of \(parts[1])")
                    }
                default: settled += 1
                }
            }
            let month = UsageMonth(of: .now, in: .gmt)
            let counted = try await records.usage(in: month, at: .now).used.documents
            // One settlement of each writer may have been committed and not yet told.
            guard counted >= settled, counted <= settled + kill + 2 else {
                throw Failure("usage: \(counted) counted, \(settled) acknowledged")
            }
            let problems = try await store.problems()
            if !problems.isEmpty { torn += 1; say("after kill \(kill): \(problems)") }
        }
        let store = try await SQLiteRecordStore.open(path)
        let records = try await store.records(ofNewOrKnown: .local)
        var cursor: RecordCursor?, documents = 0, extractions = 0
        repeat {
            let page = try await records.documents(LibraryQuery(page: RecordPageRequest(limit: 1_000, after: cursor)))
            documents += page.items.count
            for item in page.items {
                extractions += try await records.extractions(ofDocument: item.document.id, RecordPageRequest(limit: 100)).items.count
            }
            cursor = page.next
        } while cursor != nil
        say("\(kills) kills, \(acknowledged) acknowledged commits, 0 lost; \(torn) checks with faults;")
        say("\(documents) documents and \(extractions) extractions, every one readable")
        if torn > 0 { exit(1) }
    }
}

/// A process that writes, and what it has said.
private struct Writer {
    private let process = Process()
    private let output: FileHandle

    init(path: String, seed: UInt64) throws {
        // A file takes what is said also when nobody reads it yet.
        let log = path + ".\(seed).log"
        try Data().write(to: URL(filePath: log))
        guard let writing = FileHandle(forWritingAtPath: log), let reading = FileHandle(forReadingAtPath: log) else {
            throw Failure("the log can't be opened")
        }
        output = reading
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["write", path, "\(seed)"]
        process.standardOutput = writing
        try process.run()
    }

    func kill() {
        _ = Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    func lines() -> [String] {
        let text = String(decoding: output.readDataToEndOfFile(), as: UTF8.self)
        // The last line may be cut; what follows the last line feed doesn't count.
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
}
