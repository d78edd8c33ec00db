package import ExtractionKit

/// Turns what a program or a model says of a document's fields into grounded fields: what can't be found in the document isn't a field of it.
package struct QuotedFieldResolution {
    package let document: ReadDocument
    package let source: String
    /// What warnings begin with.
    private let prefix: String
    private let quotes: QuoteFinder

    package init(_ document: ReadDocument, source: String, prefix: String) {
        self.prefix = prefix
        self.document = document
        self.source = source
        quotes = QuoteFinder(document.content)
    }

    package struct Problem: Error {
        package var what: String
        package init(what: String) { self.what = what }
    }

    /// - Parameters:
    ///   - given: The fields of the answer.
    ///   - missing: What the answer says isn't there.
    ///   - schema: The fields wanted; `nil` for any.
    /// - Throws: ``Problem``.
    package func result(_ given: [QuotedField], missing: [MissingField], for schema: RecordSchema?) throws -> FieldResult {
        var result = FieldResult(fields: [])
        var reasons = Dictionary(missing.map { ($0.name, $0.reason) }, uniquingKeysWith: { first, _ in first })
        var found: [String: ExtractedField] = [:]
        for (index, field) in given.enumerated() {
            let wanted = schema?[field.name]
            guard found[field.name] == nil, schema == nil || wanted != nil else {
                result.warnings.append(
                    Warning(
                        code: "\(prefix)_field_left_out",
                        message: "The program gave a field that comes twice or isn't in the schema; it was left out."))
                continue
            }
            switch try resolve(field, wanted ?? FieldSchema(name: field.name, type: .any), "result.fields[\(index)]") {
            case .found(let value): found[field.name] = value
            case .missing(let reason): reasons[field.name] = reason
            }
        }
        let names = schema?.fields.map(\.name) ?? given.map(\.name).uniqued()
        result.fields = names.compactMap { found[$0] }
        let absent = schema.map { $0.fields.map(\.name) } ?? reasons.keys.sorted()
        result.missing = absent.filter { found[$0] == nil }.map { MissingField(name: $0, reason: reasons[$0] ?? "not_given") }
        return result
    }

    private enum Resolution { case found(ExtractedField), missing(String) }

    private func resolve(_ field: QuotedField, _ schema: FieldSchema, _ place: String) throws -> Resolution {
        guard (0...1).contains(field.confidence) else { throw Problem(what: "\(place).confidence isn't from 0 to 1") }
        if let rows = field.rows { return try table(rows, field, schema, place) }
        guard let value = field.fieldValue(as: schema.type) else { return .missing("invalid_value") }
        var extracted = ExtractedField(
            name: field.name, type: schema.type, value: value, raw: field.quote ?? field.value?.string ?? "",
            confidence: field.confidence, grounding: [], source: source)
        if field.derived == true { return .found(extracted) }
        guard let quote = field.quote ?? field.value?.string else { return .missing("no_quote") }
        let range: TextSpan?
        if let number = field.page {
            guard let words = document.pages.first(where: { $0.page.number == number })?.layout.words, let first = words.first,
                let last = words.last
            else { return .missing("quote_not_found") }
            range = first.span.union(last.span)
        } else {
            range = nil
        }
        guard let match = quotes.find(quote, within: range) else { return .missing("quote_not_found") }
        extracted.raw = match.text
        let status: Grounding.Status = !match.isVerbatim ? .fuzzy : value == .text(match.text) ? .exact : .normalised
        extracted.grounding = document.grounding(of: match.span, status: status)
        return .found(extracted)
    }

    private func table(_ rows: [[QuotedField]], _ field: QuotedField, _ schema: FieldSchema, _ place: String) throws -> Resolution {
        guard schema.type == .table || schema.type == .any else { return .missing("invalid_value") }
        let columns = schema.columns.isEmpty ? nil : RecordSchema(id: schema.name, title: schema.name, fields: schema.columns)
        let found = try rows.enumerated().map { index, cells in
            try FieldRow(cells: result(cells, missing: [], for: columns).fields.map(\.self)).checked("\(place).rows[\(index)]")
        }.filter { !$0.cells.isEmpty }
        guard !found.isEmpty else { return .missing("quote_not_found") }
        return .found(
            ExtractedField(
                name: field.name, type: .table, value: .table(found), raw: "", confidence: field.confidence,
                grounding: found.flatMap { $0.cells.flatMap(\.grounding) }, source: source))
    }
}

extension FieldRow {
    /// The row itself; rows of tables hold no tables.
    fileprivate func checked(_ place: String) throws -> FieldRow {
        for cell in cells { if case .table = cell.value { throw QuotedFieldResolution.Problem(what: "\(place) holds a table in a table") } }
        return self
    }
}

extension [String] {
    /// Each string once, in the order of first appearance.
    fileprivate func uniqued() -> [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
