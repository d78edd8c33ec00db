internal import ExtractionKit

/// Finds the key-value pairs of a document of no known kind: `Label: value`, with the value behind the colon or in the next column.
struct KeyValueFinder {
    private let view: DocumentView
    private let index: ValueIndex
    private let grounder: FieldGrounder

    /// The most pairs that are reported.
    private static let limit = 500

    init(view: DocumentView, index: ValueIndex, document: ReadDocument) {
        self.view = view
        self.index = index
        grounder = FieldGrounder(view, of: document)
    }

    /// The pairs in order, each under a name of its own.
    func fields() -> [ExtractedField] {
        var fields: [ExtractedField] = []
        var names: [String: Int] = [:]
        for number in view.rows.indices {
            for (label, value) in pairs(in: number) {
                guard fields.count < Self.limit, let name = name(of: view.rows[number].text(label)) else { continue }
                let count = names[name, default: 0] + 1
                names[name] = count
                let unique = count == 1 ? name : "\(name)_\(count)"
                if names[unique] == nil { names[unique] = 1 }
                fields.append(field(unique, value, row: number))
            }
        }
        return fields
    }

    private func pairs(in number: Int) -> [(label: Range<Int>, value: Range<Int>)] {
        let row = view.rows[number]
        var pairs: [(label: Range<Int>, value: Range<Int>)] = []
        for (place, segment) in row.segments.enumerated() {
            guard let colon = row.scalars[segment.range].firstIndex(of: ":"), !isInsideValue(colon, row: number) else { continue }
            var label = row.trimmed(segment.range.lowerBound..<colon, of: "•·*-.")
            // The colons of a form stand in a column of their own.
            if label.isEmpty, place > 0 { label = row.trimmed(row.segments[place - 1].range, of: "•·*-.:") }
            var value = row.trimmed(colon + 1..<segment.range.upperBound, of: ":")
            if value.isEmpty, place + 1 < row.segments.count {
                let next = row.segments[place + 1].range
                guard row.scalars[next].last != ":" else { continue }
                value = row.trimmed(next, of: ":")
            }
            guard !label.isEmpty, label.count <= 40, !value.isEmpty else { continue }
            pairs.append((label, value))
        }
        return pairs
    }

    /// A colon of a time or an address of the web isn't the end of a label.
    private func isInsideValue(_ colon: Int, row number: Int) -> Bool {
        let scalars = view.rows[number].scalars
        if colon + 1 < scalars.count, scalars[colon + 1] == "/" { return true }
        return index.values[number].contains { $0.range.contains(colon) }
    }

    private func name(of label: String) -> String? {
        let name = label.snakeWords.joined(separator: "_")
        return name.contains(where: \.isLetter) && label.snakeWords.count <= 6 ? name : nil
    }

    private func field(_ name: String, _ range: Range<Int>, row number: Int) -> ExtractedField {
        for type in [FieldType.date, .time, .percentage, .money] {
            for found in index.values[number] {
                guard let value = TypedValue(found, as: type, conventions: index.conventions), value.range == range,
                    value.fit > 0.85 || type == .date
                else { continue }
                if type == .money, value.fit < 1 { continue }
                if type == .percentage, value.fit < 1 { continue }
                return grounder.field(
                    name, type,
                    Candidate(value: value.value, places: [.init(row: number, range: range)], confidence: 0.6, rule: "key-value"))
            }
        }
        let text = view.rows[number].original(range)
        return grounder.field(
            name, .text, Candidate(value: .text(text), places: [.init(row: number, range: range)], confidence: 0.6, rule: "key-value"))
    }
}
