import ExtractionKit
import ExtractionRecorded
import ExtractionResultFormats
import ExtractionTesting
import Foundation
import Testing

@Suite struct `A reader of recorded results` {
    private let document = Document(bytes: Array("%PDF-1.7 made up".utf8), filename: "scan.pdf")

    /// Runs with a folder of files.
    private func withFolder<R>(_ files: [String: String], _ body: (String) async throws -> R) async throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(path: "recorded-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        return try await body(folder.path)
    }

    private func read(_ reader: RecordedDocumentReader) async throws -> ReadDocument {
        try await reader.withPages(of: ReadRequest(document: document)) { pages in
            var outcomes: [PageOutcome] = []
            for try await outcome in pages { outcomes.append(outcome) }
            return ReadDocument(pageCount: pages.pageCount, outcomes: outcomes)
        }
    }

    @Test(arguments: [
        ("scan.pdf.hocr", Sample.hocr, 2), ("scan.azure.json", Sample.azure21, 2), ("scan.txt", Sample.text, 2),
        ("scan.deepseek.txt", Sample.deepSeek + "\n<--- Page Split --->\nNext page", 2),
    ])
    func `keeps the contract`(name: String, content: String, pages: Int) async throws {
        try await withFolder([name: content]) { folder in
            let reader = try RecordedDocumentReader(.init(folder: folder))
            try await DocumentReaderConformance(reader, samples: [.init(document, pageCount: pages)]).check()
        }
    }

    @Test func `gives pages that say where they come from, and cost nothing`() async throws {
        try await withFolder(["\(document.sha256).azure.json": Sample.azure21]) { folder in
            let read = try await read(RecordedDocumentReader(.init(folder: folder)))
            let page = try #require(read.pages.first)
            #expect(page.route.method == .service)
            #expect(page.engine?.description == "recorded 1 azure 2.1.0")
            #expect(page.usage == Usage())
            #expect(page.warnings.map(\.code) == ["not_kept"])
            #expect(page.page.size == Size(width: 612, height: 792))
            #expect(read.pages[1].isPartial)
            #expect(read.text(of: page.layout.tables[0].cells[2].spans[0]) == "Bolt")
        }
    }

    @Test func `names the file that it misses`() async throws {
        try await withFolder([:]) { folder in
            let reader = try RecordedDocumentReader(.init(folder: folder, format: .hocr))
            let error = await #expect(throws: ExtractionError.self) { try await read(reader) }
            #expect(error?.code == .notFound)
            #expect(error?.message.contains("'scan.pdf.hocr'") == true)
            #expect(error?.message.contains(folder) == false)
        }
    }

    @Test func `doesn't choose between two results by itself`() async throws {
        try await withFolder(["scan.hocr": Sample.hocr, "scan.txt": "one page"]) { folder in
            let reader = try RecordedDocumentReader(.init(folder: folder))
            let error = await #expect(throws: ExtractionError.self) { try await read(reader) }
            #expect(error?.code == .invalidConfiguration)
            #expect(try await read(RecordedDocumentReader(.init(folder: folder, format: .text))).content == "one page")
        }
    }

    @Test func `fails the pages that weren't recorded`() async throws {
        try await withFolder(["scan.azure.json": Sample.azure2021]) { folder in
            let read = try await read(RecordedDocumentReader(.init(folder: folder)))
            #expect(read.pages.map(\.page.number) == [3])
            #expect(read.failures.map(\.error.code) == [.notFound, .notFound])
        }
    }

    @Test func `takes sizes and numbers of pages from a loader`() async throws {
        try await withFolder(["scan.deepseek.txt": Sample.deepSeek]) { folder in
            let two = MadeUpDocumentLoader(pages: [.scan, .scan])
            let read = try await read(RecordedDocumentReader(.init(folder: folder), loader: two))
            #expect(read.pageCount == 2)
            #expect(read.pages.map(\.page.size) == [Size(width: 612, height: 792)])
            #expect(!read.pages[0].warnings.contains { $0.code == "page_size_assumed" })
            #expect(read.failures.map(\.page) == [2])
        }
        try await withFolder(["scan.txt": Sample.text]) { folder in
            let one = MadeUpDocumentLoader(pages: [.scan])
            let reader = try RecordedDocumentReader(.init(folder: folder), loader: one)
            let error = await #expect(throws: ExtractionError.self) { try await read(reader) }
            #expect(error?.code == .conflict)
        }
    }

    @Test func `has another identity when another result lies in its folder`() async throws {
        let (first, same, other) = try await withFolder(["scan.txt": "one"]) { folder in
            let first = try RecordedDocumentReader(.init(folder: folder)).identity
            let same = try RecordedDocumentReader(.init(folder: folder)).identity
            try Data("another".utf8).write(to: URL(filePath: folder + "/scan.txt"))
            return try (first, same, RecordedDocumentReader(.init(folder: folder)).identity)
        }
        #expect(first == same)
        #expect(first != other)
    }

    @Test func `is made by name from settings, and refuses impossible ones`() async throws {
        var registry = PluginRegistry()
        registry.register(reader: RecordedDocumentReader.self)
        try await withFolder(["scan.txt": "made"]) { folder in
            let settings: JSONValue = ["folder": .string(folder), "format": "text", "pageSize": ["width": 300, "height": 400]]
            let reader = try await registry.reader(PluginChoice("recorded", settings: settings))
            let page = try await reader.withPages(of: ReadRequest(document: document)) { pages in
                for try await case .read(let page) in pages { return page }
                throw CancellationError()
            }
            #expect(page.page.size == Size(width: 300, height: 400))
        }
        for (settings, code) in [
            ([:] as JSONValue, ExtractionError.Code.invalidConfiguration), (["folder": "/nonexistent"], .missingResource),
            (["folder": "/", "dpi": 1], .invalidConfiguration),
            (["folder": "/", "pageSize": ["width": 0, "height": 1]], .invalidConfiguration),
            (["folder": "/", "fromat": "text"], .invalidConfiguration),
        ] {
            let choice = PluginChoice("recorded", settings: settings)
            let error = await #expect(throws: ExtractionError.self) { try await registry.reader(choice) }
            #expect(error?.code == code)
        }
    }
}
