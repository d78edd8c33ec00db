public import ExtractionKit

/// Checks an OCR engine against the contract of its role.
///
/// ```swift
/// @Test func `it keeps the contract of an OCR engine`() async throws {
///     try await OCREngineConformance(engine, samples: [sample]).check()
/// }
/// ```
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
        conformance.expect(engine.capabilities.concurrentPages >= 1, "it should read at least one page at a time")
        conformance.expect(!samples.isEmpty, "its author should give a sample that it reads")

        let blank = try Raster(width: 400, height: 200, pixels: [UInt8](repeating: 255, count: 80_000), dpi: 100)
        let blankPage = Page(number: 1, size: Size(width: 288, height: 144))
        let nothing = try await engine.recognize(OCRRequest(page: blankPage, raster: blank))
        conformance.expect(nothing.lines.isEmpty, "a blank page should have no lines")

        for sample in samples { try await check(sample, &conformance) }

        let request = OCRRequest(page: blankPage, raster: blank, deadline: .after(.zero))
        do {
            let late = try await engine.recognize(request)
            conformance.expect(late.isPartial || late.lines.isEmpty, "after its deadline it should say that its text is partial")
        } catch let error as ExtractionError {
            conformance.expect(error.code == .deadlineExceeded, "after its deadline it should throw deadline_exceeded, not \(error.code)")
        }
        await conformance.expectCancellation("in a cancelled task") { [engine] in
            _ = try await engine.recognize(OCRRequest(page: blankPage, raster: blank))
        }
        try conformance.finish()
    }

    private func check(_ sample: Sample, _ conformance: inout Conformance) async throws {
        let request = OCRRequest(page: sample.page, raster: sample.raster)
        let text = try await engine.recognize(request)
        conformance.add(text.violations(on: sample.page))
        let read = text.words.map(\.text)
        conformance.expect(
            sample.words.allSatisfy(read.contains),
            "it should read every word of its sample, and misses \(sample.words.count { !read.contains($0) })")
        let bounds = sample.page.bounds
        conformance.expect(
            text.words.allSatisfy { word in
                let box = word.polygon.bounds
                return box.minX >= -1 && box.minY >= -1 && box.maxX <= bounds.maxX + 1 && box.maxY <= bounds.maxY + 1
            }, "its boxes should lie on the page")
        conformance.expect(!text.isPartial, "without a deadline its text should be complete")
        conformance.expect(text.usage.pages >= 1, "a page should count as a page of usage, once for each engine that read it")

        // The same pixels, said to stand on a page of twice the size: every box must follow.
        let doubled = try Raster(
            width: sample.raster.width, height: sample.raster.height, pixels: sample.raster.pixels, dpi: sample.raster.dpi,
            toPage: sample.raster.toPage.followed(by: .scale(2)))
        let larger = try await engine.recognize(OCRRequest(page: sample.page, raster: doubled))
        let pairs = zip(text.words, larger.words)
        conformance.expect(
            text.words.count == larger.words.count
                && pairs.allSatisfy { word, other in
                    zip(word.polygon.corners, other.polygon.corners).allSatisfy {
                        abs($0.x * 2 - $1.x) < 0.01 && abs($0.y * 2 - $1.y) < 0.01
                    }
                }, "its boxes should go through the raster's map to the page")

        let together = try await withThrowingTaskGroup(of: PageText.self) { group in
            for _ in 0..<4 { group.addTask { [engine] in try await engine.recognize(request) } }
            return try await group.reduce(into: [PageText]()) { $0.append($1) }
        }
        // What was read before may come from a cache, and cost nothing.
        conformance.expect(
            together.map(\.withoutUsage).allSatisfy { $0 == text.withoutUsage }, "four pages at once should be read like one at a time")
    }
}

extension PageText {
    fileprivate var withoutUsage: PageText {
        var text = self
        text.usage = Usage()
        return text
    }
}
