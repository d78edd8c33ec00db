internal import ExtractionKit

extension DocumentTruth {
    /// The type of documents that nothing is known of but whether they can be opened.
    static let brokenType = "broken"

    /// Reads the truth that stands beside a document; see `Dataset-format.md`.
    init(_ stated: JSONMember, pages: Int?) throws {
        try stated.allow(only: [
            "type", "language", "locale", "fields", "complete", "partial", "skipped", "tables", "page_kinds", "expect", "why", "source",
        ])
        self.init()
        if let type = try stated.optional("type")?.word, type != Self.brokenType { documentType = type }
        for name in ["language", "locale", "why", "source"] { _ = try stated.optional(name)?.string }
        fields = try Self.fields(stated)
        tables = try stated.optional("tables")?.elements.map { try TableTruth($0, pages: pages) }
        if let kinds = try stated.optional("page_kinds") {
            readers = try Self.readers(kinds, pages: pages)
        }
        if let expected = try stated.optional("expect") { error = try Self.code(expected) }
    }

    private static func fields(_ stated: JSONMember) throws -> FieldTruth? {
        guard let fields = try stated.optional("fields") else {
            for name in ["complete", "partial", "skipped"] where stated[name] != nil {
                throw ExtractionError.dataset(stated.file, name, "says something of fields, and there are no 'fields'.")
            }
            return nil
        }
        let partial = try stated.optional("partial")
        let truth = try FieldTruth(
            fields.object.mapValues(\.withoutPrintedWords), skipped: Set(stated.optional("skipped")?.strings ?? []),
            partial: Set(partial?.strings ?? []), isComplete: stated.optional("complete")?.bool ?? true)
        if let partial, let stray = truth.partial.sorted().first(where: { truth.rows(of: $0) == nil }) {
            throw partial.error("names '\(stray)', which isn't a table with rows among the fields; correct it.")
        }
        return truth
    }

    private static func readers(_ kinds: JSONMember, pages: Int?) throws -> [Int: PageRoute.Method] {
        let elements = try kinds.elements
        if let pages, pages != elements.count {
            throw kinds.error("has \(elements.count) elements, and the document has \(pages) pages; name one kind for each page.")
        }
        let methods: [String: PageRoute.Method] = [
            "text": .textLayer, "rotated-text": .textLayer, "scan-with-text-layer": .textLayer, "scan": .ocr, "garbled-text": .ocr,
            "blank": .blank,
        ]
        var readers: [Int: PageRoute.Method] = [:]
        for (index, kind) in elements.enumerated() {
            guard let method = try methods[kind.string] else {
                throw kind.error("must be one of: \(methods.keys.sorted().joined(separator: ", ")).")
            }
            readers[index + 1] = method
        }
        return readers
    }

    private static func code(_ expected: JSONMember) throws -> ExtractionError.Code? {
        let word = try expected.string
        if word == "ok" { return nil }
        guard let code = refusals.first(where: { $0.rawValue == word }) else {
            throw expected.error("must be 'ok' or one of: \(refusals.map(\.rawValue).joined(separator: ", ")).")
        }
        return code
    }

    /// What a document can be refused for.
    private static let refusals: [ExtractionError.Code] = [
        .emptyDocument, .noPages, .unsupportedMediaType, .unsupportedFeature, .encrypted, .corrupt, .truncated, .tooLarge, .tooManyPages,
        .deadlineExceeded,
    ]
}

extension TableTruth {
    fileprivate init(_ stated: JSONMember, pages: Int?) throws {
        try stated.allow(only: ["page", "cells"])
        page = try stated.required("page").integer(in: 1...(pages.map { max(1, $0) } ?? Int(Int32.max)))
        grid = try TableGrid(
            cells: stated.required("cells").elements.map { cell in
                try cell.allow(only: ["row", "column", "row_span", "column_span", "text"])
                return try TableGrid.Cell(
                    row: cell.required("row").integer(in: 0...TableGrid.limit),
                    column: cell.required("column").integer(in: 0...TableGrid.limit),
                    rowSpan: cell.optional("row_span")?.integer(in: 1...TableGrid.limit) ?? 1,
                    columnSpan: cell.optional("column_span")?.integer(in: 1...TableGrid.limit) ?? 1, text: cell.required("text").string)
            })
    }
}

extension TableGrid {
    /// More rows or columns than any table on paper has.
    static let limit = 100_000
}

extension JSONValue {
    /// The value without the `raw` of rows: the printed word (`ND`, `<LOQ`) where a column says `null`, for readers and not a column itself.
    var withoutPrintedWords: JSONValue {
        guard case .array(let rows) = self else { return self }
        return .array(
            rows.map { row in
                guard case .object(var cells) = row else { return row }
                cells["raw"] = nil
                return .object(cells)
            })
    }
}
