#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension ReadDocument {
    /// The document as JSON: everything that was read, from which ``init(json:)`` makes an equal document.
    ///
    /// It is what `extract read --format json` prints, but for `document`; <doc:Result-format> lists the members. Two things are not kept:
    /// places are rounded to a hundredth of a point, and errors lose their causes.
    ///
    /// - Parameter pretty: Whether it is broken into lines for people.
    /// - Throws: `EncodingError` for a place that isn't a number.
    public func json(pretty: Bool = false) throws -> String { try Self.json(of: ReadDocumentJSON(self), pretty: pretty) }

    /// The same with what is known of the file, as `document`.
    ///
    /// - Throws: As ``json(pretty:)``.
    public func json(of summary: DocumentSummary, pretty: Bool = false) throws -> String {
        try Self.json(of: ReadDocumentJSON(self, summary), pretty: pretty)
    }

    /// Makes a document from its JSON form.
    ///
    /// - Parameter json: The UTF-8 bytes of what ``json(pretty:)`` or `extract read --format json` gave.
    /// - Throws: ``ExtractionError`` with the code `corrupt` for anything else, such as spans that lie outside of their page's text.
    public init(json: some Sequence<UInt8>) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .custom { ReadDocumentJSON.Key(path: $0) }
        do {
            self = try decoder.decode(ReadDocumentJSON.self, from: Data(json)).restored()
        } catch let error as DecodingError {
            throw ExtractionError(.corrupt, "The file isn't what 'extract read --format json' writes; write it again.", cause: error)
        }
    }

    private static func json(of value: ReadDocumentJSON, pretty: Bool) throws -> String {
        let encoder = JSONEncoder.forReading
        if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
        return try String(decoding: encoder.encode(value), as: UTF8.self)
    }
}

extension PageOutcome {
    /// The page as one line of JSON, as `extract read --format pages` prints it: the `document`, and the `page` with its members as in
    /// ``ReadDocument/json(pretty:)``, its spans counted in its own content, or the `error`.
    ///
    /// - Throws: `EncodingError` for a place that isn't a number.
    public func json(of summary: DocumentSummary) throws -> String {
        let line =
            switch self {
            case .read(let page): PageLineJSON(document: summary, page: PageJSON(page))
            case .failed(let number, let error): PageLineJSON(document: summary, error: ErrorSummary(error, page: number))
            }
        return try String(decoding: JSONEncoder.forReading.encode(line), as: UTF8.self)
    }
}

extension JSONEncoder {
    fileprivate static var forReading: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return encoder
    }
}

extension ErrorSummary {
    fileprivate init(_ error: ExtractionError, page: Int) {
        self.init(error)
        self.page = page
    }
}

/// A page of a document, read or not.
private struct PageLineJSON: Encodable {
    var document: DocumentSummary
    var page: PageJSON?
    var error: ErrorSummary?
}

/// The JSON form of a ``ReadDocument``.
private struct ReadDocumentJSON: Codable {
    var pageCount: Int
    var document: DocumentSummary?
    var content: String
    var pages: [PageJSON]
    var errors: [ErrorSummary]

    init(_ read: ReadDocument, _ summary: DocumentSummary? = nil) {
        pageCount = read.pageCount
        document = summary
        content = read.content
        pages = read.pages.map(PageJSON.init)
        errors = read.failures.map { ErrorSummary($0.error, page: $0.page) }
    }

    func restored() throws -> ReadDocument {
        let pages = pages.map(\.page)
        let failures = try errors.map { error in
            guard let page = error.page else { throw Self.corrupt("An error doesn't say its page.") }
            return StoredRecognition.FailedPage(page: page, error: error)
        }
        let recognition = StoredRecognition(pageCount: pageCount, pages: pages, failures: failures)
        guard recognition.isConsistent else { throw Self.corrupt("A span or an index lies outside of what it points into.") }
        let document = recognition.document
        guard document.content == content else { throw Self.corrupt("The content isn't that of the pages.") }
        return document
    }

    private static func corrupt(_ reason: String) -> DecodingError {
        .dataCorrupted(DecodingError.Context(codingPath: [], debugDescription: reason))
    }

    /// Turns keys in snake_case back into names of properties, except in types whose keys are spelt so in the code.
    struct Key: CodingKey {
        var stringValue: String
        var intValue: Int?

        init(path: [any CodingKey]) {
            let name = path.last?.stringValue ?? ""
            let isSpeltSo = path.dropLast().contains { ["signals", "usage", "document", "findings"].contains($0.stringValue) }
            let parts = name.split(separator: "_")
            stringValue =
                isSpeltSo ? name : parts.prefix(1).joined() + parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
            intValue = path.last?.intValue
        }

        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) {
            stringValue = String(intValue)
            self.intValue = intValue
        }
    }
}

/// A page, with the members of its layout beside those that say how it came about.
private struct PageJSON: Codable {
    var page: ReadPage

    private enum CodingKeys: CodingKey {
        case number, width, height, rotation, imageDpi, reader, reason, signals, engine, preparation, hiddenText, findings, isPartial,
            warnings,
            pageWarnings, usage
    }

    init(_ page: ReadPage) { self.page = page }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        page = try ReadPage(
            page: Page(
                number: container.decode(Int.self, forKey: .number),
                size: Size(width: container.decode(Double.self, forKey: .width), height: container.decode(Double.self, forKey: .height)),
                rotation: container.decode(Int.self, forKey: .rotation),
                imageDPI: container.decodeIfPresent(Double.self, forKey: .imageDpi),
                warnings: container.decodeIfPresent([Warning].self, forKey: .pageWarnings) ?? []),
            route: PageRoute(
                method: container.decode(PageRoute.Method.self, forKey: .reader),
                reason: container.decode(PageRoute.Reason.self, forKey: .reason),
                signals: container.decode(RoutingSignals.self, forKey: .signals)),
            engine: container.decodeIfPresent(PluginIdentity.self, forKey: .engine),
            preparation: container.decodeIfPresent([PreparationStep].self, forKey: .preparation), layout: PageLayout(from: decoder),
            hiddenText: container.decodeIfPresent([HiddenText].self, forKey: .hiddenText) ?? [],
            findings: container.decodeIfPresent([ExtractedPart].self, forKey: .findings) ?? [],
            isPartial: container.decode(Bool.self, forKey: .isPartial), warnings: container.decode([Warning].self, forKey: .warnings),
            usage: container.decode(Usage.self, forKey: .usage))
    }

    func encode(to encoder: any Encoder) throws {
        try page.layout.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(page.page.number, forKey: .number)
        try container.encode(page.page.size.width, forKey: .width)
        try container.encode(page.page.size.height, forKey: .height)
        try container.encode(page.page.rotation, forKey: .rotation)
        try container.encodeIfPresent(page.page.imageDPI, forKey: .imageDpi)
        if !page.page.warnings.isEmpty { try container.encode(page.page.warnings, forKey: .pageWarnings) }
        try container.encode(page.route.method, forKey: .reader)
        try container.encode(page.route.reason, forKey: .reason)
        try container.encode(page.route.signals, forKey: .signals)
        try container.encodeIfPresent(page.engine, forKey: .engine)
        try container.encodeIfPresent(page.preparation, forKey: .preparation)
        if !page.hiddenText.isEmpty { try container.encode(page.hiddenText, forKey: .hiddenText) }
        if !page.findings.isEmpty { try container.encode(page.findings, forKey: .findings) }
        try container.encode(page.isPartial, forKey: .isPartial)
        try container.encode(page.warnings, forKey: .warnings)
        try container.encode(page.usage, forKey: .usage)
    }
}
