internal import ExtractionKit
internal import ExtractionOutput

/// A result for people.
struct ExtractionText {
    let text: String

    init(_ extraction: Extraction, path: String) {
        var lines = [Console.printable(path, keepingLines: false) + "  " + Self.summary(extraction)]
        let width = min(28, extraction.allFields.map(\.name.count).max() ?? 0)
        lines += Self.lines(of: extraction.fields, missing: extraction.missing, width: width)
        for part in extraction.parts {
            let pages = part.pages.count == 1 ? "page \(part.pages.lowerBound)" : "pages \(part.pages.lowerBound)–\(part.pages.upperBound)"
            lines.append("  \(pages)  (\(part.documentType.id) \(Self.percent(part.documentType.confidence)))")
            lines += Self.lines(of: part.fields, missing: part.missing, width: width)
        }
        text = lines.joined(separator: "\n")
    }

    private static func lines(of fields: [ExtractedField], missing: [MissingField], width: Int) -> [String] {
        var lines: [String] = []
        for field in fields {
            lines.append("  \(padded(field.name, width))  \(value(of: field))  \(note(on: field))")
            if case .table(let rows) = field.value { lines += self.rows(rows) }
        }
        return lines + missing.map { "  \(padded($0.name, width))  –  \($0.reason)" }
    }

    private static func summary(_ extraction: Extraction) -> String {
        var parts: [String] = []
        if let type = extraction.documentType {
            let runnerUp = type.runnerUp.map { "; \($0.id) \(percent($0.confidence))" } ?? ""
            parts.append("\(type.id) \(percent(type.confidence))\(runnerUp)")
        }
        let counts = Dictionary(grouping: extraction.pages, by: \.reader.rawValue).sorted { $0.key < $1.key }
        let pages = extraction.document.pageCount
        parts.append("\(pages) page\(pages == 1 ? "" : "s")" + counts.map { ", \($0.value.count) \($0.key)" }.joined())
        if !extraction.errors.isEmpty { parts.append("\(extraction.errors.count) failed") }
        return parts.map { "(\($0))" }.joined(separator: " ")
    }

    private static func value(of field: ExtractedField) -> String { Console.printable(field.value.shownText) }

    private static func rows(_ rows: [FieldRow]) -> [String] {
        var columns: [String] = []
        for name in rows.flatMap(\.cells).map(\.name) where !columns.contains(name) { columns.append(name) }
        let cells = rows.map { row in columns.map { name in row[name].map(value) ?? "" } }
        let widths = columns.indices.map { column in
            min(40, max(columns[column].count, cells.map { $0[column].count }.max() ?? 0))
        }
        return ([columns] + cells).map { row in
            "    " + zip(row, widths).map { padded(String($0.prefix(40)), $1) }.joined(separator: "  ")
        }
    }

    private static func note(on field: ExtractedField) -> String {
        let pages = Set(field.grounding.map(\.region.page)).sorted().map(String.init).joined(separator: ",")
        return "(\(percent(field.confidence))\(pages.isEmpty ? "" : ", page \(pages)"))"
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
