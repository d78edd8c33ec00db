import ExtractionKit
import ExtractionTesting
import Foundation
import Synchronization
import Testing

@testable import ExtractionEvaluation

@Suite struct `A matrix` {
    private static let text = "Invoice number A-17 of 2026-03-31"
    private static let schema = RecordSchema(
        id: "invoice", title: "Invoice", fields: [FieldSchema(name: "number", type: .identifier)])

    /// Finds the word after "number".
    private static let finder = ClosureFieldExtractor { _, document in
        guard let range = document.content.range(of: "A-17") else {
            return FieldResult(documentType: DocumentTypeFinding(id: "unknown", confidence: 0.5), fields: [])
        }
        let start = document.content.utf8.distance(from: document.content.startIndex, to: range.lowerBound)
        let field = ExtractedField(
            name: "number", type: .identifier, value: .text("A-17"), raw: "A-17", confidence: 0.9,
            grounding: document.grounding(of: TextSpan(start..<start + 4), status: .exact), source: "test")
        return FieldResult(documentType: DocumentTypeFinding(id: "invoice", confidence: 1), fields: [field])
    }

    private static func reader(_ text: String) -> any DocumentReader {
        PageByPageReader(loader: MadeUpDocumentLoader(pages: [.scan]), ocr: .reading(text), dpi: 60)
    }

    /// A folder with so many files that all say something else.
    private static func dataset(_ count: Int, in folder: URL, truth: (Int) -> DocumentTruth) throws -> Dataset {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return try Dataset(
            name: "made", licence: "CC0-1.0",
            documents: (0..<count).map { index in
                let file = folder.appending(path: "\(index).pdf")
                try Data("%PDF-1.7 \(index)".utf8).write(to: file)
                return DatasetDocument(id: "\(index)", path: file.path, truth: truth(index))
            })
    }

    private static func withFolder<R>(_ body: (URL) async throws -> R) async throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(path: "matrix-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }

    private static func truth(_ index: Int = 0) -> DocumentTruth {
        DocumentTruth(
            documentType: "invoice", text: text, fields: FieldTruth(["number": "A-17"], isComplete: true), readers: [1: .ocr])
    }

    @Test func `judges every reader with every extractor on the same documents`() async throws {
        try await Self.withFolder { folder in
            let matrix = Matrix(
                readers: [("good", Self.reader(Self.text)), ("bad", Self.reader("lnvoice nunber A-l7 of 2026-03-31"))],
                extractors: [("finder", Self.finder), ("nothing", ClosureFieldExtractor.findingNothing)], schemas: [Self.schema],
                bootstrap: Bootstrap(resamples: 50))
            let run = try await matrix.run([Self.dataset(4, in: folder, truth: Self.truth)])
            #expect(run.results.map(\.configuration.title) == ["good × finder", "bad × finder", "good × nothing", "bad × nothing"])
            func value(_ index: Int, _ metric: MetricDefinition) -> Double? { run.results[index].metrics[metric.id]?.estimate }
            #expect(value(0, .bagOfWordsF1) == 1)
            #expect(value(1, .bagOfWordsF1) == 0.4)
            #expect(value(0, .fieldF1) == 1)
            #expect(value(1, .fieldF1) == 0)
            #expect(value(2, .documentTypeAccuracy) == 0)
            #expect(value(0, .groundingTextHitRate) == 1)
            #expect(value(0, .groundingPlaceHitRate) == 1)
            #expect(value(0, .routingErrorRate) == 0)
            #expect(run.agreement?.f1[0][1] == 0.4)
            #expect(run.disagreements.count == 4)
            #expect(run.disagreements.allSatisfy { $0.trueEngine == "good" && !$0.regions.isEmpty })
            let words = run.comparisons.first { $0.metric == MetricDefinition.bagOfWordsF1.id }
            #expect(words?.second == "bad × finder")
            #expect(words?.paired.losses == 4)
            #expect(run.results.allSatisfy { $0.speed.processorSecondsPerPage ?? -1 >= 0 })
            #expect(run.ranked.first?.configuration.title == "good × finder")
        }
    }

    /// Of two pages one is read by OCR in vain and the other isn't there.
    @Test func `counts pages that are read in another way or fail`() async throws {
        try await Self.withFolder { folder in
            let matrix = Matrix(
                readers: [("ocr", Self.reader(Self.text))], extractors: [("nothing", ClosureFieldExtractor.findingNothing)],
                schemas: [Self.schema])
            let dataset = try Self.dataset(2, in: folder) { index in
                DocumentTruth(text: Self.text, readers: index == 0 ? [1: .textLayer, 2: .ocr] : [1: .ocr])
            }
            let run = try await matrix.run([dataset])
            #expect(
                run.results[0].rows.map { $0.scores[MetricDefinition.routingErrorRate.id] } == [Score(part: 2, whole: 2), Score(false)])
            #expect(run.results[0].metrics[MetricDefinition.routingErrorRate.id]?.estimate == 2.0 / 3)
        }
    }

    @Test func `reads a document once for all extractors, and not again with a folder`() async throws {
        try await Self.withFolder { folder in
            let counting = Counting(reader: Self.reader(Self.text))
            let matrix = Matrix(
                readers: [("one", counting)], extractors: [("a", Self.finder), ("b", Self.finder)], schemas: [Self.schema], jobs: 3,
                folder: ReadingFolder(path: folder.appending(path: "kept").path), bootstrap: Bootstrap(resamples: 10))
            let dataset = try Self.dataset(5, in: folder, truth: Self.truth)
            let first = try await matrix.run([dataset])
            #expect(counting.count.withLock(\.self) == 5)
            let second = try await matrix.run([dataset])
            #expect(counting.count.withLock(\.self) == 5)
            #expect(second.results[0].rows.allSatisfy { $0.timing.isKept })
            // With three documents at once nobody knows whose processor time it was.
            #expect(second.results[0].speed.processorSecondsPerPage == nil)
            #expect(second.results[0].rows.map(\.scores) == first.results[0].rows.map(\.scores))
        }
    }

    @Test func `makes rows of documents that fail, and goes on`() async throws {
        try await Self.withFolder { folder in
            let failing = ClosureFieldExtractor { _, _ in throw ExtractionError(.engineFailure, "Broken.") }
            var dataset = try Self.dataset(4, in: folder) { index in
                index == 2 ? DocumentTruth(error: .emptyDocument) : index == 3 ? DocumentTruth(error: .encrypted) : Self.truth()
            }
            dataset.documents[1].path = folder.appending(path: "absent").path
            try Data().write(to: URL(filePath: dataset.documents[2].path))
            let matrix = Matrix(
                readers: [("one", Self.reader(Self.text))], extractors: [("good", Self.finder), ("failing", failing)],
                schemas: [Self.schema], bootstrap: Bootstrap(resamples: 10))
            let run = try await matrix.run([dataset])
            let rows = run.results[0].rows
            #expect(rows.count == 4)
            #expect(rows[1].errors.map(\.code) == [.fileUnreadable])
            #expect(rows[1].scores[MetricDefinition.bagOfWordsF1.id]?.value == 0)
            #expect(rows[1].fields.map(\.judgement.outcome) == [.omitted])
            #expect(rows[1].scores[MetricDefinition.failureRate.id]?.value == 1)
            #expect(rows[2].scores == [MetricDefinition.errorCodeAccuracy.id: Score(true)])
            #expect(rows[3].scores == [MetricDefinition.errorCodeAccuracy.id: Score(false)])
            #expect(run.results[1].rows[0].errors.map(\.stage) == [.fields])
            #expect(run.results[1].metrics[MetricDefinition.failureRate.id]?.estimate == 1)
        }
    }

    @Test func `counts the fields of a misjudged document as missed`() async throws {
        try await Self.withFolder { folder in
            let matrix = Matrix(
                readers: [("one", Self.reader(Self.text))], extractors: [("finder", Self.finder)],
                schemas: [
                    Self.schema, RecordSchema(id: "receipt", title: "Receipt", fields: [FieldSchema(name: "number", type: .identifier)]),
                ],
                bootstrap: Bootstrap(resamples: 10))
            var truth = Self.truth()
            truth.documentType = "receipt"
            let row = try await matrix.run([Self.dataset(1, in: folder) { _ in truth }]).results[0].rows[0]
            #expect(row.foundType == "invoice")
            #expect(row.fields.map(\.judgement.outcome) == [.omitted])
        }
    }

    @Test func `refuses a file that isn't the dataset's`() async throws {
        try await Self.withFolder { folder in
            var dataset = try Self.dataset(1, in: folder, truth: Self.truth)
            dataset.documents[0].sha256 = String(repeating: "0", count: 64)
            let matrix = Matrix(readers: [("one", Self.reader(Self.text))], extractors: [("a", Self.finder)], schemas: [])
            #expect(try await matrix.run([dataset]).results[0].rows[0].errors.map(\.code) == [.conflict])
        }
    }

    @Test func `without anything to compare is an error`() async {
        let matrix = Matrix(readers: [], extractors: [("a", Self.finder)], schemas: [])
        await #expect(throws: ExtractionError.self) { try await matrix.run([]) }
    }

    /// Counts how often documents are read.
    private final class Counting: DocumentReader {
        let reader: any DocumentReader
        let count = Mutex(0)

        init(reader: any DocumentReader) { self.reader = reader }

        var identity: PluginIdentity { reader.identity }
        var residency: Residency { reader.residency }

        func withPages<R: Sendable>(of request: ReadRequest, _ body: (PageSequence) async throws -> R) async throws -> R {
            count.withLock { $0 += 1 }
            return try await reader.withPages(of: request, body)
        }
    }
}
