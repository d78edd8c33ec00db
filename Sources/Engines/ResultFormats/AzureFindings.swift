internal import ExtractionKit
internal import Foundation

/// The documents, fields, and keys with values that the service's models found, as ``/ExtractionKit/ReadPage/findings`` has them.
///
/// Fields of invoices and receipts have the names of the kit's schemas beside the service's own.
struct AzureFindings {
    private let analysis: Analysis
    private let source: String

    private struct Operation: Decodable { var analyzeResult: Analysis? }

    private struct Analysis: Decodable {
        var modelId: String?
        var documents: [Document]?
        var documentResults: [Document]?
        var keyValuePairs: [Pair]?
    }

    private struct Document: Decodable {
        var docType: String?
        var confidence: Double?
        var docTypeConfidence: Double?
        var boundingRegions: [AzureField.Region]?
        var pageRange: [Int]?
        var fields: [String: AzureField?]?
    }

    private struct Pair: Decodable {
        var key: Element
        var value: Element?
        var confidence: Double?

        struct Element: Decodable {
            var content: String?
            var boundingRegions: [AzureField.Region]?
        }
    }

    /// - Returns: `nil` for fields of another form than the service's.
    init?(_ json: Data) {
        let decoder = JSONDecoder()
        guard let operation = try? decoder.decode(Operation.self, from: json),
            let analysis = try? operation.analyzeResult ?? decoder.decode(Analysis.self, from: json)
        else { return nil }
        self.analysis = analysis
        source =
            "azure:"
            + String((analysis.modelId ?? "").filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-._~".contains($0)) }.prefix(64))
    }

    /// Gives each finding to the page that it begins on.
    func add(to pages: inout [RecordedPage]) {
        guard let last = pages.last?.number else { return }
        for part in documents(last: last) + pairs {
            if let index = pages.firstIndex(where: { $0.number >= part.pages.lowerBound }) { pages[index].findings.append(part) }
        }
    }

    private func documents(last: Int) -> [ExtractedPart] {
        (analysis.documents ?? analysis.documentResults ?? []).map { document in
            let type = Self.kind(document.docType ?? "")
            var fields: [ExtractedField] = [], missing: [MissingField] = [], seen: Set<String> = []
            for (name, field) in (document.fields ?? [:]).sorted(by: { $0.key < $1.key }) {
                let name = AzureField.snakeCase(name)
                guard seen.insert(name).inserted else { continue }
                if let found = field.flatMap({ extracted(name, $0) }) {
                    fields.append(found)
                } else {
                    missing.append(MissingField(name: name, reason: "not_in_document"))
                }
            }
            fields = withAliases(fields, type)
            let own =
                (document.boundingRegions?.map(\.pageNumber) ?? document.pageRange ?? [])
                + fields.flatMap { $0.grounding.map(\.region.page) }
            let pages = own.filter { (1...max(1, last)).contains($0) }
            return ExtractedPart(
                pages: (pages.min() ?? 1)...(pages.max() ?? pages.min() ?? 1),
                documentType: DocumentTypeFinding(
                    // Older versions don't say how sure they are of the kind that their model is made for.
                    id: type, confidence: RecordedNumbers.confidence(document.confidence ?? document.docTypeConfidence) ?? 0.5),
                fields: fields, missing: missing)
        }
    }

    /// The keys with values of each page.
    private var pairs: [ExtractedPart] {
        var seen: Set<String> = []
        var parts: [Int: [ExtractedField]] = [:]
        for pair in analysis.keyValuePairs ?? [] {
            guard let key = pair.key.content, let value = pair.value?.content, !value.isEmpty else { continue }
            let base = AzureField.snakeCase(key)
            guard !base.isEmpty else { continue }
            var name = base, number = 2
            while !seen.insert(name).inserted {
                name = "\(base)_\(number)"
                number += 1
            }
            let page = (pair.key.boundingRegions ?? pair.value?.boundingRegions)?.first?.pageNumber ?? 1
            parts[page, default: []].append(
                ExtractedField(
                    name: name, type: .text, value: .text(value), raw: value, confidence: RecordedNumbers.confidence(pair.confidence) ?? 0,
                    grounding: Self.grounding((pair.value?.boundingRegions ?? []).map { ($0.pageNumber, $0.polygon ?? []) }),
                    source: source + ":key-value"))
        }
        return parts.sorted { $0.key < $1.key }.map { page, fields in
            ExtractedPart(
                pages: max(1, page)...max(1, page), documentType: DocumentTypeFinding(id: DocumentTypeFinding.unknown, confidence: 0),
                fields: fields)
        }
    }

    /// - Parameter sure: The confidence of what the field is a part of, which stands for its own where it has none.
    private func extracted(_ name: String, _ field: AzureField, sure: Double? = nil, inTable: Bool = false) -> ExtractedField? {
        let confidence = RecordedNumbers.confidence(field.confidence) ?? sure
        if let (type, value) = field.scalar {
            return ExtractedField(
                name: name, type: type, value: value, raw: field.raw, confidence: confidence ?? 0, grounding: Self.grounding(field.places),
                source: source)
        }
        guard !inTable else { return nil }
        let rows: [FieldRow]
        if let elements = field.valueArray {
            rows = elements.compactMap { element in
                let sure = RecordedNumbers.confidence(element?.confidence) ?? confidence
                if let cells = element?.valueObject { return row(cells, sure: sure) }
                // A list of values is a table of one column.
                return element.flatMap { extracted("value", $0, sure: sure, inTable: true) }.map { FieldRow(cells: [$0]) }
            }
        } else if let cells = field.valueObject {
            rows = [row(cells, sure: confidence)]
        } else {
            return nil
        }
        let filled = rows.filter { !$0.cells.isEmpty }
        guard !filled.isEmpty else { return nil }
        return ExtractedField(
            name: name, type: .table, value: .table(filled), raw: field.raw,
            confidence: confidence ?? filled.flatMap { $0.cells.map(\.confidence) }.min() ?? 0,
            grounding: filled.flatMap { $0.cells.flatMap(\.grounding) }, source: source)
    }

    private func row(_ cells: [String: AzureField?], sure: Double?) -> FieldRow {
        var seen: Set<String> = []
        let named = cells.sorted { $0.key < $1.key }.compactMap { name, cell -> ExtractedField? in
            let name = AzureField.snakeCase(name)
            guard seen.insert(name).inserted else { return nil }
            return cell.flatMap { extracted(name, $0, sure: sure, inTable: true) }
        }
        return FieldRow(cells: named)
    }

    /// Places, of which nobody knows yet what stands there.
    private static func grounding(_ places: [(page: Int, corners: [Double])]) -> [Grounding] {
        places.compactMap { page, numbers in
            guard page >= 1, numbers.count >= 4, numbers.count.isMultiple(of: 2), numbers.allSatisfy({ abs($0) < 1e7 }) else { return nil }
            let corners = stride(from: 0, to: numbers.count, by: 2).map { Point(x: numbers[$0], y: numbers[$0 + 1]) }
            let polygon: Polygon? =
                corners.count == 4
                ? Polygon(topLeft: corners[0], topRight: corners[1], bottomRight: corners[2], bottomLeft: corners[3])
                : corners.lazy.map { Rect(minX: $0.x, minY: $0.y, maxX: $0.x, maxY: $0.y) }.union().map(Polygon.init)
            return polygon.map {
                Grounding(region: PageRegion(page: page, polygon: $0, span: TextSpan(offset: 0, length: 0)), status: .normalised)
            }
        }
    }

    /// `prebuilt:receipt` and `receipt.retailMeal` as `receipt`.
    private static func kind(_ type: String) -> String {
        let name = type.hasPrefix("prebuilt:") ? String(type.dropFirst(9)) : type
        return ["invoice", "receipt"].first { name == $0 || name.hasPrefix($0 + ".") } ?? AzureField.snakeCase(name)
    }

    /// The fields with those besides that the kit's schemas have other names for, and the currency of the total as a field of its own.
    private func withAliases(_ fields: [ExtractedField], _ type: String) -> [ExtractedField] {
        guard let names = Self.names[type] else { return fields }
        var result = fields.map { field in
            guard case .table(let rows) = field.value, let columns = Self.columns[type] else { return field }
            var field = field
            field.value = .table(rows.map { FieldRow(cells: $0.cells + Self.renamed($0.cells, columns)) })
            return field
        }
        result += Self.renamed(result, names)
        if !result.contains(where: { $0.name == "currency" }),
            let total = result.first(where: { ["total", "total_amount"].contains($0.name) }),
            let currency = total.value.currency
        {
            var field = total
            (field.name, field.type, field.value) = ("currency", .currency, .text(currency))
            result.append(field)
        }
        return result
    }

    private static func renamed(_ cells: [ExtractedField], _ names: [String: String]) -> [ExtractedField] {
        cells.compactMap { cell in
            guard let name = names[cell.name], !cells.contains(where: { $0.name == name }) else { return nil }
            var cell = cell
            cell.name = name
            return cell
        }
    }

    private static let names: [String: [String: String]] = [
        "invoice": [
            "invoice_id": "invoice_number", "sub_total": "subtotal", "total_tax": "tax", "invoice_total": "total_amount",
            "items": "line_items",
        ],
        "receipt": ["transaction_date": "date", "transaction_time": "time", "total_tax": "tax", "sub_total": "subtotal"],
    ]

    private static let columns = [
        "invoice": ["name": "description"], "receipt": ["total_price": "amount", "name": "description", "price": "unit_price"],
    ]
}

extension AzureField {
    /// `VendorName` as `vendor_name`, `Due Date` as `due_date`.
    package static func snakeCase(_ name: String) -> String {
        var result = ""
        var previousWasLower = false
        for character in name.prefix(200) {
            if character.isLetter || character.isNumber {
                if character.isUppercase, previousWasLower { result += "_" }
                result += character.lowercased()
                previousWasLower = character.isLowercase || character.isNumber
            } else {
                if !result.isEmpty, !result.hasSuffix("_") { result += "_" }
                previousWasLower = false
            }
        }
        return result.hasSuffix("_") ? String(result.dropLast()) : result
    }
}
