import ExtractionKit
import Foundation
import RepositoryFiles
import Testing

@Suite struct `The command line's search` {
    @Test func `finds what a folder holds, and follows its changes`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "search-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let documents = folder.appending(path: "documents/2025")
        try FileManager.default.createDirectory(at: documents, withIntermediateDirectories: true)
        let store = folder.appending(path: "search.db").path
        let invoices = try FileManager.default.contentsOfDirectory(atPath: RepositoryFiles.fixture("invoices")).filter {
            $0.hasSuffix(".pdf")
        }
        .sorted()
        for name in invoices.prefix(3) {
            try FileManager.default.copyItem(
                atPath: RepositoryFiles.fixture("invoices/" + name), toPath: documents.appending(path: name).path)
        }
        try Data("no document".utf8).write(to: documents.appending(path: "notes.txt"))
        let root = folder.appending(path: "documents").path
        func index(_ options: String...) async throws -> Program.Outcome {
            try await Program.run(["index", root, "--store", store, "--ocr", "tesseract", "--embedder", "hashing"] + options)
        }
        func search(_ query: String, _ options: String...) async throws -> Program.Outcome {
            try await Program.run(["search", "--store", store, query] + options)
        }

        let first = try await index("--json")
        #expect(first.status == 0)
        #expect(first.output.hasPrefix("{\"indexed\":3,") && first.output.contains("\"skipped\":1,\"removed\":0"))
        #expect(first.errors.contains("notes.txt: left out"))
        let second = try await index("--json")
        #expect(second.output.hasPrefix("{\"indexed\":0,\"chunks\":0,\"incomplete\":0,\"unchanged\":3,"))

        let found = try await search("type:invoice folder:2025 invoice total")
        #expect(found.status == 0)
        #expect(found.output.contains("1. 2025/") && found.output.contains("page 1") && found.output.contains("(invoice"))
        let report = try JSONDecoder().decode(JSONValue.self, from: Data(await search("invoice total_amount>0", "--json").output.utf8))
        guard case .object(let object) = report, case .array(let hits)? = object["hits"], case .object(let hit)? = hits.first,
            case .array(let regions)? = hit["regions"], case .array(let highlights)? = hit["highlights"]
        else {
            Issue.record("The report has no hits with regions and highlights.")
            return
        }
        #expect(!regions.isEmpty && !highlights.isEmpty)

        let nothing = try await search("type:receipt total")
        #expect(nothing.status == 1 && nothing.output.isEmpty)
        let wrong = try await search("totl>5")
        #expect(wrong.status == 2)
        #expect(wrong.errors.contains("at character 1") && wrong.errors.contains("Did you mean 'total'"))

        try FileManager.default.removeItem(at: documents.appending(path: invoices[0]))
        let third = try await index("--json")
        #expect(third.output.contains("\"unchanged\":2,") && third.output.contains("\"removed\":1"))
        #expect(try await !search("invoice", "--limit", "100").output.contains(invoices[0]))
        let other = try await Program.run("index", root, "--store", store, "--embedder", "none")
        #expect(other.status == 3 && other.errors.contains("conflict") || other.errors.contains("same embedder"))
    }

    @Test func `embeds of a document that has changed only what is new, and keeps vectors where it is told to`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "reindex-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let documents = folder.appending(path: "documents"), vectors = folder.appending(path: "vectors")
        try FileManager.default.createDirectory(at: documents, withIntermediateDirectories: true)
        let config = folder.appending(path: "pipeline.yaml")
        try Data(
            """
            chunker: {id: fixed, settings: {length: 60}}
            embedder: {id: caching, settings: {embedder: {id: hashing}, folder: \(vectors.path)}}
            """.utf8
        ).write(to: config)
        func write(_ lines: [String]) throws { try Data(linesPDF(lines)).write(to: documents.appending(path: "letter.pdf")) }
        func index(_ store: String) async throws -> (chunks: Int, embedded: Int, vectors: Int) {
            let outcome = try await Program.run(
                "index", documents.path, "--store", folder.appending(path: store).path, "--ocr", "tesseract", "--config", config.path,
                "--json")
            #expect(outcome.status == 0, "\(outcome.errors)")
            guard case .object(let tally) = try JSONValue(json: Array(outcome.output.utf8)), case .number(let chunks)? = tally["chunks"],
                case .number(let embedded)? = tally["embedded"]
            else { throw ExtractionError(.engineFailure, "There is no tally.") }
            let kept = (FileManager.default.enumerator(atPath: vectors.path)?.compactMap { $0 as? String } ?? []).filter {
                $0.hasSuffix(".vector")
            }
            return (Int("\(chunks)") ?? -1, Int("\(embedded)") ?? -1, kept.count)
        }
        let lines = (0..<12).map { "Paragraph \($0) of the letter says that item \($0 * 7) was sent on day \($0 + 1)." }
        try write(lines)
        let first = try await index("search.db")
        #expect(first.chunks > 8 && first.embedded == first.chunks && first.vectors == first.chunks)
        // What the embedder made is gone: whatever is there afterwards, it was asked for.
        try FileManager.default.removeItem(at: vectors)
        try write(Array(lines.dropLast()) + ["An end that is quite another one, and about the harbour."])
        let second = try await index("search.db")
        #expect((1...3).contains(second.embedded) && second.vectors == second.embedded && second.chunks > 8)
        let found = try await Program.run(
            "search", "--store", folder.appending(path: "search.db").path, "--config", config.path, "--mode", "vector", "the harbour")
        #expect(found.status == 0 && found.output.contains("harbour"), "\(found.errors)")
        // Another store asks for the rest alone.
        let other = try await index("other.db")
        #expect(other.embedded == other.chunks && other.vectors == other.chunks + 1)
    }

    /// A page with lines of text.
    private func linesPDF(_ lines: [String]) -> [UInt8] {
        let content = "BT /F 10 Tf 50 780 Td 14 TL " + lines.map { "(\($0)) Tj T*" }.joined(separator: " ") + " ET"
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            "<</Length \(content.utf8.count)>>stream\n\(content)\nendstream", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
        var file = "%PDF-1.4\n"
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(file.utf8.count)
            file += "\(index + 1) 0 obj\(object)endobj\n"
        }
        let table = offsets.map { String(repeating: "0", count: 10 - "\($0)".count) + "\($0) 00000 n \n" }.joined()
        let start = file.utf8.count
        file += "xref\n0 6\n0000000000 65535 f \n\(table)trailer<</Size 6/Root 1 0 R>>\nstartxref\n\(start)\n%%EOF\n"
        return Array(file.utf8)
    }

    @Test func `says what is wrong`() async throws {
        let absent = try await Program.run("search", "--store", "/nowhere/search.db", "word")
        #expect(absent.status == 3 && absent.errors.contains("can't be opened"))
        let folder = try await Program.run("index", "/nowhere/documents", "--store", "/nowhere/search.db")
        #expect(folder.status == 3 && folder.errors.contains("folder can't be opened"))
    }
}
