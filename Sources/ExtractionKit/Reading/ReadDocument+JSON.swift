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
        var json = JSONText()
        try value.write(to: &json)
        guard pretty else { return String(decoding: json.bytes, as: UTF8.self) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return try String(decoding: encoder.encode(JSONValue(json: json.bytes)), as: UTF8.self)
    }
}

extension PageOutcome {
    /// The page as one line of JSON, as `extract read --format pages` prints it: the `document`, and the `page` with its members as in
    /// ``ReadDocument/json(pretty:)``, its spans counted in its own content, or the `error`.
    ///
    /// - Throws: `EncodingError` for a place that isn't a number.
    public func json(of summary: DocumentSummary) throws -> String {
        var json = JSONText()
        try json.object { json in
            try json.member("document", summary)
            switch self {
            case .read(let page):
                json.key("page")
                try PageJSON(page).write(to: &json)
            case .failed(let number, let error): try json.member("error", ErrorSummary(error, page: number))
            }
        }
        return String(decoding: json.bytes, as: UTF8.self)
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

extension JSONText {
    /// Writes a member that isn't large through JSONEncoder.
    fileprivate mutating func member(_ name: StaticString, _ value: some Encodable) throws {
        key(name)
        raw(try JSONEncoder.forReading.encode(value))
    }
}

/// The JSON form of a ``ReadDocument``.
private struct ReadDocumentJSON: Decodable {
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

    func write(to json: inout JSONText) throws {
        try json.object { json in
            json.key("content")
            json.value(content)
            if let document { try json.member("document", document) }
            try json.member("errors", errors)
            json.key("page_count")
            json.value(pageCount)
            json.key("pages")
            try json.array(pages) { json, page in try page.write(to: &json) }
        }
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
private struct PageJSON: Decodable {
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

    func write(to json: inout JSONText) throws {
        let layout = page.layout
        try json.object { json in
            json.key("content")
            json.value(layout.content)
            if let engine = page.engine { try json.member("engine", engine) }
            if !layout.figures.isEmpty { try json.member("figures", layout.figures) }
            if !page.findings.isEmpty { try json.member("findings", page.findings) }
            json.key("height")
            try json.value(page.page.size.height)
            if !page.hiddenText.isEmpty { try json.member("hidden_text", page.hiddenText) }
            if let dpi = page.page.imageDPI {
                json.key("image_dpi")
                try json.value(dpi)
            }
            json.key("is_partial")
            json.value(page.isPartial)
            json.key("lines")
            try json.array(layout.lines) { json, line in try json.value(line) }
            if !layout.links.isEmpty { try json.member("links", layout.links) }
            json.key("number")
            json.value(page.page.number)
            if !page.page.warnings.isEmpty { try json.member("page_warnings", page.page.warnings) }
            json.key("paragraphs")
            try json.array(layout.paragraphs) { json, paragraph in try json.value(paragraph) }
            if let preparation = page.preparation { try json.member("preparation", preparation) }
            try json.member("reader", page.route.method)
            try json.member("reason", page.route.reason)
            json.key("rotation")
            json.value(page.page.rotation)
            if !layout.selectionMarks.isEmpty { try json.member("selection_marks", layout.selectionMarks) }
            try json.member("signals", page.route.signals)
            json.key("tables")
            try json.array(layout.tables) { json, table in try json.value(table) }
            try json.member("usage", page.usage)
            try json.member("warnings", page.warnings)
            json.key("width")
            try json.value(page.page.size.width)
            json.key("words")
            try json.array(layout.words) { json, word in try json.value(word) }
        }
    }
}
