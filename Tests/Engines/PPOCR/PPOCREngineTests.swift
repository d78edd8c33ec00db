import ExtractionKit
import ExtractionOpenVINO
import ExtractionPPOCR
import ExtractionTesting
import Foundation
import Testing

/// The engine where it is installed. Elsewhere the tests that need it are skipped, which the log says.
let installedEngine: PPOCREngine? = {
    do {
        var configuration = PPOCREngine.Configuration()
        configuration.threads = 2
        return try PPOCREngine(
            configuration: configuration, environment: PluginEnvironment(variables: ProcessInfo.processInfo.environment))
    } catch {
        print("Skipping the tests that read with PP-OCR: \(error)")
        return nil
    }
}()

@Suite(.enabled(if: installedEngine != nil)) struct `A PP-OCR engine` {
    private let engine: PPOCREngine

    init() throws { engine = try #require(installedEngine) }

    @Test func `keeps the contract of an OCR engine`() async throws {
        let (drawn, _) = DrawnText.invoice()
        let request = try OCRRequest(drawn.raster(dpi: 72))
        let sample = OCREngineConformance.Sample(
            page: request.page, raster: request.raster, words: ["INVOICE", "48213", "TOTAL", "DUE", "825"])
        try await OCREngineConformance(engine, samples: [sample]).check()
    }

    @Test func `reads words in order, each where it was drawn`() async throws {
        let (drawn, expected) = DrawnText.invoice()
        let text = try await engine.recognize(OCRRequest(drawn.raster(dpi: 72)))
        #expect(text.words.map(\.text) == expected.map(\.0))
        #expect(text.usage == Usage(pages: 1, calls: 1))
        for (word, (_, rect)) in zip(text.words, expected) {
            let bounds = word.polygon.bounds
            #expect(abs(bounds.midX - rect.midX) < 25 && abs(bounds.midY - rect.midY) < 12, "\(word.text)")
            #expect(abs(bounds.width - rect.width) < 60, "\(word.text)")
            let confidence = try #require(word.confidence)
            #expect(confidence > 0.6 && confidence <= 1)
        }
    }

    @Test func `reads lines that run down, their corners in reading order`() async throws {
        let (drawn, _) = DrawnText.invoice()
        let text = try await engine.recognize(OCRRequest(drawn.turned().raster(dpi: 72)))
        let word = try #require(text.words.first { $0.text == "48213" })
        #expect(word.polygon.topLeft.x > word.polygon.bottomLeft.x)
        #expect(word.polygon.topLeft.y < word.polygon.topRight.y)
    }

    @Test(arguments: [(1, 270.0), (2, 180), (3, 90)])
    func `reads a page that lies on its side or stands on its head, and says so`(quarters: Int, degrees: Double) async throws {
        let (drawn, expected) = DrawnText.invoice()
        let turned = (0..<quarters).reduce(drawn) { page, _ in page.turned() }
        let text = try await engine.recognize(OCRRequest(turned.raster(dpi: 72)))
        #expect(text.words.map(\.text) == expected.map(\.0))
        #expect(text.preparation?.map(\.kind) == [.turned])
        #expect(text.preparation?.first?.amount == degrees)
    }

    @Test func `reads a long receipt to its end, each line once`() async throws {
        var drawn = DrawnText(width: 500, height: 8000)
        let numbers = (0..<38).map { index in "\(index % 5 + 1)\([2, 3, 4, 5, 7, 8, 9, 1][index / 5])9" }
        for (index, number) in numbers.enumerated() { drawn.draw(number, x: 60, y: 60 + index * 208) }
        let text = try await engine.recognize(OCRRequest(drawn.raster(dpi: 72)))
        #expect(text.words.map(\.text) == numbers)
    }

    @Test func `gives what it has when the deadline passes, or says that it has nothing`() async throws {
        let (drawn, expected) = DrawnText.invoice()
        let raster = try drawn.raster(dpi: 72)
        for milliseconds in [1, 50, 150, 300] {
            do {
                let text = try await engine.recognize(OCRRequest(raster, deadline: .after(.milliseconds(milliseconds))))
                #expect(text.isPartial || text.words.map(\.text) == expected.map(\.0))
                #expect(text.isPartial == text.warnings.contains { $0.code == "recognition_stopped" })
            } catch let error as ExtractionError {
                #expect(error.code == .deadlineExceeded)
            }
        }
    }

    @Test func `says of a tiny image that it wasn't read`() async throws {
        let raster = try Raster(width: 7, height: 200, pixels: [UInt8](repeating: 0, count: 1400), dpi: 72)
        let text = try await engine.recognize(OCRRequest(raster))
        #expect(text.lines.isEmpty)
        #expect(text.warnings.map(\.code) == ["image_too_small"])
    }

    @Test func `has an identity that changes with what changes results`() throws {
        let environment = PluginEnvironment(variables: ProcessInfo.processInfo.environment)
        var exact = PPOCREngine.Configuration()
        exact.precision = .float32
        var single = PPOCREngine.Configuration()
        single.threads = 1
        #expect(try PPOCREngine(configuration: exact, environment: environment).identity != engine.identity)
        #expect(try PPOCREngine(configuration: single, environment: environment).identity == engine.identity)
    }

    @Test func `refuses networks of another kind when they are first used`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["other_det.onnx", "other_rec.onnx"] { try Data([1, 2, 3]).write(to: folder.appendingPathComponent(name)) }
        var configuration = PPOCREngine.Configuration()
        configuration.models = folder.path
        let environment = PluginEnvironment(variables: ProcessInfo.processInfo.environment)
        let broken = try PPOCREngine(configuration: configuration, environment: environment)
        let (drawn, _) = DrawnText.invoice()
        let request = try OCRRequest(drawn.raster(dpi: 72))
        let error = await #expect(throws: ExtractionError.self) { try await broken.recognize(request) }
        #expect(error?.code == .missingResource)
        #expect(error.map { !$0.message.contains(folder.path) } == true)
    }
}

@Suite struct `PP-OCR settings` {
    @Test func `that make no sense are refused`() {
        let changes: [(inout PPOCREngine.Configuration) -> Void] = [
            { $0.threads = 0 }, { $0.threads = 65 }, { $0.minimumConfidence = 1.1 }, { $0.minimumConfidence = .nan },
            { $0.shortestSide = 0 },
            { $0.longestShortSide = 700 }, { $0.narrowestLine = 1 },
        ]
        for change in changes {
            var configuration = PPOCREngine.Configuration()
            change(&configuration)
            let error = #expect(throws: ExtractionError.self) {
                try PPOCREngine(configuration: configuration, environment: PluginEnvironment())
            }
            #expect(error?.code == .invalidConfiguration)
        }
    }

    @Test func `without models say how to install them`() async {
        let nowhere = PluginEnvironment(variables: ["HOME": "/nonexistent"])
        let error = #expect(throws: ExtractionError.self) { try PPOCREngine(environment: nowhere) }
        #expect(error?.code == .missingResource)
        #expect(error?.message.contains("./install-engine ppocr") == true)
        guard case .absent(let note) = await PPOCREngine.check(environment: nowhere) else {
            Issue.record("An extra that isn't installed is no failure of the machine.")
            return
        }
        #expect(note.contains("./install-engine ppocr"))
    }
}
