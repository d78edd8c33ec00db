import ExtractionKit
import ExtractionTesting
import Foundation
import Testing

private let file = Document(bytes: Array("%PDF-1.7".utf8), filename: "made-up.pdf")
private let prose = "The goods were delivered in March and paid for in full."

private func pipeline(
    _ pages: [MadeUpDocumentLoader.Page], ocr: some OCREngine = .blank, extractor: some FieldExtractor = .findingNothing
) -> Pipeline {
    Pipeline(
        reader: PageByPageReader(loader: MadeUpDocumentLoader(pages: pages), ocr: ocr, dpi: 72), extractor: extractor, schemas: [])
}

@Suite struct `A pipeline` {
    @Test func `tells what happens in the order in which it happens`() async throws {
        let told = try await pipeline([.text(prose), .scan, .corrupt]).withEvents(extracting: ExtractionRequest(file)) { events in
            var told: [String] = []
            for try await event in events {
                switch event {
                case .opened(let count, let selected): told.append("opened \(count) \(selected)")
                case .page(.read): told.append("page")
                case .page(.failed(let page, _)): told.append("failed \(page)")
                case .read(let document): told.append("read \(document.pages.count)")
                case .extracted(let extraction): told.append("extracted \(extraction.errors.count)")
                }
            }
            return told
        }
        #expect(told.first == "opened 3 3")
        #expect(told.suffix(2) == ["read 2", "extracted 1"])
        #expect(told.filter { $0 == "page" }.count == 2)
        #expect(told.contains("failed 3"))
    }

    @Test func `gives a result for a document of which a page failed`() async throws {
        let extraction = try await pipeline([.text(prose), .corrupt]).extract(ExtractionRequest(file, target: .fields(["total"])))
        #expect(extraction.pages.map(\.number) == [1])
        #expect(extraction.errors.map(\.page) == [2])
        #expect(extraction.missing.map(\.name) == ["total"])
        #expect(extraction.mode == .custom)
    }

    @Test func `throws when no page could be read, and says where`() async throws {
        let error = await #expect(throws: ExtractionError.self) {
            _ = try await pipeline([.corrupt, .corrupt]).extract(ExtractionRequest(file))
        }
        #expect(error?.code == .allPagesFailed)
        #expect(error?.scope.document == file.id)
        #expect(error?.scope.page == 1)
        let single = await #expect(throws: ExtractionError.self) { _ = try await pipeline([.corrupt]).extract(ExtractionRequest(file)) }
        #expect(single?.code == .corrupt)
    }

    @Test func `refuses a file without bytes`() async {
        let error = await #expect(throws: ExtractionError.self) {
            _ = try await pipeline([.blank]).extract(ExtractionRequest(Document(bytes: [], filename: "empty.pdf")))
        }
        #expect(error?.code == .emptyDocument)
    }

    @Test func `turns an extractor's own error into one that says where`() async {
        struct Odd: Error {}
        let error = await #expect(throws: ExtractionError.self) {
            _ = try await pipeline([.text(prose)], extractor: ClosureFieldExtractor { _, _ in throw Odd() }).extract(
                ExtractionRequest(file))
        }
        #expect(error?.code == .engineFailure)
        #expect(error?.scope == ExtractionError.Scope(document: file.id, stage: .fields, plugin: "closure"))
        #expect(error?.cause is Odd)
    }

    @Test func `ends when its caller leaves`() async throws {
        let first = try await pipeline([.scan], ocr: .hanging).withEvents(extracting: ExtractionRequest(file)) { events in
            for try await event in events { if case .opened(let count, _) = event { return count } }
            return 0
        }
        #expect(first == 1)
    }

    @Test func `ends when its task is cancelled`() async throws {
        let outcome = await withTaskGroup(of: Result<Extraction, any Error>.self) { group in
            group.addTask {
                await Result { try await pipeline([.scan], ocr: .hanging).extract(ExtractionRequest(file)) }
            }
            group.cancelAll()
            return await group.next()
        }
        guard case .failure(let error) = outcome else { return #expect(Bool(false), "a cancelled extraction gave a result") }
        #expect(error is CancellationError)
    }

    @Test func `can be made from a plan that was written down`() async throws {
        var registry = PluginRegistry()
        registry.register(layout: GeometricLayoutAnalyzer.self)
        let plan = PipelinePlan(
            reading: .pageByPage(
                PipelinePlan.PageByPage(loaders: ["poppler"], ocr: PluginChoice("tesseract", settings: ["languages": ["deu"]]))),
            extractor: "rules")
        let copy = try JSONDecoder().decode(PipelinePlan.self, from: JSONEncoder().encode(plan))
        #expect(copy == plan)
        let error = await #expect(throws: ExtractionError.self) { _ = try await registry.pipeline(for: copy, schemas: []) }
        #expect(error?.code == .pluginNotFound)
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = try await .success(body()) } catch { self = .failure(error) }
    }
}
