/// What will be done to a document, by which plugins, as data: it can be written down, compared and stored with the result.
public struct PipelinePlan: Hashable, Sendable {
    /// How documents become read pages.
    public var reading: Reading
    /// What finds the fields.
    public var extractor: PluginChoice
    /// What documents may cost.
    public var limits: DocumentLimits

    /// Creates a plan.
    public init(reading: Reading, extractor: PluginChoice, limits: DocumentLimits = DocumentLimits()) {
        self.reading = reading
        self.extractor = extractor
        self.limits = limits
    }

    /// How documents become read pages.
    public enum Reading: Hashable, Sendable {
        /// Page by page, by these parts.
        case pageByPage(PageByPage)
        /// By a reader of whole documents.
        case reader(PluginChoice)
    }

    /// The parts of a ``PageByPageReader``.
    public struct PageByPage: Hashable, Sendable, Codable {
        /// The loaders, first match first.
        public var loaders: [PluginChoice]
        /// The OCR engine.
        public var ocr: PluginChoice
        /// The layout analyzer.
        public var layout: PluginChoice
        /// The thresholds of the routing.
        public var router: PageRouter
        /// The resolution at which pages are drawn, in dots per inch.
        public var dpi: Double

        /// Creates the parts.
        public init(
            loaders: [PluginChoice], ocr: PluginChoice, layout: PluginChoice = "geometric", router: PageRouter = PageRouter(),
            dpi: Double = 300
        ) {
            self.loaders = loaders
            self.ocr = ocr
            self.layout = layout
            self.router = router
            self.dpi = dpi
        }
    }
}

extension PipelinePlan: Codable {
    private enum CodingKeys: String, CodingKey {
        case pageByPage = "page_by_page"
        case reader, extractor, limits
    }

    /// Writes the plan.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch reading {
        case .pageByPage(let parts): try container.encode(parts, forKey: .pageByPage)
        case .reader(let choice): try container.encode(choice, forKey: .reader)
        }
        try container.encode(extractor, forKey: .extractor)
        try container.encode(limits, forKey: .limits)
    }

    /// Reads a plan.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let reading: Reading =
            if let reader = try container.decodeIfPresent(PluginChoice.self, forKey: .reader) {
                .reader(reader)
            } else {
                try .pageByPage(container.decode(PageByPage.self, forKey: .pageByPage))
            }
        try self.init(
            reading: reading, extractor: container.decode(PluginChoice.self, forKey: .extractor),
            limits: container.decode(DocumentLimits.self, forKey: .limits))
    }
}

extension PluginRegistry {
    /// Makes the pipeline that a plan describes.
    ///
    /// - Parameters:
    ///   - plan: What is to be done.
    ///   - schemas: The kinds of documents that the auto mode knows.
    /// - Throws: ``ExtractionError`` with the codes `pluginNotFound`, `invalidConfiguration` and `missingResource`.
    public func pipeline(for plan: PipelinePlan, schemas: [RecordSchema]) async throws -> Pipeline {
        let reader: any DocumentReader
        switch plan.reading {
        case .reader(let choice): reader = try await self.reader(choice)
        case .pageByPage(let parts):
            var loaders: [any DocumentLoader] = []
            for choice in parts.loaders { try await loaders.append(loader(choice)) }
            // Reading text layers alone must not need what the engine needs.
            let engine: any OCREngine = parts.router.mode == .text ? AbsentOCREngine() : try await ocr(parts.ocr)
            reader = try await PageByPageReader(
                loader: CombinedDocumentLoader(loaders), ocr: engine, layout: layout(parts.layout), router: parts.router, dpi: parts.dpi)
        }
        var pipeline = try await Pipeline(
            reader: reader, extractor: extractor(plan.extractor), schemas: schemas, limits: plan.limits)
        pipeline.plan = plan
        return pipeline
    }
}
