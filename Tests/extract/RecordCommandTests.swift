import ExtractionKit
import Foundation
import Testing

@Suite final class `The commands of records` {
    private let folder: URL
    private var store: String { folder.appending(path: "records.db").path }
    private let letter = "{fixtures}/prose/letter-en-gb.pdf"

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "record-commands-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func extract(_ arguments: String...) async throws -> Program.Outcome { try await Program.run(arguments + ["--store", store]) }

    private func history(_ document: String) async throws -> JSONValue {
        try await JSONValue(json: Array(extract("history", document, "--json").output.utf8))
    }

    @Test func `keep a document, extract it again without its file, correct it and tell its history`() async throws {
        let copy = folder.appending(path: "letter.pdf")
        try FileManager.default.copyItem(atPath: letter.replacing("{fixtures}", with: Program.fixtures), toPath: copy.path)
        let first = try await extract("run", "--json", "--fields", "sender", copy.path)
        #expect(first.status == 0)
        let document = try #require(try JSONValue(json: Array(first.output.utf8))["document"]?["id"]?.string)
        let bytes = try Data(contentsOf: copy)
        try FileManager.default.removeItem(at: copy)

        let again = try await extract("rerun", document, "--json", "--fields", "date,subject")
        #expect(again.status == 0, "\(again.errors)")
        let corrected = try await extract("correct", document, "subject", "=A new \"roof\"", "--type", "text", "--actor", "Ada")
        #expect(try await extract("correct", document, "date", "31.3.2026").status == 2)
        #expect(try await extract("correct", document, "nonsense", "x").status == 3)
        #expect(corrected.status == 0, "\(corrected.errors)")
        let shown = try await extract("rerun", document, "--json", "--fields", "date,subject")
        #expect(try JSONValue(json: Array(shown.output.utf8))["extracted_fields"]?["subject"] == "=A new \"roof\"")
        #expect(shown.errors.contains("as corrected before: subject"))

        let told = try await history(document)
        let numbers = try #require(told["extractions"]?.array).compactMap { $0["summary"]?["sequence"] }
        #expect(numbers.count == 3)
        #expect(told["recognitions"]?.array?.count == 1)
        #expect(told["corrections"]?.array?.first?["actor"] == "Ada")
        #expect(try await extract("history", document).output.contains("corrected"))
        guard case .number(let newest)? = numbers.first, case .number(let oldest)? = numbers.last else { return }
        let difference = try await extract("diff", "\(oldest)", "\(newest)")
        #expect(difference.status == 0)

        // The labels are a dataset that the benchmark reads.
        try bytes.write(to: copy)
        let labels = folder.appending(path: "labels").path
        let written = try await extract("labels", copy.path, "--output", labels)
        #expect(written.status == 0, "\(written.errors)")
        let bench = try await Program.run("bench", labels, "--routing", "text")
        #expect(bench.status == 0, "\(bench.errors)")

        let report = try await extract("report", "documents")
        #expect(report.output.split(separator: "\n").count == 2)
        #expect(report.output.contains("letter.pdf"))
        #expect(try await extract("report", "activity").output.contains("Ada,field.corrected,\(document)"))
        #expect(try await extract("report", "usage").output.split(separator: "\n").count == 2)
        #expect(try await extract("report", "slow", "--over", "0").output.split(separator: "\n").count == 2)
        #expect(try await extract("report", "costs").status == 0)
    }

    @Test func `back a database up, check it and restore it`() async throws {
        #expect(try await Program.run("db", "migrate", store).status == 0)
        #expect(try await extract("run", letter).status == 0)
        let backup = folder.appending(path: "backup.db").path
        #expect(try await Program.run("db", "backup", store, backup).status == 0)
        #expect(try await Program.run("db", "backup", store, backup).status == 3)
        let refused = try await Program.run("db", "restore", store, backup)
        #expect(refused.status == 3)
        #expect(refused.errors.contains("--force"))
        #expect(try await Program.run("db", "restore", store, backup, "--force").status == 0)
        #expect(try await Program.run("db", "check", store).status == 0)
        #expect(try await extract("report", "documents").output.split(separator: "\n").count == 2)
    }

    @Test func `shield a spreadsheet from names that are formulas`() async throws {
        let evil = folder.appending(path: "=cmd|' |'!A1,x.pdf")
        try FileManager.default.copyItem(atPath: letter.replacing("{fixtures}", with: Program.fixtures), toPath: evil.path)
        _ = try await extract("run", evil.path)
        let report = try await extract("report", "documents")
        #expect(report.output.contains("\"'=cmd|"))
    }

    @Test(
        arguments: [
            (["history", "nobody"], 3), (["rerun", "nobody"], 3), (["diff", "1", "2"], 3), (["correct", "nobody", "a", "b"], 3),
            (["correct", "nobody", "a"], 2), (["report", "nonsense"], 2), (["report", "costs", "--month", "2026-13"], 2),
            (["rerun", "nobody", "--tenant", "a b"], 2), (["rerun", "nobody", "--tenant", "stranger"], 3),
        ])
    func `say what is wrong`(arguments: [String], status: Int) async throws {
        #expect(try await Program.run("db", "migrate", store).status == 0)
        let added = try await Program.run("db", "check", store)
        #expect(added.status == 0)
        let outcome = try await Program.run(arguments + ["--store", store])
        #expect(outcome.status == Int32(status), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
        #expect(!outcome.errors.isEmpty)
    }

    @Test func `don't make a database where one is only asked`() async throws {
        let outcome = try await extract("report", "documents")
        #expect(outcome.status == 3)
        #expect(!FileManager.default.fileExists(atPath: store))
    }
}
