internal import ExtractionKit

/// Puts what an electronic invoice says beside what its pages say.
struct CrossCheck {
    private let invoice: ElectronicInvoice
    private let printed: PrintedText

    init(_ invoice: ElectronicInvoice, in document: ReadDocument) {
        self.invoice = invoice
        printed = PrintedText(document)
    }

    /// The fields of a schema: the values of the electronic invoice, and those of the page for what it leaves open.
    func result(_ page: FieldResult, for schema: RecordSchema) -> FieldResult {
        var result = page
        result.fields = []
        result.missing = []
        for field in schema.fields {
            let found = page.fields.first { $0.name == field.name }
            let checked = field.type == .table ? table(field, found, &result.warnings) : single(field, found, &result.warnings)
            if let checked {
                result.fields.append(checked)
            } else {
                result.missing.append(
                    page.missing.first { $0.name == field.name } ?? MissingField(name: field.name, reason: "not_in_electronic_invoice"))
            }
        }
        return result
    }

    private func single(_ field: FieldSchema, _ found: ExtractedField?, _ warnings: inout [Warning]) -> ExtractedField? {
        guard let value = invoice.values[field.name], Self.fits(value, field.type) else { return found }
        if var found, Self.agree(value, found.value, field.type) {
            found.confidence = max(found.confidence, 0.99)
            found.source = "facturx:agrees with \(found.source)"
            return found
        }
        if found != nil {
            warnings.append(
                Warning(
                    code: "facturx_disagrees",
                    message: "The page and the electronic invoice say different things of '\(field.name)'; the field has the latter."))
        }
        return stated(value, named: field.name, field.type, confidence: found == nil ? 0.95 : 0.5)
    }

    /// A value of the electronic invoice, at the place where the page says the same, if any.
    private func stated(_ value: FieldValue, named name: String, _ type: FieldType, confidence: Double) -> ExtractedField {
        let place = printed.place(of: value)
        return ExtractedField(
            name: name, type: type, value: value, raw: place?.raw ?? value.statedText, confidence: confidence,
            grounding: place?.grounding ?? [], source: "facturx:\(place == nil ? "unprinted" : "printed")")
    }

    private func table(_ field: FieldSchema, _ found: ExtractedField?, _ warnings: inout [Warning]) -> ExtractedField? {
        guard field.name == "line_items", !invoice.lines.isEmpty else { return found }
        var pageRows: [FieldRow] = []
        if case .table(let rows) = found?.value { pageRows = rows }
        let isAligned = pageRows.count == invoice.lines.count
        var agreed = isAligned
        let rows = invoice.lines.enumerated().map { index, line in
            FieldRow(
                cells: field.columns.compactMap { column in
                    guard let value = line[column.name] else { return isAligned ? pageRows[index][column.name] : nil }
                    if isAligned, let cell = pageRows[index][column.name] {
                        if Self.agree(value, cell.value, column.type) { return cell }
                        agreed = false
                    }
                    return stated(value, named: column.name, column.type, confidence: 0.9)
                })
        }
        if found != nil, !agreed {
            warnings.append(
                Warning(
                    code: "facturx_disagrees",
                    message: "The page and the electronic invoice say different things of '\(field.name)'; the field has the latter."))
        }
        return ExtractedField(
            name: field.name, type: .table, value: .table(rows), raw: found?.raw ?? "", confidence: agreed ? 0.99 : 0.8,
            grounding: found?.grounding ?? [], source: agreed ? "facturx:agrees" : "facturx:lines")
    }

    /// Whether a value of the electronic invoice can be one of a field.
    private static func fits(_ value: FieldValue, _ type: FieldType) -> Bool {
        switch value {
        case .date: type == .date || type == .any
        case .money: type == .money || type == .any
        default: ![.date, .money, .table, .boolean, .time].contains(type)
        }
    }

    /// Whether both say the same: amounts whatever their currency, names whatever their spaces and signs, addresses in words alike.
    private static func agree(_ left: FieldValue, _ right: FieldValue, _ type: FieldType) -> Bool {
        switch (left, right) {
        case (.money(let left, _), .money(let right, _)), (.number(let left, _), .number(let right, _)): left == right
        case (.text(let left), .text(let right)):
            if type == .address {
                left.plainWords.isSubset(of: right.plainWords) || right.plainWords.isSubset(of: left.plainWords)
            } else {
                left.plainLetters == right.plainLetters
            }
        default: left == right
        }
    }
}

extension FieldValue {
    /// The value as the electronic invoice has it.
    fileprivate var statedText: String {
        switch self {
        case .text(let text), .time(let text): text
        case .date(let date): date.description
        case .number(let number, _), .money(let number, _), .percentage(let number): "\(number)"
        case .boolean(let bool): "\(bool)"
        case .table: ""
        }
    }
}

extension String {
    fileprivate var plainLetters: String { lowercased().filter { $0.isLetter || $0.isNumber } }
    fileprivate var plainWords: Set<Substring> { Set(lowercased().split { !$0.isLetter && !$0.isNumber }) }
}
