/// Gives the fields that the reader itself found: a service that takes whole documents often knows more of them than their text, and has
/// been paid for it. Nothing is called.
///
/// It takes ``ReadPage/findings``. A field of the schema is found where a finding has one of that name, whatever its case and punctuation,
/// whose value is of the schema's type. In the auto mode a finding whose kind is the id of a schema decides; several such findings are the
/// parts of the file; of a kind that no schema has, and of keys with values, all is given as it was found.
///
/// Values are grounded in the words that stand where the service says; where none do, the field has no grounding.
///
/// ```yaml
/// reader: {id: azure-document-intelligence, settings: {model: prebuilt-invoice}}
/// extractor: {id: reader}
/// ```
///
/// What a service doesn't find others may: ``AgreeingFieldExtractor`` puts another extractor beside this one.
public struct ReaderFieldExtractor: FieldExtractor {
    /// Creates an extractor.
    public init() {}

    /// Version 1.
    public var identity: PluginIdentity { PluginIdentity(id: Self.id, version: "1") }

    /// On this machine: the document was read before.
    public var residency: Residency { .local }

    /// Finds the fields.
    ///
    /// - Throws: ``ExtractionError`` with the code `deadlineExceeded`, and `CancellationError`.
    public func fields(for request: FieldRequest, in document: ReadDocument) async throws -> FieldResult {
        try Task.checkCancellation()
        try request.deadline.check("Finding the fields")
        let findings = document.pages.flatMap(\.findings).map { Finding($0, in: document) }
        switch request.target {
        case .schema(let schema):
            let (fields, missing) = Self.fields(of: schema, in: findings.sorted { $0.serves(schema) && !$1.serves(schema) })
            return FieldResult(fields: fields, missing: missing)
        case .anyOf(let schemas): return Self.parts(of: findings, schemas)
        }
    }

    private static func parts(of findings: [Finding], _ schemas: [RecordSchema]) -> FieldResult {
        let known = findings.compactMap { finding in schemas.first { finding.serves($0) }.map { (finding, $0) } }
        guard let (only, schema) = known.first else {
            var seen: Set<String> = []
            let all = findings.flatMap(\.fields).filter { seen.insert($0.name).inserted }
            let kinds = findings.map(\.part.documentType).filter { $0.id != DocumentTypeFinding.unknown }
            return FieldResult(
                documentType: DocumentTypeFinding(
                    id: DocumentTypeFinding.unknown, confidence: kinds.first?.confidence ?? 0, evidence: kinds.map(\.id)), fields: all)
        }
        if known.count == 1 {
            // Keys and values of the form fill in what the model of the kind has left open.
            let (fields, missing) = fields(
                of: schema, in: [only] + findings.filter { $0.part.documentType.id == DocumentTypeFinding.unknown })
            return FieldResult(documentType: only.part.documentType, fields: fields, missing: missing)
        }
        let parts = known.map { finding, schema in
            let (fields, missing) = fields(of: schema, in: [finding])
            return ExtractedPart(pages: finding.part.pages, documentType: finding.part.documentType, fields: fields, missing: missing)
        }
        return FieldResult(
            documentType: DocumentTypeFinding(
                id: DocumentTypeFinding.several, confidence: parts.map(\.documentType.confidence).min() ?? 0,
                evidence: parts.map { "\($0.documentType.id): pages \($0.pages.lowerBound)–\($0.pages.upperBound)" }),
            fields: [], parts: parts)
    }

    private static func fields(of schema: RecordSchema, in findings: [Finding]) -> ([ExtractedField], [MissingField]) {
        var fields: [ExtractedField] = [], missing: [MissingField] = []
        for wanted in schema.fields {
            let named = findings.lazy.compactMap { $0[wanted.name] }
            if let field = named.compactMap({ $0.fitted(to: wanted) }).first {
                fields.append(field)
            } else {
                missing.append(MissingField(name: wanted.name, reason: named.isEmpty ? "not_given" : "invalid_value"))
            }
        }
        return (fields, missing)
    }

    /// What a reader found, with groundings that point into the document.
    private struct Finding {
        var part: ExtractedPart
        var fields: [ExtractedField]

        init(_ part: ExtractedPart, in document: ReadDocument) {
            self.part = part
            fields = part.fields.map { $0.grounded(in: document) }
        }

        func serves(_ schema: RecordSchema) -> Bool { part.documentType.id == schema.id }

        subscript(name: String) -> ExtractedField? {
            let plain = name.plainName
            return fields.first { $0.name.plainName == plain }
        }
    }
}

extension ReaderFieldExtractor: ConfigurablePlugin {
    /// `reader`.
    public static let id: PluginID = "reader"
    /// One sentence for people.
    public static let summary = "Gives the fields that a service found while it read the document, without another call."

    /// Makes the extractor.
    public init(configuration: NoConfiguration, environment: PluginEnvironment) async throws { self.init() }
}

extension ExtractedField {
    /// The field with the words that stand where it is said to stand, in itself and its cells.
    fileprivate func grounded(in document: ReadDocument) -> ExtractedField {
        var field = self
        if case .table(let rows) = value {
            let rows = rows.map { FieldRow(cells: $0.cells.map { $0.grounded(in: document) }) }
            field.value = .table(rows)
            field.grounding = rows.flatMap { $0.cells.flatMap(\.grounding) }
            return field
        }
        let wanted = raw.filter { !$0.isWhitespace }
        let spans = grounding.flatMap { document.words(at: $0.region) }.joinedNeighbours
        let text = spans.map { document.text(of: $0) }.joined().filter { !$0.isWhitespace }
        // A box may cut a word in two, or touch one of its neighbours: the text that stands there is then like the value's, and not it.
        let status: Grounding.Status = text != wanted ? .fuzzy : value == .text(raw) ? .exact : .normalised
        field.grounding = spans.flatMap { document.grounding(of: $0, status: status) }
        return field
    }

    /// The field as a schema names and types it, or `nil` where its value isn't of that type.
    fileprivate func fitted(to schema: FieldSchema) -> ExtractedField? {
        var field = self
        field.name = schema.name
        guard schema.type != .any else { return field }
        field.type = schema.type
        switch (schema.type, value) {
        case (.table, .table(let rows)):
            let rows = rows.map { row in
                FieldRow(
                    cells: schema.columns.compactMap { column in
                        row.cells.first { $0.name.plainName == column.name.plainName }?.fitted(to: column)
                    })
            }.filter { !$0.cells.isEmpty }
            guard !rows.isEmpty else { return nil }
            field.value = .table(rows)
            field.grounding = rows.flatMap { $0.cells.flatMap(\.grounding) }
        case (.money, .number(let amount, _)): field.value = .money(amount, currency: nil)
        case (.number, .money(let amount, _)), (.number, .percentage(let amount)): field.value = .number(amount, unit: nil)
        case (.percentage, .number(let amount, _)): field.value = .percentage(amount)
        case (.money, .money), (.number, .number), (.percentage, .percentage), (.date, .date), (.time, .time), (.boolean, .boolean): break
        case (.money, _), (.number, _), (.percentage, _), (.date, _), (.time, _), (.boolean, _), (.table, _), (_, .table): return nil
        case (_, .text): break
        // Codes of digits alone, which a service may take for a number.
        default: field.value = .text(raw)
        }
        return field
    }
}

extension ReadDocument {
    /// The spans of the words whose middles lie in a place.
    fileprivate func words(at region: PageRegion) -> [TextSpan] {
        guard let page = pages.first(where: { $0.page.number == region.page }) else { return [] }
        let box = region.polygon.bounds
        return page.layout.words.filter { word in
            let own = word.polygon.bounds
            return (box.minX...box.maxX).contains(own.midX) && (box.minY...box.maxY).contains(own.midY)
        }.map(\.span)
    }
}

extension [TextSpan] {
    /// Neighbouring words as one span.
    fileprivate var joinedNeighbours: [TextSpan] {
        sorted { $0.offset < $1.offset }.reduce(into: []) { runs, span in
            if let last = runs.last, span.offset - last.end <= 1 { runs[runs.count - 1] = last.union(span) } else { runs.append(span) }
        }
    }
}

extension String {
    /// The name's letters and digits in lower case.
    fileprivate var plainName: String { lowercased().filter { $0.isLetter || $0.isNumber } }
}
