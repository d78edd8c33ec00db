import ExtractionKit
import ExtractionSQLite
import Foundation

/// Fills a small file system.
struct FullDisk {
    let folder: String

    func run() async throws {
        let filler = folder + "/filler"
        try Data(count: 8 << 20).write(to: URL(filePath: filler))
        let store = try await SQLiteRecordStore.open(folder + "/records.db")
        let records = try await store.records(ofNewOrKnown: .local)
        var rounds = 0, written = 0
        // Those that were added, and whose extractions the full disk refused.
        var refused: Set<Int> = []
        while rounds < 2 {
            do {
                var document = SampleRecords.document(written)
                document.folder = nil
                try await records.add(document)
                try await records.append((0..<5).map { SampleRecords.extraction(of: document, number: written + $0) })
                written += 1
            } catch let error as ExtractionError {
                guard error.code == .diskFull else { throw error }
                rounds += 1
                let problems = try await store.problems()
                say("full after \(written) documents: \(error.code); \(problems.isEmpty ? "the database is sound" : "\(problems)")")
                for number in 0..<written where !refused.contains(number) {
                    let id = SampleRecords.document(number).id
                    let count = try await records.extractions(ofDocument: id, RecordPageRequest()).items.count
                    guard count == 5 else { throw Failure("\(id) has \(count) of 5 extractions") }
                }
                if try await records.document(SampleRecords.document(written).id) != nil {
                    guard try await records.latestExtraction(ofDocument: SampleRecords.document(written).id) == nil else {
                        throw Failure("a refused batch is there by half")
                    }
                    refused.insert(written)
                    written += 1
                }
                if rounds == 1 { try FileManager.default.removeItem(atPath: filler) }
            }
        }
        say("went on when there was space again")
    }
}
