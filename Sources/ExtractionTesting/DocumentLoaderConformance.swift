public import ExtractionKit

/// Checks a document loader against the contract of its role.
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
            let found = try await loader.withDocument(LoadRequest(document: sample.document)) { try await violations(of: $0, sample) }
            conformance.add(found)
        }
        await conformance.expectError([.emptyDocument, .unsupportedMediaType], when: "for a file without bytes") {
            try await open(Document(bytes: [], filename: "empty"))
        }
        await conformance.expectError([.unsupportedMediaType], when: "for a kind of content that it doesn't list") {
            try await open(Document(bytes: Array("plain text".utf8), filename: "text"))
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

    private func violations(of open: any OpenDocument, _ sample: Sample) async throws -> [String] {
        var conformance = Conformance(of: "")
        conformance.expect(
            open.pageCount == sample.pageCount, "'\(sample.document.filename)' has \(sample.pageCount) pages, not \(open.pageCount)")
        for number in 1...max(1, open.pageCount) {
            let page = try await open.page(PageRequest(page: number))
            conformance.expect(page.number == number, "a page should know its number")
            conformance.expect(
                page.size.width.isFinite && page.size.height.isFinite && page.size.width > 0 && page.size.height > 0,
                "a page should have a size")
            let raster = try await open.raster(RasterRequest(page: number, dpi: page.imageDPI ?? 100))
            let corner = raster.toPage(Point(x: Double(raster.width), y: Double(raster.height)))
            conformance.expect(
                abs(corner.x - page.size.width) < 1.5 && abs(corner.y - page.size.height) < 1.5,
                "a raster should cover its page: its last pixel lies at \(corner), the page's corner at \(page.size)")
            if let layer = try await open.textLayer(PageRequest(page: number)) {
                conformance.add(layer.text.violations(on: page))
                let again = try await open.textLayer(PageRequest(page: number))
                conformance.expect(again == layer, "the same page should always have the same text")
            }
        }
        for number in [0, -1, open.pageCount + 1, Int.max] {
            await conformance.expectError([.pageOutOfRange], when: "for page \(number) of \(open.pageCount)") {
                _ = try await open.page(PageRequest(page: number))
            }
            await conformance.expectError([.pageOutOfRange], when: "for the raster of page \(number) of \(open.pageCount)") {
                _ = try await open.raster(RasterRequest(page: number))
            }
        }
        let sizes = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 { group.addTask { try await open.raster(RasterRequest(page: 1, dpi: 72)).pixels.hashValue } }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        conformance.expect(sizes.count == 1, "a page drawn by four tasks at once should be the same four times")
        let past = Deadline.after(.zero)
        await conformance.expectError([.deadlineExceeded], when: "for the raster of a page after its deadline") {
            _ = try await open.raster(RasterRequest(page: 1, deadline: past))
        }
        conformance.expect(open.concurrentPages >= 1, "it should work on at least one page at a time")
        await conformance.expectCancellation("in a cancelled task") {
            _ = try await open.raster(RasterRequest(page: 1))
        }
        return conformance.violations
    }
}
