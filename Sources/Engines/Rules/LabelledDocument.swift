internal import ExtractionKit

/// A document with its values and labels: what every finder looks at.
struct LabelledDocument {
    let view: DocumentView
    let index: ValueIndex
    /// The labels of each row, from left to right.
    let hits: [[LabelMatcher.Hit]]
    /// The number of fields; the owners of labels from there on are those of ``Concept``.
    let fieldCount: Int
    /// What found the labels.
    let matcher: LabelMatcher

    /// What labels mean that belong to no field.
    enum Concept: Int, CaseIterable {
        case other, cash, change, taxSummary, rounding
    }

    /// Reads the labels of the fields, and those that mean something else.
    ///
    /// - Parameter matcher: What finds them, from an earlier call for the same fields; it remembers the words that it has seen.
    init(
        view: DocumentView, index: ValueIndex, fields: [FieldSchema], matcher known: LabelMatcher? = nil, deadline: Deadline
    ) throws {
        self.view = view
        self.index = index
        fieldCount = fields.count
        var matcher = known ?? Self.matcher(for: fields)
        var hits: [[LabelMatcher.Hit]] = []
        hits.reserveCapacity(view.rows.count)
        for (number, row) in view.rows.enumerated() {
            if number.isMultiple(of: 256) { try deadline.check("The search for fields") }
            hits.append(matcher.hits(in: row, at: number))
        }
        self.hits = hits
        self.matcher = matcher
    }

    private static func matcher(for fields: [FieldSchema]) -> LabelMatcher {
        let labels = fields.map { $0.type == .table ? [] : $0.labels }
        let own = Set(labels.joined().map(\.foldedText))
        let others = (OtherLabels.all + FieldSynonyms.allLabels).filter { !own.contains($0.foldedText) }
        return LabelMatcher(labels + [others, OtherLabels.cash, OtherLabels.change, OtherLabels.taxSummaries, OtherLabels.rounding])
    }

    /// Whether a label is of a concept.
    func isLabel(_ hit: LabelMatcher.Hit, of concept: Concept) -> Bool { hit.owner == fieldCount + concept.rawValue }

    /// Whether the label begins its stretch of text, or follows a sign that ends another.
    func beginsText(_ hit: LabelMatcher.Hit) -> Bool {
        let row = view.rows[hit.row]
        guard let segment = row.segment(at: hit.range.lowerBound) else { return false }
        let before = row.trimmed(row.segments[segment].range.lowerBound..<hit.range.lowerBound, of: "•·*-.([")
        guard let last = before.last else { return true }
        return before.isEmpty || ";|/•·".unicodeScalars.contains(row.scalars[last])
    }

    /// Whether a colon follows the label, perhaps after a parenthesis as in `total (rm):`.
    func hasColon(_ hit: LabelMatcher.Hit) -> Bool {
        let row = view.rows[hit.row]
        var at = hit.range.upperBound
        while at < row.scalars.count, " \t.)#".unicodeScalars.contains(row.scalars[at]) { at += 1 }
        if at < row.scalars.count, row.scalars[at] == "(", let close = row.scalars[at...].prefix(12).firstIndex(of: ")") {
            at = close + 1
            while at < row.scalars.count, row.scalars[at] == " " { at += 1 }
        }
        return at < row.scalars.count && row.scalars[at] == ":"
    }

    /// Whether the label stands as one: at the beginning of its text, or before a colon.
    func isProper(_ hit: LabelMatcher.Hit) -> Bool { beginsText(hit) || hasColon(hit) }

    /// Where the value of a label must have ended: at the next proper label of its row.
    func boundary(after hit: LabelMatcher.Hit) -> Int {
        hits[hit.row].first { $0.range.lowerBound >= hit.range.upperBound && isProper($0) }?.range.lowerBound
            ?? view.rows[hit.row].scalars.count
    }

    /// Whether a stretch of a row begins with a label.
    func beginsWithLabel(_ range: Range<Int>, row: Int) -> Bool {
        let start = view.rows[row].trimmed(range, of: "•·*-.([").lowerBound
        return hits[row].contains { $0.range.lowerBound == start }
    }

    /// Whether a row is one of the few below a heading of a summary by tax rates.
    func isInsideTaxSummary(_ row: Int) -> Bool {
        let page = view.pages[view.pageIndex(of: row)]
        return (max(page.lowerBound, row - 8)..<row).contains { above in
            hits[above].contains { isLabel($0, of: .taxSummary) && beginsText($0) }
        }
    }
}
