#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The JSON form of a result.
///
/// `fields` maps a name to an object with the value beside its type, raw text, confidence, grounding and source; `extracted_fields` and
/// `confidence_scores` say the same in the shortest form, for scripts that want only that.
extension Extraction: Codable {
    private enum CodingKeys: String, CodingKey {
        case document, mode
        case documentType = "document_type"
        case parts
        case pages, usage
        case timings = "timings_ms"
        case warnings, errors, plan
    }

    /// Writes the result.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(document, forKey: .document)
        try container.encode(mode, forKey: .mode)
        try container.encode(documentType, forKey: .documentType)
        try FoundFields(fields: fields, missing: missing).encode(to: encoder)
        if !parts.isEmpty { try container.encode(parts, forKey: .parts) }
        try container.encode(pages, forKey: .pages)
        try container.encode(usage, forKey: .usage)
        try container.encode(timings, forKey: .timings)
        try container.encode(warnings, forKey: .warnings)
        try container.encode(errors, forKey: .errors)
        try container.encodeIfPresent(plan, forKey: .plan)
    }

    /// Reads a result that was written by ``encode(to:)``.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let found = try FoundFields(from: decoder)
        try self.init(
            document: container.decode(DocumentSummary.self, forKey: .document), mode: container.decode(Mode.self, forKey: .mode),
            documentType: container.decode(DocumentTypeFinding?.self, forKey: .documentType),
            fields: found.fields, missing: found.missing, parts: container.decodeIfPresent([ExtractedPart].self, forKey: .parts) ?? [],
            pages: container.decode([PageSummary].self, forKey: .pages), usage: container.decode(Usage.self, forKey: .usage),
            timings: container.decode(Timings.self, forKey: .timings), warnings: container.decode([Warning].self, forKey: .warnings),
            errors: container.decode([ErrorSummary].self, forKey: .errors),
            plan: container.decodeIfPresent(PipelinePlan.self, forKey: .plan))
    }
}

extension ExtractedPart: Codable {
    private enum CodingKeys: String, CodingKey {
        case firstPage = "first_page"
        case lastPage = "last_page"
        case documentType = "document_type"
    }

    /// Writes the part: its pages, its kind, and its fields in the members that a whole result has.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(pages.lowerBound, forKey: .firstPage)
        try container.encode(pages.upperBound, forKey: .lastPage)
        try container.encode(documentType, forKey: .documentType)
        try FoundFields(fields: fields, missing: missing).encode(to: encoder)
    }

    /// Reads a part that was written by ``encode(to:)``.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let first = try container.decode(Int.self, forKey: .firstPage), last = try container.decode(Int.self, forKey: .lastPage)
        guard first <= last else {
            throw DecodingError.dataCorruptedError(forKey: .lastPage, in: container, debugDescription: "before the first page")
        }
        let found = try FoundFields(from: decoder)
        try self.init(
            pages: first...last, documentType: container.decode(DocumentTypeFinding.self, forKey: .documentType), fields: found.fields,
            missing: found.missing)
    }
}

/// What was found and what wasn't, as members of the object that holds them.
private struct FoundFields: Codable {
    var fields: [ExtractedField]
    var missing: [MissingField]

    private enum CodingKeys: String, CodingKey {
        case fields
        case fieldOrder = "field_order"
        case extractedFields = "extracted_fields"
        case confidenceScores = "confidence_scores"
        case missing = "missing_fields"
    }

    init(fields: [ExtractedField], missing: [MissingField]) {
        self.fields = fields
        self.missing = missing
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(FieldMap(fields: fields), forKey: .fields)
        try container.encode(fields.map(\.name), forKey: .fieldOrder)
        try container.encode(
            Dictionary(fields.map { ($0.name, PlainValue(value: $0.value)) }, uniquingKeysWith: { first, _ in first }),
            forKey: .extractedFields)
        try container.encode(
            Dictionary(fields.map { ($0.name, $0.confidence) }, uniquingKeysWith: { first, _ in first }), forKey: .confidenceScores)
        try container.encode(missing, forKey: .missing)
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let order = try container.decode([String].self, forKey: .fieldOrder)
        let ranks = Dictionary(zip(order, 0...), uniquingKeysWith: { first, _ in first })
        fields = try container.decode(FieldMap.self, forKey: .fields).fields.sorted {
            (ranks[$0.name] ?? .max, $0.name) < (ranks[$1.name] ?? .max, $1.name)
        }
        missing = try container.decode([MissingField].self, forKey: .missing)
    }
}

/// Fields by name.
private struct FieldMap: Codable {
    var fields: [ExtractedField]

    init(fields: [ExtractedField]) { self.fields = fields }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Dictionary(fields.map { ($0.name, FieldBody(field: $0)) }, uniquingKeysWith: { first, _ in first }))
    }

    init(from decoder: any Decoder) throws {
        let bodies = try decoder.singleValueContainer().decode([String: FieldBody].self)
        fields = bodies.map { name, body in
            var field = body.field
            field.name = name
            return field
        }
    }
}

/// A field without its name, as a result writes it.
struct FieldBody: Codable {
    var field: ExtractedField

    private enum CodingKeys: String, CodingKey { case value, type, raw, confidence, currency, unit, kind, grounding, source, columns, rows }

    init(field: ExtractedField) { self.field = field }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(PlainValue(value: field.value), forKey: .value)
        try container.encode(field.type, forKey: .type)
        try container.encode(field.raw, forKey: .raw)
        try container.encode(field.confidence, forKey: .confidence)
        try container.encodeIfPresent(field.value.currency, forKey: .currency)
        try container.encodeIfPresent(field.value.unit, forKey: .unit)
        try container.encode(Kind(field.value), forKey: .kind)
        try container.encode(field.grounding, forKey: .grounding)
        try container.encode(field.source, forKey: .source)
        if case .table(let rows) = field.value {
            try container.encode(Self.columns(of: rows), forKey: .columns)
            try container.encode(rows.map { FieldMap(fields: $0.cells) }, forKey: .rows)
        }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let unit = try container.decodeIfPresent(String.self, forKey: .unit)
        let currency = try container.decodeIfPresent(String.self, forKey: .currency)
        let value: FieldValue =
            switch try container.decode(Kind.self, forKey: .kind) {
            case .text: try .text(container.decode(String.self, forKey: .value))
            case .time: try .time(container.decode(String.self, forKey: .value))
            case .boolean: try .boolean(container.decode(Bool.self, forKey: .value))
            case .number: try .number(container.decode(Decimal.self, forKey: .value), unit: unit)
            case .money: try .money(container.decode(Decimal.self, forKey: .value), currency: currency)
            case .percentage: try .percentage(container.decode(Decimal.self, forKey: .value))
            case .table:
                try .table(
                    Self.rows(
                        container.decode([FieldMap].self, forKey: .rows), columns: container.decode([String].self, forKey: .columns)))
            case .date:
                if let date = try CalendarDate(container.decode(String.self, forKey: .value)) {
                    .date(date)
                } else {
                    throw DecodingError.dataCorruptedError(forKey: .value, in: container, debugDescription: "not a date")
                }
            }
        field = try ExtractedField(
            name: "", type: container.decode(FieldType.self, forKey: .type), value: value,
            raw: container.decode(String.self, forKey: .raw), confidence: container.decode(Double.self, forKey: .confidence),
            grounding: container.decode([Grounding].self, forKey: .grounding),
            source: container.decode(String.self, forKey: .source))
    }

    /// The names of the columns, in the order in which rows first use them: an object alone has no order.
    private static func columns(of rows: [FieldRow]) -> [String] {
        rows.flatMap(\.cells).map(\.name).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private static func rows(_ maps: [FieldMap], columns: [String]) -> [FieldRow] {
        maps.map { map in FieldRow(cells: columns.compactMap { column in map.fields.first { $0.name == column } }) }
    }

    /// Which case the value is; the type alone doesn't say, for a field of the type `any`.
    enum Kind: String, Codable {
        case text, date, time, number, money, percentage, boolean, table

        init(_ value: FieldValue) {
            self =
                switch value {
                case .text: .text
                case .date: .date
                case .time: .time
                case .number: .number
                case .money: .money
                case .percentage: .percentage
                case .boolean: .boolean
                case .table: .table
                }
        }
    }
}

/// A value as scripts want it: strings, numbers, and arrays of objects of them.
private struct PlainValue: Encodable {
    var value: FieldValue

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch value {
        case .text(let text), .time(let text): try container.encode(text)
        case .date(let date): try container.encode(date.description)
        case .number(let number, _), .money(let number, _), .percentage(let number): try container.encode(number)
        case .boolean(let bool): try container.encode(bool)
        case .table(let rows):
            try container.encode(
                rows.map { row in
                    Dictionary(row.cells.map { ($0.name, PlainValue(value: $0.value)) }, uniquingKeysWith: { first, _ in first })
                })
        }
    }
}

extension Grounding: Codable {
    private enum CodingKeys: String, CodingKey { case page, polygon, offset, length, status }

    /// Writes page, polygon, offset, length and status side by side.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(region.page, forKey: .page)
        try container.encode(region.polygon, forKey: .polygon)
        try container.encode(region.span.offset, forKey: .offset)
        try container.encode(region.span.length, forKey: .length)
        try container.encode(status, forKey: .status)
    }

    /// Reads what ``encode(to:)`` writes.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            region: PageRegion(
                page: container.decode(Int.self, forKey: .page), polygon: container.decode(Polygon.self, forKey: .polygon),
                span: TextSpan(
                    offset: container.decode(Int.self, forKey: .offset), length: container.decode(Int.self, forKey: .length))),
            status: container.decode(Status.self, forKey: .status))
    }
}
