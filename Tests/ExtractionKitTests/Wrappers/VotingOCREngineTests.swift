import ExtractionTesting
import Foundation
import Testing

@testable import ExtractionKit

private func reader(
    _ id: PluginID, _ planted: [String: (text: String, confidence: Double)] = [:], confidence: Double? = 0.8,
    granularity: OCRCapabilities.Granularity = .word
) -> ClosureOCREngine {
    .printReader(PrintReading(id: id, confidence: confidence, planted: planted, granularity: granularity))
}

private func vote(
    _ engines: [any OCREngine], on text: String = "Invoice 2041 dated\nTotal EUR 107.10"
) async throws -> PageText {
    try await VotingOCREngine.voting(engines).recognize(PrintedPage(text).request)
}

@Suite struct `A voting engine` {
    private let truth = "Invoice 2041 dated\nTotal EUR 107.10"

    @Test(arguments: [OCRCapabilities.Granularity.word, .line])
    func `keeps the contract of an engine`(granularity: OCRCapabilities.Granularity) async throws {
        let engines = [reader("a", ["2041": ("2O41", 0.5)]), reader("b", granularity: granularity), reader("c", ["Total": ("", 0)])]
        try await OCREngineConformance(VotingOCREngine.voting(engines), samples: [PrintedPage(truth).sample]).check()
    }

    @Test func `is right in every place where two of three are`() async throws {
        let text = try await vote([
            reader("a", ["2041": ("2O41", 0.8), "Total": ("Tota1", 0.8)]), reader("b", ["EUR": ("FUR", 0.8)]),
            reader("c", ["107.10": ("107.70", 0.8), "dated": ("", 0)]),
        ])
        #expect(text.plainText == truth)
        #expect(text.usage == Usage(pages: 3, calls: 3))
        #expect(text.engine == nil)
        let places = try await reader("d").recognize(PrintedPage(truth).request).words.map(\.polygon)
        #expect(text.words.map(\.polygon) == places)
    }

    @Test(arguments: [(0.0, 1.0), (0, -1), (-1, 0)])
    func `counts on a page that is turned as on one that is not`(cosine: Double, sine: Double) async throws {
        let turn = PageTransform(a: cosine, b: sine, c: -sine, d: cosine, tx: 700, ty: 700)
        func turned(_ reader: ClosureOCREngine) -> ClosureOCREngine {
            ClosureOCREngine { try await reader.recognize($0).placed(by: turn) }
        }
        let readers = [reader("a", ["2041": ("2O41", 0.5)]), reader("b", ["EUR": ("FUR", 0.5)]), reader("c", ["dated": ("", 0)])]
        let text = try await vote(readers.map(turned))
        #expect(text.plainText == truth)
        let places = try await turned(reader("d")).recognize(PrintedPage(truth).request).words.map(\.polygon)
        for (word, place) in zip(text.words, places) {
            #expect(abs(word.polygon.topLeft.x - place.topLeft.x) < 1e-6 && abs(word.polygon.topLeft.y - place.topLeft.y) < 1e-6)
        }
    }

    @Test func `says what the first engine did to the image`() async throws {
        let step = PreparationStep(.turned, by: 90, reason: "The lines ran down.")
        let first = ClosureOCREngine { request in
            var text = try await reader("a").recognize(request)
            text.preparation = [step]
            return text
        }
        #expect(try await vote([first, reader("b")]).preparation == [step])
        #expect(try await vote([reader("b"), first]).preparation == nil)
    }

    @Test(arguments: [(0.7, 0.6, "8.10"), (0.6, 0.7, "3.10"), (0.7, 0.7, "8.10")])
    func `of two takes the surer one, and the first of equals`(first: Double, second: Double, expected: String) async throws {
        let text = try await vote([reader("a", ["3.10": ("8.10", first)]), reader("b", confidence: second)], on: "3.10")
        #expect(text.plainText == expected)
    }

    @Test func `makes confidences comparable before it counts`() async throws {
        let boaster = reader("boaster", ["3.10": ("8.10", 0.99)], confidence: 0.99)
        let modest = reader("modest", confidence: 0.7)
        #expect(try await vote([boaster, modest], on: "3.10").plainText == "8.10")
        let calibration = try ConfidenceCalibration(samples: [.init(confidence: 0, accuracy: 0), .init(confidence: 1, accuracy: 0.6)])
        #expect(try await vote([boaster.calibrated(by: calibration), modest], on: "3.10").plainText == "3.10")
    }

    @Test func `is surer where engines agree, and less sure where they don't`() async throws {
        let agreed = try await vote([reader("a"), reader("b")], on: "3.10").words.first?.confidence
        let disputed = try await vote([reader("a"), reader("b", ["3.10": ("8.10", 0.6)])], on: "3.10").words.first?.confidence
        // 0.8 · 0.8 against 0.2 · 0.2, and 0.8 · 0.4 against 0.2 · 0.6 and 0.2 · 0.4.
        #expect(abs((agreed ?? 0) - 0.64 / 0.68) < 1e-9)
        #expect(abs((disputed ?? 0) - 0.32 / 0.52) < 1e-9)
    }

    @Test(arguments: [(0.9, true), (0.5, true), (0.4, false)])
    func `drops a word that only one of two sees, unless it is as sure as silence`(confidence: Double, isKept: Bool) async throws {
        let text = try await vote([reader("a", ["speck": ("", 0)]), reader("b", ["speck": ("speck", confidence)])], on: "Total speck 5")
        #expect(text.plainText == (isKept ? "Total speck 5" : "Total 5"))
    }

    @Test func `counts a word that is cut in two with the whole one's place`() async throws {
        let split = reader("a", ["Total": ("To tal", 0.9)])
        #expect(try await vote([split, reader("b"), reader("c")], on: "Net Total 5").plainText == "Net Total 5")
        #expect(try await vote([reader("b"), split, reader("c")], on: "Net Total 5").plainText == "Net Total 5")
        #expect(
            try await vote([reader("b"), reader("c", ["Total": ("To tal", 0.7)]), split], on: "Net Total 5").plainText == "Net To tal 5")
    }

    @Test func `finds a line that the first engine missed, at its height`() async throws {
        let blind = reader("a", ["Bread": ("", 0), "3.10": ("", 0)])
        let text = try await vote([blind, reader("b"), reader("c", ["3.10": ("8.10", 0.3)])], on: "Tea 2.40\nBread 3.10\nTotal 5.50")
        #expect(text.plainText == "Tea 2.40\nBread 3.10\nTotal 5.50")
    }

    @Test func `keeps the words of two columns apart`() async throws {
        let page = "Billed to                     Sent to\nAda                           Grace"
        let columns = ClosureOCREngine(id: "columns") { request in
            let text = try await reader("inner").recognize(request)
            let halves = [0.0..<100, 100..<320].map { range in
                text.lines.map { TextLine(words: $0.words.filter { range.contains($0.polygon.bounds.minX) }) }
            }
            return PageText(lines: halves.flatMap(\.self), usage: text.usage)
        }
        let text = try await vote([columns, reader("b", ["Ada": ("Ado", 0.5)]), reader("c")], on: page)
        #expect(text.plainText == "Billed to\nAda\nSent to\nGrace")
    }

    @Test func `lets an engine that only places lines vote, and places its words where others saw them`() async throws {
        let lines = reader("lines", confidence: 0.9, granularity: .line)
        let wrong = reader("b", ["107.10": ("107.70", 0.6)])
        for engines in [[wrong, lines], [lines, wrong]] {
            let text = try await vote(engines)
            #expect(text.plainText == truth)
            let places = try await reader("d").recognize(PrintedPage(truth).request).words.map(\.polygon)
            #expect(text.words.map(\.polygon) == places)
        }
    }

    @Test(arguments: [
        ("Thank you please come again", "Thankyoupleasecomeagain", "Thank you please come again"),
        ("Total: 5.50", "Total:5.50", "Total: 5.50"), ("Tofal amcunt 5", "Totalamount 5", "Total amount 5"),
        // A blank inside of a number is more likely loose type.
        ("Total 29. 70", "Total 29.70", "Total 29.70"), ("12 34", "1234", "1234"),
        // The characters beside the gap aren't the same.
        ("Tofa 1amount", "Totalamount", "Totalamount"),
    ]) func `cuts what a reader of lines runs together, where another sees a gap`(seen: String, run: String, expected: String) async throws
    {
        let words = ClosureOCREngine(id: "words") { _ in
            var text = PageText(monospaced: seen)
            for index in text.lines[0].words.indices { text.lines[0].words[index].confidence = 0.6 }
            return text
        }
        let lines = ClosureOCREngine(id: "lines", granularity: .line) { _ in
            let bounds = try #require(PageText(monospaced: seen).words.map(\.polygon.bounds).union())
            let words = run.split(separator: " ").map { TextWord(text: String($0), polygon: Polygon(bounds), confidence: 0.9) }
            return PageText(lines: [TextLine(words: words)])
        }
        for engines in [[words, lines], [lines, words]] {
            #expect(try await vote(engines).plainText == expected)
        }
    }

    @Test(arguments: [(0.4, "Total 5.50"), (0.95, "Tea 5 5O")])
    func `keeps one reading of a stretch that two engines read quite differently`(confidence: Double, expected: String) async throws {
        func engine(_ id: PluginID, _ words: [(String, Double, Double)], _ confidence: Double) -> ClosureOCREngine {
            ClosureOCREngine(id: id) { _ in
                PageText(lines: [
                    TextLine(
                        words: words.map { text, x, width in
                            TextWord(text: text, polygon: Polygon(Rect(x: x, y: 0, width: width, height: 10)), confidence: confidence)
                        })
                ])
            }
        }
        let right = engine("right", [("Total", 0, 50), ("5.50", 60, 40)], 0.9)
        let garbled = engine("garbled", [("Tea", 0, 50), ("5", 60, 18), ("5O", 80, 20)], confidence)
        #expect(try await vote([right, garbled]).plainText == expected)
    }

    @Test func `goes on without an engine that fails or stops early, and says so`() async throws {
        let partial = ClosureOCREngine(id: "hasty") { _ in PageText(lines: [], isPartial: true, usage: Usage(pages: 1, calls: 1)) }
        let text = try await vote([.failing(), reader("a"), partial])
        #expect(text.plainText == truth)
        #expect(text.engine?.id == "a")
        #expect(!text.isPartial)
        #expect(text.usage.calls == 2)
        #expect(
            text.warnings.map(\.message) == [
                "The engine 'closure' failed with engine_failure and has no vote on the page.",
                "The engine 'hasty' stopped early and has no vote on the page.",
            ])
    }

    @Test func `is partial where all readings are, and fails where all fail`() async throws {
        let partial = ClosureOCREngine(id: "hasty") { _ in
            var text = PageText(monospaced: "Half")
            text.isPartial = true
            return text
        }
        let text = try await vote([partial, partial])
        #expect(text.isPartial)
        #expect(text.plainText == "Half")
        let error = await #expect(throws: ExtractionError.self) { try await vote([.failing(with: .tooLarge), .failing()]) }
        #expect(error?.code == .tooLarge)
    }

    @Test func `tells every engine to be done before the deadline, so that there is time to count`() async throws {
        let log = CallLog()
        var request = try PrintedPage("3.10").request
        request.deadline = .after(.seconds(3_600))
        let engine = ClosureOCREngine.printReader(PrintReading(log: log))
        _ = try await VotingOCREngine.voting([engine, engine]).recognize(request)
        let told = log.all.compactMap(\.deadline.remaining)
        #expect(told.count == 2 && told.allSatisfy { $0 <= .seconds(3_240) && $0 > .seconds(2_000) })
    }

    @Test(.timeLimit(.minutes(30))) func `ends all engines when it is cancelled`() async throws {
        let begun = CallLog(), ended = CallLog()
        let slow = ClosureOCREngine { request in
            begun.add(request)
            await Gate().wait()
            ended.add(request)
            throw CancellationError()
        }
        let engine = try VotingOCREngine.voting([slow, slow, slow])
        let request = try PrintedPage("3.10").request
        await #expect(throws: CancellationError.self) {
            try await withThrowingTaskGroup(of: PageText.self) { group in
                group.addTask { try await engine.recognize(request) }
                await eventually { begun.count == 3 }
                group.cancelAll()
                for try await _ in group {}
            }
        }
        #expect(ended.count == 3)
    }

    @Test func `gives the surest reading of a page with too many words to count, and says so`() async throws {
        func flood(_ id: PluginID, _ confidence: Double) -> ClosureOCREngine {
            ClosureOCREngine(id: id) { _ in
                let words = (0..<300).map { number in
                    TextWord(
                        text: "w\(number)", polygon: Polygon(Rect(x: Double(number), y: 0, width: 1, height: 6)), confidence: confidence)
                }
                return PageText(lines: [TextLine(words: words)])
            }
        }
        let text = try await vote([flood("a", 0.3), flood("b", 0.6)])
        #expect(text.engine?.id == "b")
        #expect(text.words.count == 300)
        #expect(text.warnings.map(\.code) == ["vote_skipped"])
    }

    @Test func `refuses nobody, and engines that only place blocks`() {
        #expect(throws: ExtractionError.self) { try VotingOCREngine.voting([]) }
        #expect(throws: ExtractionError.self) { try VotingOCREngine.voting([reader("a"), reader("b", granularity: .block)]) }
        #expect(throws: ExtractionError.self) { try VotingOCREngine([reader("a")], silence: 1.5) }
    }

    @Test func `survives boxes that no page has`() async throws {
        let odd = ClosureOCREngine(id: "odd") { _ in
            let boxes = [
                Rect(x: .nan, y: 0, width: 1, height: 1), Rect(x: 0, y: 0, width: 0, height: 0),
                Rect(x: -1e308, y: 0, width: .infinity, height: 9),
            ]
            return PageText(lines: boxes.map { TextLine(words: [TextWord(text: "odd", polygon: Polygon($0), confidence: .nan)]) })
        }
        let text = try await vote([odd, reader("a")])
        #expect(text.plainText.contains("Total EUR 107.10"))
    }
}

@Suite struct `A calibration of confidences` {
    @Test(arguments: [(0.0, 0.1), (0.2, 0.1), (0.5, 0.25), (0.8, 0.4), (0.9, 0.7), (1.0, 1.0), (7, 1)])
    func `goes straight from point to point and stays level outside`(confidence: Double, expected: Double) throws {
        let calibration = try ConfidenceCalibration(samples: [
            .init(confidence: 0.2, accuracy: 0.1), .init(confidence: 0.8, accuracy: 0.4), .init(confidence: 1, accuracy: 1),
        ])
        #expect(abs(calibration(confidence) - expected) < 1e-9)
    }

    @Test func `has an accuracy for what isn't stated`() throws {
        let calibration = try ConfidenceCalibration(samples: [.init(confidence: 0.5, accuracy: 0.5)], unstated: 0.3)
        #expect(calibration(nil) == 0.3)
        #expect(calibration(.nan) == 0.3)
    }

    @Test func `is the same from a file that it was written to`() throws {
        let calibration = try ConfidenceCalibration(
            samples: [.init(confidence: 0.25, accuracy: 0.125), .init(confidence: 1, accuracy: 0.75)], unstated: 0.375)
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).json").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(calibration.json().utf8).write(to: URL(filePath: path))
        #expect(try ConfidenceCalibration(contentsOfFile: path) == calibration)
        for broken in ["", "[]", #"{"samples": []}"#, #"{"samples": [{"confidence": 2, "accuracy": 1}]}"#] {
            try Data(broken.utf8).write(to: URL(filePath: path))
            #expect(throws: ExtractionError.self) { try ConfidenceCalibration(contentsOfFile: path) }
        }
    }

    @Test(arguments: [[], [(0.5, 0.5), (0.4, 0.6)], [(0.4, 0.6), (0.5, 0.5)], [(0.4, 1.1)], [(.nan, 0.5)]] as [[(Double, Double)]])
    func `is refused unless it goes up`(samples: [(Double, Double)]) {
        #expect(throws: ExtractionError.self) {
            try ConfidenceCalibration(samples: samples.map { .init(confidence: $0.0, accuracy: $0.1) })
        }
    }
}
