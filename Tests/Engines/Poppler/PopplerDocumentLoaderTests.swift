import ExtractionKit
import ExtractionPoppler
import ExtractionTesting
import Foundation
import RepositoryFiles
import Testing

@Suite struct `A Poppler document loader` {
    let loader = PopplerDocumentLoader()

    @Test func `keeps the contract of its role`() async throws {
        let handmade = HandmadePDF(
            .init(drawing: HandmadePDF.text("Hello there", x: 20, y: 100)), .init("/MediaBox [0 0 200 300] /Rotate 270"))
        try await DocumentLoaderConformance(
            loader,
            samples: [
                .init(handmade.document, pageCount: 2),
                .init(try fixture("mixed/mixed-survey-six-pages.pdf"), pageCount: 6),
                .init(try fixture("certificates/coa-tincture-three-pages.pdf"), pageCount: 3),
                .init(try fixture("broken/encrypted-owner-only.pdf"), pageCount: 1),
            ],
            damages: [
                .init(try fixture("broken/empty.pdf"), throws: [.emptyDocument]),
                .init(try fixture("broken/not-a-document.pdf"), throws: [.unsupportedMediaType]),
                .init(try fixture("broken/no-pages.pdf"), throws: [.noPages]),
                .init(try fixture("broken/truncated.pdf"), throws: [.truncated]),
                .init(try fixture("broken/encrypted-user-password.pdf"), throws: [.encrypted]),
                .init(try fixture("broken/huge-drawing.pdf"), throws: [.tooLarge]),
            ]
        ).check()
    }

    @Test func `opens an encrypted document with its password alone`() async throws {
        var document = try fixture("broken/encrypted-user-password.pdf")
        for password in ["wrong", "", "falsch-ü-密", String(repeating: "x", count: 5_000)] {
            document.password = Secret(password)
            await expectError(.encrypted) { _ = try await pageCount(of: document) }
        }
        document.password = Secret("orchard-417")
        let count = try await pageCount(of: document)
        #expect(count == 1)
    }

    @Test func `tells a cut off file from a damaged one`() async throws {
        let whole = HandmadePDF(.init(drawing: HandmadePDF.text("text", x: 20, y: 20))).bytes
        await expectError(.truncated) { _ = try await pageCount(of: Document(bytes: Array(whole.prefix(40)), filename: "a.pdf")) }
        let garbage = Array("%PDF-1.7\n".utf8) + (0..<5_000).map { UInt8(truncatingIfNeeded: $0 &* 31) } + Array("%%EOF".utf8)
        await expectError(.corrupt) { _ = try await pageCount(of: Document(bytes: garbage, filename: "b.pdf")) }
    }

    @Test func `refuses a file above the limit on bytes`() async {
        var limits = DocumentLimits()
        limits.bytes = 100
        let request = LoadRequest(document: HandmadePDF(.init()).document, limits: limits)
        await expectError(.tooLarge) { try await loader.withDocument(request) { _ in } }
    }

    @Test(.timeLimit(.minutes(30))) func `gives up a page at its deadline and goes on with the others`() async throws {
        // Forms that draw the next one ten times: ten million squares, more work than anybody waits for.
        let levels = (0..<7).map { level in level == 6 ? "0 0 1 1 re f" : String(repeating: "/F\(level + 1) Do ", count: 10) }
        let bomb = HandmadePDF(
            .init(drawing: "/F0 Do " + String(repeating: "/F0 Do ", count: 20)),
            .init(drawing: HandmadePDF.text("after", x: 20, y: 20)), forms: levels)
        // One thread: it has to come back.
        var configuration = PopplerDocumentLoader.Configuration()
        configuration.threads = 1
        let loader = PopplerDocumentLoader(configuration: configuration)
        try await loader.withDocument(LoadRequest(document: bomb.document)) { open in
            await expectError(.deadlineExceeded) {
                _ = try await open.raster(RasterRequest(page: 1, dpi: 72, deadline: .after(.milliseconds(100))))
            }
            let layer = try await open.textLayer(PageRequest(page: 2, deadline: .after(.seconds(30))))
            #expect(layer?.text.plainText == "after")
        }
    }

    @Test func `opens within its deadline or not at all`() async {
        let request = LoadRequest(document: HandmadePDF(.init()).document, deadline: .after(.seconds(-1)))
        await expectError(.deadlineExceeded) { try await loader.withDocument(request) { _ in } }
    }

    @Test func `fails for the page that can't be parsed and no other`() async throws {
        let sound = HandmadePDF(.init(drawing: HandmadePDF.text("one", x: 20, y: 20)), .init())
        // The tree says two pages; the second one's object becomes a number.
        let text = String(decoding: sound.bytes, as: UTF8.self)
        let damaged = text.replacingOccurrences(of: "7 0 obj\n<< /Type /Page ", with: "7 0 obj\n42 %/Type /Page ")
        #expect(damaged != text)
        let document = Document(bytes: Array(damaged.utf8), filename: "damaged.pdf")
        try await loader.withDocument(LoadRequest(document: document)) { open in
            #expect(open.pageCount == 2)
            let layer = try await open.textLayer(PageRequest(page: 1))
            #expect(layer?.text.plainText == "one")
            await expectError(.corrupt) { _ = try await open.page(PageRequest(page: 2)) }
        }
    }

    @Test func `names the version of its library`() async throws {
        #expect(loader.identity.id == "poppler")
        #expect(loader.identity.version.wholeMatch(of: /\d+\.\d+\.\d+/) != nil)
        guard case .works(let versions) = await PopplerDocumentLoader.check(environment: PluginEnvironment()) else {
            Issue.record("It should work here.")
            return
        }
        #expect(versions.wholeMatch(of: /Poppler \d+\.\d+\.\d+/) != nil)
    }

    @Test(arguments: [-1, 0, 65, Int.max]) func `refuses a number of threads that makes no sense`(threads: Int) async {
        var configuration = PopplerDocumentLoader.Configuration()
        configuration.threads = threads
        await expectError(.invalidConfiguration) {
            _ = try await PopplerDocumentLoader(configuration: configuration, environment: PluginEnvironment())
        }
    }

    @Test func `draws the same with several threads as with one`() async throws {
        let document = try fixture("mixed/mixed-survey-six-pages.pdf")
        var configuration = PopplerDocumentLoader.Configuration()
        configuration.threads = 3
        let parallel = try await rasters(of: document, with: PopplerDocumentLoader(configuration: configuration))
        let serial = try await rasters(of: document, with: loader)
        #expect(serial == parallel)
    }

    private func rasters(of document: Document, with loader: PopplerDocumentLoader) async throws -> [Int: [UInt8]] {
        try await loader.withDocument(LoadRequest(document: document)) { open in
            try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
                for page in 1...open.pageCount {
                    group.addTask { (page, try await open.raster(RasterRequest(page: page, dpi: 60)).pixels) }
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
        }
    }

    private func pageCount(of document: Document) async throws -> Int {
        try await loader.withDocument(LoadRequest(document: document)) { $0.pageCount }
    }
}

/// A document of the repository's fixtures.
func fixture(_ path: String) throws -> Document { try Document(contentsOfFile: RepositoryFiles.fixture(path)) }

/// Expects an error of the kit with one of the codes.
func expectError(
    _ code: ExtractionError.Code, or other: ExtractionError.Code? = nil, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Void
) async {
    await #expect(sourceLocation: sourceLocation) {
        try await body()
    } throws: { error in
        (error as? ExtractionError).map { $0.code == code || $0.code == other } ?? false
    }
}
