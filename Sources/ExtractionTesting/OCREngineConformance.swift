public import ExtractionKit

/// Checks an OCR engine against the contract of its role.
///
/// ```swift
/// @Test func `it keeps the contract of an OCR engine`() async throws {
///     try await OCREngineConformance(engine, samples: [sample]).check()
/// }
/// ```
///
/// It finds boxes off the page or not sent through the raster's map, words with blanks, lines without words, lines on a blank page, words
/// out of order, impossible confidences, text that differs from one call to the next or between pages read at once, a granularity or
/// a number of pages at once that isn't true, work that goes on after its deadline or in a cancelled task, and errors without a code.
public struct OCREngineConformance: Sendable {
    /// A page's image, and words that any engine should read on it.
    public struct Sample: Sendable {
        /// The page.
        public var page: Page
        /// Its image.
        public var raster: Raster
        /// Words that stand on it, in reading order.
        public var words: [String]

        /// Creates a sample.
        public init(page: Page, raster: Raster, words: [String]) {
            self.page = page
            self.raster = raster
            self.words = words
        }
    }

    private let engine: any OCREngine
    private let samples: [Sample]

    /// Creates a suite for an engine.
    ///
    /// - Parameters:
    ///   - engine: The engine.
    ///   - samples: Images that it should read without an error in the given words.
    public init(_ engine: some OCREngine, samples: [Sample]) {
        self.engine = engine
        self.samples = samples
    }

    /// Runs every check.
    ///
    /// - Throws: ``ConformanceFailure`` with everything that was found.
    public func check() async throws {
        var conformance = Conformance(of: "The OCR engine '\(engine.identity.id)'")
        conformance.checkIdentity(engine.identity)
        checkCapabilities(&conformance)
        conformance.expect(!samples.isEmpty, "its author should give a sample that it reads")
        // First of all, so that no cache has an answer.
        for sample in samples { try await checkDeadline(sample, &conformance) }
        try await checkBlankPage(&conformance)
        for sample in samples { try await check(sample, &conformance) }
        try await checkPixel(&conformance)
        for sample in samples {
            await conformance.expectCancellation("in a cancelled task") { [engine] in
                _ = try await engine.recognize(OCRRequest(page: sample.page, raster: sample.raster))
            }
        }
        try conformance.finish()
    }

    private func checkCapabilities(_ conformance: inout Conformance) {
        let capabilities = engine.capabilities
        conformance.expect(capabilities.concurrentPages >= 1, "it should read at least one page at a time")
        conformance.checkResidency(capabilities.residency)
        conformance.expect(
            capabilities.languages.allSatisfy(\.isLanguageTag) && Set(capabilities.languages).count == capabilities.languages.count,
            "its languages should be BCP 47 tags, each once")
    }

    private func checkBlankPage(_ conformance: inout Conformance) async throws {
        let raster = try Raster(width: 400, height: 200, pixels: [UInt8](repeating: 255, count: 80_000), dpi: 100)
        let request = OCRRequest(page: Page(number: 1, size: Size(width: 288, height: 144)), raster: raster)
        if let nothing = try await conformance.attempt("for a blank page", { try await engine.recognize(request) }) {
            conformance.expect(nothing.lines.isEmpty, "a blank page should have no lines")
        }
        await conformance.expectCancellation("in a cancelled task") { [engine] in _ = try await engine.recognize(request) }
    }

    /// An image that no engine can read anything on: it may refuse it, in this package's terms.
    private func checkPixel(_ conformance: inout Conformance) async throws {
        let raster = try Raster(width: 1, height: 1, pixels: [0], dpi: 72)
        let page = Page(number: 1, size: Size(width: 1, height: 1))
        do {
            conformance.add(try await engine.recognize(OCRRequest(page: page, raster: raster)).violations(on: page))
        } catch is ExtractionError {
        } catch let error as CancellationError where Task.isCancelled {
            throw error
        } catch {
            conformance.expect(
                false, "for an image of one pixel it should give text or throw an ExtractionError, and throws \(type(of: error))")
        }
    }

    private func checkDeadline(_ sample: Sample, _ conformance: inout Conformance) async throws {
        let late = OCRRequest(page: sample.page, raster: sample.raster, deadline: .after(.zero))
        do {
            let text = try await engine.recognize(late)
            conformance.expect(text.isPartial, "after its deadline it should say that its text is partial")
        } catch let error as CancellationError where Task.isCancelled {
            throw error
        } catch {
            let thrown = (error as? ExtractionError)?.code.rawValue ?? "\(type(of: error))"
            conformance.expect(
                thrown == ExtractionError.Code.deadlineExceeded.rawValue,
                "after its deadline it should throw deadline_exceeded, not \(thrown)")
        }
    }

    private func check(_ sample: Sample, _ conformance: inout Conformance) async throws {
        let request = OCRRequest(page: sample.page, raster: sample.raster)
        guard let text = try await conformance.attempt("for its sample", { try await engine.recognize(request) }) else { return }
        conformance.add(text.violations(on: sample.page))
        let read = text.words.map(\.text)
        conformance.expect(
            sample.words.allSatisfy(read.contains),
            "it should read every word of its sample, and misses \(sample.words.count { !read.contains($0) })")
        conformance.expect(
            sample.words.isSubsequence(of: read) || !sample.words.allSatisfy(read.contains),
            "it should give the words of its sample in reading order")
        let bounds = sample.page.bounds
        conformance.expect(
            text.words.allSatisfy { word in
                let box = word.polygon.bounds
                return box.minX >= -1 && box.minY >= -1 && box.maxX <= bounds.maxX + 1 && box.maxY <= bounds.maxY + 1
            }, "its boxes should lie on the page")
        conformance.expect(
            engine.capabilities.granularity != .word || text.lines.allSatisfy { Set($0.words.map(\.polygon)).count == $0.words.count },
            "the words of a line should have places of their own, or its granularity be coarser than a word")
        conformance.expect(!text.isPartial, "without a deadline its text should be complete")
        conformance.expect(text.usage.pages >= 1, "a page should count as a page of usage, once for each engine that read it")
        if let again = try await conformance.attempt("for its sample again", { try await engine.recognize(request) }) {
            // What was read before may come from a cache, and cost nothing.
            conformance.expect(again.withoutUsage == text.withoutUsage, "the same image should always give the same text")
        }

        // The same pixels, said to stand on a page of twice the size: every box must follow.
        let doubled = try Raster(
            width: sample.raster.width, height: sample.raster.height, pixels: sample.raster.pixels, dpi: sample.raster.dpi,
            toPage: sample.raster.toPage.followed(by: .scale(2)))
        let doubledRequest = OCRRequest(
            page: Page(number: sample.page.number, size: Size(width: bounds.width * 2, height: bounds.height * 2)), raster: doubled)
        let larger = try await conformance.attempt("for a raster with another map to the page") {
            try await engine.recognize(doubledRequest)
        }
        if let larger {
            conformance.expect(
                text.words.count == larger.words.count
                    && zip(text.words, larger.words).allSatisfy { word, other in
                        zip(word.polygon.corners, other.polygon.corners).allSatisfy {
                            abs($0.x * 2 - $1.x) < 0.01 && abs($0.y * 2 - $1.y) < 0.01
                        }
                    }, "its boxes should go through the raster's map to the page")
            try await checkConcurrency([(request, text), (doubledRequest, larger)], &conformance)
        }
    }

    /// Asks for one page more than the engine says that it reads at once, in turn of each request, and expects what each gave alone.
    private func checkConcurrency(_ known: [(OCRRequest, PageText)], _ conformance: inout Conformance) async throws {
        let count = max(4, min(engine.capabilities.concurrentPages, 16) + 1)
        let found = try await withThrowingTaskGroup(of: [String].self) { group in
            for number in 0..<count {
                let (request, text) = known[number % known.count]
                group.addTask { [engine] in
                    var conformance = Conformance(of: "")
                    let situation = "for \(count) pages at once"
                    if let together = try await conformance.attempt(situation, { try await engine.recognize(request) }) {
                        conformance.expect(
                            together.withoutUsage == text.withoutUsage, "\(count) pages at once should be read like one at a time")
                    }
                    return conformance.violations
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        conformance.add(found)
    }
}

extension PageText {
    fileprivate var withoutUsage: PageText {
        var text = self
        text.usage = Usage()
        return text
    }
}

extension String {
    /// Whether this has the shape of a language tag (BCP 47): a language of 2 to 8 letters, and subtags of up to 8 letters and digits.
    fileprivate var isLanguageTag: Bool {
        let parts = utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let isLetter = { (byte: UInt8) in (0x61...0x7A).contains(byte | 0x20) }
        return (2...8).contains(parts[0].count) && parts[0].allSatisfy(isLetter)
            && parts.dropFirst().allSatisfy { part in
                (1...8).contains(part.count) && part.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) }
            }
    }
}

extension Array<String> {
    /// Whether the other array holds all of these in this order, with others between them.
    fileprivate func isSubsequence(of other: [String]) -> Bool {
        var rest = other[...]
        for element in self {
            guard let index = rest.firstIndex(of: element) else { return false }
            rest = rest[(index + 1)...]
        }
        return true
    }
}
