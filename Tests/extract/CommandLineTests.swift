import ExtractionKit
import Foundation
import Testing

@Suite struct `The command line` {
    @Test(arguments: [["--help"], ["run", "--help"], ["read", "--help"], ["--version"], ["plugins"], ["plugins", "--json"], ["schema"]])
    func `answers questions with status 0 on stdout`(arguments: [String]) async throws {
        let outcome = try await Program.run(arguments[0], arguments.count > 1 ? arguments[1] : "--help")
        #expect(outcome.status == 0)
        #expect(!outcome.output.isEmpty)
        #expect(outcome.errors.isEmpty)
    }

    @Test(arguments: [
        ["run"], ["run", "--nonsense", "a"], ["nonsense"], ["run", "--mode", "custom", "a"],
        ["run", "--mode", "auto", "--fields", "a", "b"],
        ["run", "--fields", "a", "--schema", "invoice", "b"], ["run", "--schema", "invoise", "b"],
        ["run", "--fields", "a,,b", "{fixtures}/prose/letter-en-gb.pdf"],
        ["run", "--ocr", "nonsense", "a"], ["run", "--pages", "3-1", "a"], ["read", "--format", "docx", "a"],
        ["read", "--timeout", "-1", "a"],
        ["read", "--routing", "maybe", "a"], ["schema", "nonsense"],
    ])
    func `says wrong usage with status 2 on stderr`(arguments: [String]) async throws {
        let outcome = try await Program.run(arguments)
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(!outcome.errors.isEmpty)
    }

    @Test func `says with the status whether everything, something or nothing was done`() async throws {
        let letter = "{fixtures}/prose/letter-en-gb.pdf"
        let all = try await Program.run("read", letter)
        #expect(all.status == 0)
        #expect(all.errors.isEmpty)
        let some = try await Program.run("read", letter, "{fixtures}/broken/truncated.png")
        #expect(some.status == 1)
        #expect(some.output == all.output)
        #expect(some.errors.contains("truncated.png: truncated: "))
        let none = try await Program.run("read", "/nonexistent", "{fixtures}/broken/empty.pdf")
        #expect(none.status == 3)
        #expect(none.output.isEmpty)
        #expect(none.errors.contains("/nonexistent: file_unreadable: "))
        #expect(none.errors.contains("empty.pdf: empty_document: "))
    }

    @Test func `reads a document from a pipe`() async throws {
        let path = Program.fixtures + "/prose/letter-en-gb.pdf"
        let direct = try await Program.run("read", path)
        let piped = try await Program.run("read", "-", input: Data(contentsOf: URL(fileURLWithPath: path)))
        #expect(piped.status == 0)
        #expect(piped.output == direct.output)
    }

    @Test func `prints an object for one document and lines for several`() async throws {
        let invoices = ["invoices/invoice-en-us-minimal.pdf", "prose/letter-en-gb.pdf"].map { "{fixtures}/\($0)" }
        let single = try await Program.run("run", "--json", invoices[0])
        #expect(single.status == 0, "\(single.errors)")
        _ = try JSONDecoder().decode(Extraction.self, from: Data(single.output.utf8))
        let several = try await Program.run("run", "--json", invoices[0], invoices[1])
        let lines = several.output.split(separator: "\n")
        #expect(lines.count == 2)
        let names = try lines.map { try JSONDecoder().decode(Extraction.self, from: Data($0.utf8)).document.filename }
        #expect(names == ["invoice-en-us-minimal.pdf", "letter-en-gb.pdf"])
        let line = try await Program.run("run", "--jsonl", invoices[0])
        #expect(line.output.split(separator: "\n").count == 1)
    }

    @Test func `prints a table of values for spreadsheets`() async throws {
        let outcome = try await Program.run("run", "--csv", "--fields", "invoice number", "{fixtures}/invoices/invoice-en-us-minimal.pdf")
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("document,document_type,field,item,value,currency_or_unit,raw,confidence,page\n"))
    }

    @Test func `writes a file for each document and overwrites none`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "extract-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let letter = "{fixtures}/prose/letter-en-gb.pdf"
        let outcome = try await Program.run("run", "--json", "--output", folder, letter, letter)
        #expect(outcome.status == 0)
        #expect(outcome.output.isEmpty)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["letter-en-gb.pdf-2.json", "letter-en-gb.pdf.json"])
    }

    @Test func `opens an encrypted document with the password from the environment`() async throws {
        let (process, _, output, errors) = Program.process(["read", "{fixtures}/broken/encrypted-user-password.pdf"])
        process.environment = ProcessInfo.processInfo.environment.merging(["EXTRACT_PASSWORD": "orchard-417"]) { $1 }
        try process.run()
        let (text, failure) = await (Program.text(of: output), Program.text(of: errors))
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(failure)")
        #expect(!text.isEmpty)
    }

    @Test func `stops at Ctrl-C and says what was done`() async throws {
        // The second document never comes: its pipe stays open. What was written by then is whole.
        let (process, input, output, errors) = Program.process(["run", "--jsonl", "{fixtures}/prose/letter-en-gb.pdf", "-"])
        try process.run()
        let first = try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Data, any Error>) in
            Thread.detachNewThread {
                var line = Data()
                while line.last != 0x0A, let byte = try? output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty { line += byte }
                continuation.resume(returning: line)
            }
        }
        _ = try JSONDecoder().decode(Extraction.self, from: first)
        kill(process.processIdentifier, SIGINT)
        let said = await Program.text(of: errors)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 130)
        #expect(said.contains("interrupted: 1 of 2 documents done, 0 failed"))
        try input.fileHandleForWriting.close()
    }
}
