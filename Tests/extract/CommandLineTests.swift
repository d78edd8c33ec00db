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

    @Test func `prints pages as they are read, each with its document, and text the same as of the whole`() async throws {
        struct Line: Decodable {
            struct Source: Decodable { var filename: String }
            struct Contents: Decodable {
                struct Word: Decodable {
                    struct Span: Decodable { var offset: Int, length: Int }
                    var span: Span
                }
                var number: Int, content: String, words: [Word]
            }
            var document: Source
            var page: Contents?
        }
        let document = "{fixtures}/certificates/coa-tincture-three-pages.pdf"
        let pages = try await Program.run("read", "--format", "pages", document)
        #expect(pages.status == 0)
        let lines = try pages.output.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
            .sorted { ($0.page?.number ?? 0) < ($1.page?.number ?? 0) }
        #expect(lines.map { $0.page?.number } == [1, 2, 3])
        #expect(Set(lines.map(\.document.filename)) == ["coa-tincture-three-pages.pdf"])
        let ends = lines.compactMap(\.page).map { page in page.words.last.map { $0.span.offset + $0.span.length } == page.content.utf8.count
        }
        #expect(ends == [true, true, true])
        let text = try await Program.run("read", document)
        #expect(text.output == lines.compactMap { $0.page?.content }.joined(separator: "\n\n") + "\n")
        let none = try await Program.run("read", "--format", "pages", "{fixtures}/broken/empty.pdf")
        #expect(none.status == 3)
        #expect(none.output.isEmpty)
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

    @Test func `takes a pipeline from a file`() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "pipeline-\(UUID().uuidString).yaml").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let letter = "{fixtures}/prose/letter-en-gb.pdf"
        func run(_ yaml: String) async throws -> Program.Outcome {
            try Data(yaml.utf8).write(to: URL(fileURLWithPath: path))
            return try await Program.run("run", "--json", "--pages", "1", "--config", path, letter)
        }
        let outcome = try await run(
            """
            ocr:
              id: tesseract
              settings:
                languages: [eng]
            routing: ocr
            dpi: 100
            limits:
              pages: 50
            """)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let extraction = try JSONDecoder().decode(Extraction.self, from: Data(outcome.output.utf8))
        #expect(extraction.pages.map(\.reader) == [.ocr])
        #expect(extraction.plan?.limits.pages == 50)
        for (yaml, hint) in [
            ("ocr: {id: tesseract, settings: {langauges: [eng]}}", "'languages'"), ("dpi: {a: 1}", "'dpi'"), ("dpi: -5", "'dpi'"),
            ("limits: {pages: 1_000}", "'limits.pages'"), ("limits: {pages: 0}", "'pages'"), ("rooting: ocr", "'routing'"),
            ("a: &a [1]\nb: [*a, *a]", "no key"), ("- 1", "kind"), ("a: [", "YAML"),
        ] {
            let outcome = try await run(yaml)
            #expect(outcome.status == 2, "\(yaml)")
            #expect(outcome.errors.contains(hint), "\(yaml): \(outcome.errors)")
        }
    }

    @Test func `names the package of a language that isn't installed`() async throws {
        let letter = "{fixtures}/prose/letter-en-gb.pdf"
        let missing = try await Program.run("read", "--languages", "eng+tlh_x", letter)
        #expect(missing.status != 0)
        #expect(missing.errors.contains("tesseract-ocr-tlh-x"), "\(missing.errors)")
        #expect(try await Program.run("read", "--languages", "eng+", letter).errors.contains("'--languages'"))
        let read = try await Program.run("read", "--languages", "en", "--routing", "ocr", letter)
        #expect(read.status == 0, "\(read.errors)")
        #expect(!read.output.isEmpty)
    }

    @Test func `does not unfold what stands for itself many times over`() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "pipeline-\(UUID().uuidString).yaml").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        var yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<12 {
            yaml += "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ") + "]\n"
        }
        try Data(yaml.utf8).write(to: URL(fileURLWithPath: path))
        let outcome = try await Program.run("read", "--config", path, "{fixtures}/prose/letter-en-gb.pdf")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("too many values"))
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no full device here"))
    func `says that results could not be written`() async throws {
        let (process, _, _, errors) = Program.process(["read", "{fixtures}/prose/letter-en-gb.pdf"])
        process.standardOutput = FileHandle(forWritingAtPath: "/dev/full")
        try process.run()
        let said = await Program.text(of: errors)
        process.waitUntilExit()
        #expect(process.terminationStatus == 3)
        #expect(said.contains("output_failed"))
    }

    @Test func `writes the others when one result can't be`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "extract-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // A folder where the result should be is found and passed by; a name at the limit of the file system is cut.
        let long = folder + "/" + String(repeating: "n", count: 251) + ".pdf"
        try FileManager.default.copyItem(atPath: Program.fixtures + "/prose/letter-en-gb.pdf", toPath: long)
        let outcome = try await Program.run("run", "--json", "--output", folder + "/out", long, "{fixtures}/prose/letter-en-gb.pdf")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let written = try FileManager.default.contentsOfDirectory(atPath: folder + "/out").sorted()
        #expect(written == ["letter-en-gb.pdf.json", String(repeating: "n", count: 250) + ".json"])
    }

    @Test func `refuses to read standard input twice`() async throws { #expect(try await Program.run("read", "-", "-").status == 2) }

    @Test func `prints no row for a document without fields`() async throws {
        let outcome = try await Program.run("run", "--csv", "--fields", "favourite colour", "{fixtures}/prose/letter-en-gb.pdf")
        #expect(outcome.status == 0)
        #expect(outcome.output.split(separator: "\n", omittingEmptySubsequences: false).count == 2)
    }

    @Test func `reads text layers where no engine can work`() async throws {
        let (process, _, output, errors) = Program.process(["read", "--routing", "text", "{fixtures}/prose/letter-en-gb.pdf"])
        process.environment = ProcessInfo.processInfo.environment.merging(["TESSDATA_PREFIX": "/nonexistent"]) { $1 }
        try process.run()
        let (text, said) = await (Program.text(of: output), Program.text(of: errors))
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(said)")
        #expect(!text.isEmpty)
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

    @Test func `reads recorded results in place of documents`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "recorded-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("as recorded".utf8).write(to: folder.appending(path: "letter-en-gb.txt"))
        let file = folder.appending(path: "pipeline.yaml").path
        try Data("reader: {id: recorded, settings: {folder: \"\(folder.path)\"}}\n".utf8).write(to: URL(filePath: file))
        let letter = "{fixtures}/prose/letter-en-gb.pdf"
        let outcome = try await Program.run("read", "--config", file, letter)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output == "as recorded\n")
        let missing = try await Program.run("read", "--config", file, "{fixtures}/invoices/invoice-en-us-minimal.pdf")
        #expect(missing.status == 3)
        #expect(missing.errors.contains("not_found: "))
        #expect(try await Program.run("read", "--config", file, "--ocr", "tesseract", letter).status == 2)
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
