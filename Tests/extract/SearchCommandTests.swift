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

    @Test func `says what is wrong`() async throws {
        let absent = try await Program.run("search", "--store", "/nowhere/search.db", "word")
        #expect(absent.status == 3 && absent.errors.contains("can't be opened"))
        let folder = try await Program.run("index", "/nowhere/documents", "--store", "/nowhere/search.db")
        #expect(folder.status == 3 && folder.errors.contains("folder can't be opened"))
    }
}
