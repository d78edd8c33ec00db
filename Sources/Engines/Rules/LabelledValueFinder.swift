internal import ExtractionKit

/// Proposes what stands right of a field's labels, or below them.
struct LabelledValueFinder {
    private let document: LabelledDocument
    private let fields: [FieldSchema]
    private let headerRows: Set<Int>
    private let totals: [Int: [Candidate.Place]]
    private var view: DocumentView { document.view }

    /// The most labels of a field that are followed; a document of many pages repeats them.
    private static let hitLimit = 200

    /// Creates a finder.
    ///
    /// - Parameters:
    ///   - headerRows: The rows that are heads of tables: what stands below their labels are cells.
    ///   - totals: The names of rows of tables that sum up others: their percentages are cells, too.
    init(_ document: LabelledDocument, fields: [FieldSchema], headerRows: Set<Int>, totals: Set<Candidate.Place>) {
        self.document = document
        self.fields = fields
        self.headerRows = headerRows
        self.totals = Dictionary(grouping: totals, by: \.row)
    }

    /// The candidates of every field, by its index.
    func candidates() -> [[Candidate]] {
        var result = [[Candidate]](repeating: [], count: fields.count)
        var counts = [Int](repeating: 0, count: fields.count)
        for hits in document.hits {
            for hit in hits where hit.owner < fields.count && counts[hit.owner] < Self.hitLimit {
                let field = fields[hit.owner]
                guard field.type != .table, !(headerRows.contains(hit.row) && (field.type == .money || field.type == .number)) else {
                    continue
                }
                if field.type == .percentage, totals[hit.row]?.contains(where: { $0.range.overlaps(hit.range) }) == true { continue }
                counts[hit.owner] += 1
                result[hit.owner] += candidates(of: field, for: hit)
            }
        }
        return result
    }

    private func candidates(of field: FieldSchema, for hit: LabelMatcher.Hit) -> [Candidate] {
        guard !isPartOfName(hit, of: field) else { return [] }
        let quality = labelQuality(hit, of: field)
        var candidates = rightCandidates(of: field, for: hit)
        if candidates.isEmpty, document.beginsText(hit) || document.hasColon(hit) { candidates = belowCandidates(of: field, for: hit) }
        if field.type == .percentage, document.beginsText(hit), candidates.first?.rule != "label-right" {
            let above = aboveCandidates(of: field, for: hit)
            // A number without its sign below a caption is that of another column.
            if !above.isEmpty { candidates = above } else if !isOfPercent(hit) { candidates.removeAll { !hasPercentSign($0) } }
        }
        return candidates.map { candidate in
            var candidate = candidate
            candidate.confidence *= quality
            if field.type == .money, document.isInsideTaxSummary(hit.row) { candidate.confidence *= ScoreWeights.insideTaxSummary }
            return candidate
        }
    }

    /// Whether a label says itself that its value is a percentage.
    private func isOfPercent(_ hit: LabelMatcher.Hit) -> Bool {
        view.rows[hit.row].scalars[hit.range.lowerBound...].prefix(hit.range.count + 4).contains("%")
    }

    private func hasPercentSign(_ candidate: Candidate) -> Bool {
        guard let place = candidate.places.first else { return false }
        return view.rows[place.row].scalars[place.range].contains("%")
    }

    /// Whether a word that may label a name goes on as a text, as in `Supplier Services Ltd`, and so is part of that text.
    private func isPartOfName(_ hit: LabelMatcher.Hit, of field: FieldSchema) -> Bool {
        guard field.type == .name || field.type == .address, hit.wordCount == 1, !document.hasColon(hit) else { return false }
        let row = view.rows[hit.row]
        guard let segment = row.segment(at: hit.range.lowerBound) else { return false }
        return !row.trimmed(hit.range.upperBound..<row.segments[segment].range.upperBound, of: ".-/").isEmpty
    }

    private func labelQuality(_ hit: LabelMatcher.Hit, of field: FieldSchema) -> Double {
        var quality = hit.quality * (1 - ScoreWeights.rarestLabel * Double(hit.rank) / Double(max(1, field.labels.count)))
        if hit.wordCount == 1 { quality *= ScoreWeights.shortLabel }
        if field.type == .date || field.type == .identifier, goesOn(hit) { quality *= ScoreWeights.longerLabel }
        if !document.beginsText(hit) {
            quality *= document.hasColon(hit) ? ScoreWeights.labelInsideTextWithColon : ScoreWeights.labelInsideText
        }
        return quality
    }

    /// Whether more words stand between the label and its colon, so that it is one of something else: `invoice date of the order:`.
    private func goesOn(_ hit: LabelMatcher.Hit) -> Bool {
        let row = view.rows[hit.row]
        guard let segment = row.segment(at: hit.range.lowerBound) else { return false }
        let rest = row.scalars[hit.range.upperBound..<max(hit.range.upperBound, row.segments[segment].range.upperBound)]
        guard let colon = rest.firstIndex(of: ":") else { return false }
        let between = rest[..<colon]
        return between.count(where: \.isLetter) > 2 && between.count < 30 && !between.contains { $0.isDigit || $0 == "(" || $0 == "/" }
    }

    private func rightCandidates(of field: FieldSchema, for hit: LabelMatcher.Hit) -> [Candidate] {
        let row = view.rows[hit.row]
        guard let segment = row.segment(at: hit.range.lowerBound) else { return [] }
        let boundary = document.boundary(after: hit)
        var candidates: [Candidate] = []
        var factor = ScoreWeights.rightOfLabel
        for index in segment..<row.segments.count {
            let part = row.segments[index].range
            let start = max(part.lowerBound, hit.range.upperBound)
            let range = start..<max(start, min(part.upperBound, boundary))
            if index == segment + 1 {
                factor = ScoreWeights.nextInRow
            } else if index > segment + 1 {
                factor *= ScoreWeights.perSkippedSegment
            }
            guard !range.isEmpty, index <= segment + 8 else { continue }
            if TypedValue.isScanned(field.type) {
                candidates += scanned(field, in: hit.row, range: range, after: hit.range.upperBound).map { candidate in
                    var candidate = candidate
                    candidate.confidence *= factor
                    return candidate
                }
                // Sums may stand behind others in their row; everything else is the first.
                if !candidates.isEmpty, field.type != .money { return candidates }
            } else if !row.trimmed(range, of: ":.-=").isEmpty {
                // Text is the next thing that stands there or nothing.
                guard let text = TextValue(field, in: row, range: range, values: document.index.values[hit.row]) else { return [] }
                return [candidate(text, row: hit.row, confidence: factor * text.fit, rule: "label-right")]
            }
        }
        for index in candidates.indices.dropLast() { candidates[index].confidence *= ScoreWeights.notLastInRow }
        return candidates
    }

    private func scanned(_ field: FieldSchema, in row: Int, range: Range<Int>, after label: Int) -> [Candidate] {
        document.index.values[row].compactMap { found in
            guard found.range.overlaps(range), found.range.lowerBound >= range.lowerBound,
                let value = TypedValue(found, as: field.type, conventions: document.index.conventions)
            else { return nil }
            // What follows is a formula, not a value: `Total THC = THCA * 0.877 + THC`.
            guard let gap = gap(min(label, found.range.lowerBound)..<found.range.lowerBound, in: view.rows[row], as: field.type) else {
                return nil
            }
            if field.type != .date,
                gap.contains(where: { "*+".unicodeScalars.contains($0) })
                    || gap.filter({ $0 == "=" }).count > 0 && gap.contains(where: \.isLetter)
            {
                return nil
            }
            if isFactor(found, in: view.rows[row], as: field.type) { return nil }
            let between = LabelWord.words(in: Array(view.rows[row].scalars[min(label, found.range.lowerBound)..<found.range.lowerBound]))
            let words = between.count { $0.text.utf8.count > 2 }
            var confidence = value.fit
            for _ in 0..<min(words, 8) { confidence *= ScoreWeights.perWordBetween }
            return Candidate(
                value: value.value, places: [.init(row: row, range: value.range)], confidence: confidence, rule: "label-right",
                isRepaired: value.isRepaired)
        }
    }

    /// What stands between a label and a value without its parentheses; `nil` where a measured value stands among the words of one, as the
    /// factor of a formula does.
    private func gap(_ range: Range<Int>, in row: Row, as type: FieldType) -> [Unicode.Scalar]? {
        guard type == .percentage || type == .number else { return Array(row.scalars[range]) }
        var result: [Unicode.Scalar] = []
        var open: [Unicode.Scalar]?
        var depth = 0
        for scalar in row.scalars[range] {
            if scalar == "(" {
                depth += 1
                open = open ?? []
            } else if scalar == ")", depth > 0 {
                depth -= 1
                if depth == 0 { open = nil }
            } else if depth > 0 {
                open?.append(scalar)
            } else {
                result.append(scalar)
            }
        }
        if let open, open.contains(where: { $0.isLetter || $0.isDigit }) { return nil }
        return result
    }

    /// Whether a number is multiplied with a word, as in `THC + 0.877 × THCA`, and so is part of a formula.
    private func isFactor(_ found: Found, in row: Row, as type: FieldType) -> Bool {
        guard type == .percentage || type == .number, case .number(let number) = found.content, !number.isPercentage else { return false }
        func isSign(_ index: Int) -> Bool {
            guard row.scalars.indices.contains(index) else { return false }
            if "×*⋅".unicodeScalars.contains(row.scalars[index]) { return true }
            let isAlone =
                (index == 0 || !row.scalars[index - 1].isLetter)
                && (index + 1 >= row.scalars.count || !row.scalars[index + 1].isLetter)
            return row.scalars[index] == "x" && isAlone
        }
        var before = found.range.lowerBound - 1, after = found.range.upperBound
        while before >= 0, row.scalars[before] == " " { before -= 1 }
        while after < row.scalars.count, row.scalars[after] == " " { after += 1 }
        func isWord(_ index: Int, _ step: Int) -> Bool {
            var index = index
            while row.scalars.indices.contains(index), " ()[]".unicodeScalars.contains(row.scalars[index]) { index += step }
            return row.scalars.indices.contains(index) && row.scalars[index].isLetter
        }
        return isSign(before) && isWord(before - 1, -1) || isSign(after) && isWord(after + 1, 1)
    }

    private func belowCandidates(of field: FieldSchema, for hit: LabelMatcher.Hit) -> [Candidate] {
        let label = view.rows[hit.row]
        let box = label.box(of: hit.range)
        var factor = ScoreWeights.belowLabel
        var bottom = box.maxY
        var seen = 0
        for index in view.rows(below: hit.row, limit: 8) {
            let row = view.rows[index]
            guard row.box.minY - bottom < 3 * max(row.size, label.size), seen < 4 else { return [] }
            bottom = max(bottom, row.box.maxY)
            guard let segment = row.segments.first(where: { isUnder(box, $0.box, size: label.size) }) else { continue }
            seen += 1
            if TypedValue.isScanned(field.type) {
                let found = document.index.values[index].compactMap { found -> Candidate? in
                    guard let value = TypedValue(found, as: field.type, conventions: document.index.conventions),
                        isUnder(box, row.box(of: value.range), size: label.size)
                    else { return nil }
                    return Candidate(
                        value: value.value, places: [.init(row: index, range: value.range)], confidence: value.fit * factor,
                        rule: "label-below",
                        isRepaired: value.isRepaired)
                }
                if let first = found.first { return [first] }
                if document.beginsWithLabel(segment.range, row: index) { return [] }
            } else {
                // A company may be called what a label says.
                let isCompany = field.type == .name && !row.isLabelled(segment) && CompanySuffix.end(in: row, segment.range) != nil
                if document.beginsWithLabel(segment.range, row: index), !isCompany {
                    guard field.type == .name, let name = namedValue(field, in: segment, row: index) else {
                        if field.type == .name, row.isLabelled(segment) { continue }
                        return []
                    }
                    return [candidate(name, row: index, confidence: factor * name.fit, rule: "label-below")]
                }
                if field.type == .name, let name = namedValue(field, in: segment, row: index) {
                    return [candidate(name, row: index, confidence: factor * name.fit, rule: "label-below")]
                }
                if field.type == .name, row.isLabelled(segment) { continue }
                if let text = TextValue(field, in: row, range: segment.range, values: document.index.values[index]) {
                    return [candidate(text, row: index, confidence: factor * text.fit, rule: "label-below")]
                }
                return []
            }
            factor *= ScoreWeights.perSkippedRow
        }
        return []
    }

    /// A percentage right above its label, as certificates print their main results: large, with a caption below.
    private func aboveCandidates(of field: FieldSchema, for hit: LabelMatcher.Hit) -> [Candidate] {
        let label = view.rows[hit.row]
        let box = label.box(of: hit.range)
        guard hit.row > view.pages[view.pageIndex(of: hit.row)].lowerBound else { return [] }
        let row = view.rows[hit.row - 1]
        guard label.box.minY - row.box.maxY < 2 * max(row.size, label.size) else { return [] }
        let found = document.index.values[hit.row - 1].compactMap { found -> Candidate? in
            guard case .number(let number) = found.content, number.isPercentage,
                let value = TypedValue(found, as: field.type, conventions: document.index.conventions),
                isUnder(box, row.box(of: value.range), size: 0)
            else { return nil }
            return Candidate(
                value: value.value, places: [.init(row: hit.row - 1, range: value.range)], confidence: value.fit * ScoreWeights.aboveLabel,
                rule: "label-above", isRepaired: value.isRepaired)
        }
        return Array(found.prefix(1))
    }

    /// The value of a line such as `Name: …` within the block below a label such as `Seller`.
    private func namedValue(_ field: FieldSchema, in segment: Row.Segment, row index: Int) -> TextValue? {
        let row = view.rows[index]
        guard let colon = row.scalars[segment.range].firstIndex(of: ":") else { return nil }
        let words = LabelWord.words(in: Array(row.scalars[segment.range.lowerBound..<colon])).map(\.text)
        guard let last = words.last, words.count <= 2, Self.nameWords.contains(last) else { return nil }
        if let text = TextValue(field, in: row, range: colon + 1..<segment.range.upperBound, values: []) { return text }
        guard let next = row.segments.first(where: { $0.range.lowerBound >= segment.range.upperBound }) else { return nil }
        return TextValue(field, in: row, range: next.range, values: [])
    }

    private static let nameWords: Set<String> = ["name", "firma", "company", "nom", "nombre", "naam", "nome", "unternehmen", "societe"]

    /// Whether something stands in the column of a label: both share some width, or begin together.
    private func isUnder(_ label: Rect, _ box: Rect, size: Double) -> Bool {
        min(label.maxX, box.maxX) - max(label.minX, box.minX) > 0 || abs(label.minX - box.minX) < size
    }

    private func candidate(_ text: TextValue, row: Int, confidence: Double, rule: String) -> Candidate {
        Candidate(value: text.value, places: [.init(row: row, range: text.range)], confidence: confidence, rule: rule)
    }
}
