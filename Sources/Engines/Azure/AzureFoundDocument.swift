public import ExtractionKit
internal import ExtractionResultFormats

/// A document that the service's model found in the file, with its fields.
public struct AzureFoundDocument: Hashable, Sendable {
    /// The kind as the service names it, such as `invoice`.
    public var type: String
    /// How sure the service is of the kind, from 0 to 1.
    public var confidence: Double
    /// The fields, by name; their names are the service's in snake_case, such as `vendor_name`. Their grounding points into the content of
    /// ``AzureResult/document``.
    public var fields: [ExtractedField]
    /// The fields that the model looks for and didn't find.
    public var missing: [MissingField]
}

/// A key and its value, as on a form.
public struct AzureKeyValuePair: Hashable, Sendable {
    /// The text of the key.
    public var key: String
    /// The text of the value; `nil` where the form isn't filled in.
    public var value: String?
    /// How sure the service is, from 0 to 1.
    public var confidence: Double
}

/// Finds in a read document what the service's fields say.
struct AzureFieldResolution {
    let document: ReadDocument
    /// By what a page's unit is multiplied to be points.
    let scales: [Int: (x: Double, y: Double)]
    let source: String

    func found(_ type: String, confidence: Double, fields: [String: AzureField?]) -> AzureFoundDocument {
        var result = AzureFoundDocument(type: type, confidence: Self.share(confidence), fields: [], missing: [])
        for (name, field) in named(fields) {
            if let found = field.flatMap({ extracted(name, $0) }) {
                result.fields.append(found)
            } else {
                result.missing.append(MissingField(name: name, reason: "not_in_document"))
            }
        }
        return result
    }

    private func named(_ fields: [String: AzureField?]) -> [(String, AzureField?)] {
        var seen: Set<String> = []
        return fields.sorted { $0.key < $1.key }.compactMap { name, field in
            let name = AzureField.snakeCase(name)
            return seen.insert(name).inserted ? (name, field) : nil
        }
    }

    private func extracted(_ name: String, _ field: AzureField, inTable: Bool = false) -> ExtractedField? {
        if let (type, value) = field.scalar {
            let grounding = grounding(field, of: value)
            return ExtractedField(
                name: name, type: type, value: value, raw: field.raw, confidence: Self.share(field.confidence ?? 0), grounding: grounding,
                source: source)
        }
        guard !inTable else { return nil }
        let rows: [FieldRow]
        if let elements = field.valueArray {
            rows = elements.compactMap { element in
                if let cells = element?.valueObject { return row(cells) }
                // A list of values is a table of one column.
                return element.flatMap { extracted("value", $0, inTable: true) }.map { FieldRow(cells: [$0]) }
            }
        } else if let cells = field.valueObject {
            rows = [row(cells)]
        } else {
            return nil
        }
        let filled = rows.filter { !$0.cells.isEmpty }
        guard !filled.isEmpty else { return nil }
        let confidences = filled.flatMap { $0.cells.map(\.confidence) }
        return ExtractedField(
            name: name, type: .table, value: .table(filled), raw: field.raw,
            confidence: Self.share(field.confidence ?? confidences.min() ?? 0), grounding: filled.flatMap { $0.cells.flatMap(\.grounding) },
            source: source)
    }

    private func row(_ cells: [String: AzureField?]) -> FieldRow {
        FieldRow(cells: named(cells).compactMap { name, cell in cell.flatMap { extracted(name, $0, inTable: true) } })
    }

    /// The words that stand where the service says.
    private func grounding(_ field: AzureField, of value: FieldValue) -> [Grounding] {
        let status: Grounding.Status = if case .text(let text) = value, text == field.raw { .exact } else { .normalised }
        return field.places.flatMap { place -> [Grounding] in
            guard let page = document.pages.first(where: { $0.page.number == place.page }), let scale = scales[place.page],
                place.corners.count >= 4, place.corners.count.isMultiple(of: 2), place.corners.allSatisfy({ abs($0) < 1e7 })
            else { return [] }
            let xs = stride(from: 0, to: place.corners.count, by: 2).map { place.corners[$0] * scale.x }
            let ys = stride(from: 1, to: place.corners.count, by: 2).map { place.corners[$0] * scale.y }
            let (left, right, top, bottom) = (xs.min() ?? 0, xs.max() ?? 0, ys.min() ?? 0, ys.max() ?? 0)
            let words = page.layout.words.filter { word in
                let box = word.polygon.bounds
                return (left...right).contains(box.midX) && (top...bottom).contains(box.midY)
            }
            return Self.runs(words.map(\.span)).flatMap { document.grounding(of: $0, status: status) }
        }
    }

    /// Neighbouring words as one span.
    private static func runs(_ spans: [TextSpan]) -> [TextSpan] {
        spans.sorted { $0.offset < $1.offset }.reduce(into: []) { runs, span in
            if let last = runs.last, span.offset - last.end <= 1 { runs[runs.count - 1] = last.union(span) } else { runs.append(span) }
        }
    }

    private static func share(_ value: Double) -> Double { value.isFinite ? min(max(value, 0), 1) : 0 }
}
