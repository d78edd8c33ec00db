public import ExtractionKit

/// Checks a document loader against the contract of its role.
///
/// ```swift
/// try await DocumentLoaderConformance(
///     loader, samples: [.init(document, pageCount: 2)], damages: [.init(cut, throws: [.truncated])]
/// ).check()
/// ```
///
/// It finds wrong counts and sizes of pages, rasters that don't cover their page, words that stand off it, pages that don't exist and are
/// given all the same, files that should be refused, answers that differ between calls or tasks, and deadlines and cancellation that go
/// unheeded.
public struct DocumentLoaderConformance: Sendable {
    /// A sound document.
    public struct Sample: Sendable {
        /// The document.
        public var document: Document
        /// How many pages it has.
        public var pageCount: Int

        /// Creates a sample.
        public init(_ document: Document, pageCount: Int) {
            self.document = document
            self.pageCount = pageCount
        }
    }

    /// A document that must be refused.
    public struct Damage: Sendable {
        /// The document.
        public var document: Document
        /// The codes that say what is wrong with it.
        public var codes: Set<ExtractionError.Code>

        /// Creates a damaged sample.
        public init(_ document: Document, throws codes: Set<ExtractionError.Code>) {
            self.document = document
            self.codes = codes
        }
    }

    private let loader: any DocumentLoader
    private let samples: [Sample]
    private let damages: [Damage]

    /// Creates a suite for a loader.
    ///
    /// - Parameters:
    ///   - loader: The loader.
    ///   - samples: Sound documents, at least one.
    ///   - damages: Documents that must be refused, at opening or at their first page.
    public init(_ loader: some DocumentLoader, samples: [Sample], damages: [Damage]) {
        self.loader = loader
        self.samples = samples
        self.damages = damages
    }

    /// Runs every check.
    ///
    /// - Throws: ``ConformanceFailure`` with everything that was found.
    public func check() async throws {
        var conformance = Conformance(of: "The document loader '\(loader.identity.id)'")
        conformance.checkIdentity(loader.identity)
        conformance.expect(!loader.mediaTypes.isEmpty, "it should open some media type")
        conformance.expect(!samples.isEmpty, "its author should give a sample that it opens")
        for sample in samples {
            conformance.expect(loader.mediaTypes.contains(sample.document.mediaType), "it should list the media types of its samples")
            try await check(sample, &conformance)
        }
        await conformance.expectError([.emptyDocument, .unsupportedMediaType], when: "for a file without bytes") {
            try await open(Document(bytes: [], filename: "empty"))
        }
        let text = Document(bytes: Array("plain text".utf8), filename: "text")
        if !loader.mediaTypes.contains(text.mediaType) {
            await conformance.expectError([.unsupportedMediaType], when: "for a kind of content that it doesn't list") {
                try await open(text)
            }
        }
        for damage in damages {
            await conformance.expectError(damage.codes, when: "for '\(damage.document.filename)'") { try await open(damage.document) }
        }
        try conformance.finish()
    }

    /// Opens a document and looks at its first page.
    private func open(_ document: Document) async throws {
        try await loader.withDocument(LoadRequest(document: document, deadline: .after(.seconds(30)))) { open in
            _ = try await open.page(PageRequest(page: 1))
            _ = try await open.raster(RasterRequest(page: 1, dpi: 72, deadline: .after(.seconds(30))))
        }
    }

    private func check(_ sample: Sample, _ conformance: inout Conformance) async throws {
        let request = LoadRequest(document: sample.document)
        let name = "'\(sample.document.filename)'"
        let found = try await conformance.attempt("for \(name)") {
            try await loader.withDocument(request) { try await (violations(of: $0, sample), FirstPage(of: $0)) }
        }
        if let found {
            conformance.add(found.0)
            let again = try await conformance.attempt("for \(name), opened again") {
                try await loader.withDocument(request) { try await FirstPage(of: $0) }
            }
            if let again { conformance.expect(again == found.1, "a document that is opened again should have the same first page") }
        }
        await conformance.expectError([.deadlineExceeded], when: "for opening a document after its deadline") {
            try await loader.withDocument(LoadRequest(document: sample.document, deadline: .after(.zero))) { _ in }
        }
        await conformance.expectCancellation("in a cancelled task, to open a document and draw its page,") { [loader] in
            try await loader.withDocument(request) { _ = try await $0.raster(RasterRequest(page: 1, dpi: 72)) }
        }
    }

    private func violations(of open: any OpenDocument, _ sample: Sample) async throws -> [String] {
        var conformance = Conformance(of: "")
        conformance.expect(
            open.pageCount == sample.pageCount, "'\(sample.document.filename)' has \(sample.pageCount) pages, not \(open.pageCount)")
        conformance.expect(open.concurrentPages >= 1, "it should work on at least one page at a time")
        for number in 1...max(1, min(open.pageCount, sample.pageCount)) { try await check(number, of: open, &conformance) }
        for number in [0, -1, open.pageCount + 1, Int.max] {
            await conformance.expectError([.pageOutOfRange], when: "for page \(number) of \(open.pageCount)") {
                _ = try await open.page(PageRequest(page: number))
            }
            await conformance.expectError([.pageOutOfRange], when: "for the raster of page \(number) of \(open.pageCount)") {
                _ = try await open.raster(RasterRequest(page: number))
            }
        }
        try await checkConcurrency(open, &conformance)
        try await checkInterruption(open, &conformance)
        return conformance.violations
    }

    private func check(_ number: Int, of open: any OpenDocument, _ conformance: inout Conformance) async throws {
        let request = PageRequest(page: number)
        guard let page = try await conformance.attempt("for page \(number)", { try await open.page(request) }) else { return }
        conformance.expect(page.number == number, "a page should know its number")
        conformance.expect(
            page.size.width.isFinite && page.size.height.isFinite && page.size.width > 0 && page.size.height > 0,
            "a page should have a size")
        conformance.expect([0, 90, 180, 270].contains(page.rotation), "a page should be turned by 0, 90, 180 or 270 degrees")
        let raster = try await conformance.attempt("for the raster of page \(number)") {
            try await open.raster(RasterRequest(page: number, dpi: page.imageDPI ?? 100))
        }
        if let raster { conformance.add(violations(of: raster, on: page)) }
        let situation = "for the text of page \(number)"
        guard let layer = try await conformance.attempt(situation, { try await open.textLayer(request) }) else { return }
        conformance.add((layer?.text.violations(on: page) ?? []).map { "page \(number): \($0)" })
        if let again = try await conformance.attempt(situation, { try await open.textLayer(request) }) {
            conformance.expect(again == layer, "the same page should always have the same text")
        }
    }

    /// A raster may be turned or skewed: what counts is that its pixels reach as far as the page does, on all four sides.
    private func violations(of raster: Raster, on page: Page) -> [String] {
        guard let toPixels = raster.toPage.inverted() else { return ["a raster's map should have a way back from the page to its pixels"] }
        let place = toPixels(page.bounds).bounds
        let tolerance = 1.5 * raster.dpi / 72
        let isCovered =
            abs(place.minX) < tolerance && abs(place.minY) < tolerance && abs(place.maxX - Double(raster.width)) < tolerance
            && abs(place.maxY - Double(raster.height)) < tolerance
        return isCovered
            ? []
            : [
                "a raster should cover its page, and nothing else: the page reaches from \(place.minX), \(place.minY) to "
                    + "\(place.maxX), \(place.maxY) in its \(raster.width) x \(raster.height) pixels"
            ]
    }

    /// Draws the first page in one task more than the document says that it works on at once.
    private func checkConcurrency(_ open: any OpenDocument, _ conformance: inout Conformance) async throws {
        let count = max(4, min(open.concurrentPages, 16) + 1)
        let rasters = try await conformance.attempt("for \(count) rasters at once") {
            try await withThrowingTaskGroup(of: [UInt8].self) { group in
                for _ in 0..<count { group.addTask { try await open.raster(RasterRequest(page: 1, dpi: 72)).pixels } }
                return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
            }
        }
        if let rasters {
            conformance.expect(rasters.count == 1, "a page drawn by \(count) tasks at once should be the same in each")
        }
    }

    private func checkInterruption(_ open: any OpenDocument, _ conformance: inout Conformance) async throws {
        let past = Deadline.after(.zero)
        await conformance.expectError([.deadlineExceeded], when: "for a page after its deadline") {
            _ = try await open.page(PageRequest(page: 1, deadline: past))
        }
        // A format without text has nothing to be late with.
        if let layer = try await conformance.attempt("for the text of page 1", { try await open.textLayer(PageRequest(page: 1)) }),
            layer != nil
        {
            await conformance.expectError([.deadlineExceeded], when: "for the text of a page after its deadline") {
                _ = try await open.textLayer(PageRequest(page: 1, deadline: past))
            }
        }
        await conformance.expectError([.deadlineExceeded], when: "for the raster of a page after its deadline") {
            _ = try await open.raster(RasterRequest(page: 1, deadline: past))
        }
        await conformance.expectCancellation("in a cancelled task") {
            _ = try await open.raster(RasterRequest(page: 1))
        }
    }
}

/// What two openings of a document must have in common.
private struct FirstPage: Equatable {
    let page: Page
    let layer: TextLayer?
    let pixels: [UInt8]

    init(of open: any OpenDocument) async throws {
        page = try await open.page(PageRequest(page: 1))
        layer = try await open.textLayer(PageRequest(page: 1))
        pixels = try await open.raster(RasterRequest(page: 1, dpi: 72)).pixels
    }
}
