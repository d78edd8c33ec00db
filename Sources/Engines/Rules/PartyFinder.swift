internal import ExtractionKit

/// Proposes who made out a document where no label says so: by the place on the page, the size of the type and the words of companies.
struct PartyFinder {
    private let document: LabelledDocument
    private var view: DocumentView { document.view }

    init(_ document: LabelledDocument) { self.document = document }

    /// The rows of the first page that are looked at.
    private static let rowLimit = 120

    /// The names that may be the issuer's, the likeliest first.
    func issuers(isLaboratory: Bool) -> [Candidate] {
        guard let page = view.pages.first, let first = page.first, let last = page.last else { return [] }
        // The upper part of what is printed, wherever on the paper it stands.
        let head = view.rows[first].box.minY + 0.3 * (view.rows[last].box.maxY - view.rows[first].box.minY)
        let rows = page.prefix(Self.rowLimit)
        let usual = rows.map { view.rows[$0].size }.sorted()
        let median = usual.isEmpty ? 1 : max(usual[usual.count / 2], 0.1)
        let repeats = repetitions(in: rows)
        var candidates: [Candidate] = []
        var position = 0
        for index in rows {
            let row = view.rows[index]
            var counted = false
            for segment in row.segments {
                guard let (range, hasSuffix) = name(in: segment, row: index) else { continue }
                if !counted { position += 1 }
                counted = true
                var score = hasSuffix ? 0.42 : 0.18
                // The first names of a page are the letter head; further down only the words of companies count.
                if row.box.minY < head { score += 0.34 * max(0, 1 - Double(position - 1) / 4) } else if !hasSuffix { continue }
                // Names are short; running text isn't.
                if !hasSuffix, LabelWord.words(in: Array(row.scalars[range])).count > 4 { score -= 0.15 }
                if row.size > median * 1.25 { score += 0.12 }
                if isLaboratory { score += hasLaboratoryWord(row, range) ? 0.3 : -0.1 }
                if let count = repeats[row.text(range)], count > 1 { score += 0.06 * Double(min(count, 4) - 1) }
                if isBelowRecipient(index, segment) { score -= 0.35 }
                if AddressFinder.looksLikeAddress(row, segment.range) { score -= 0.2 }
                guard score > 0.1 else { continue }
                candidates.append(
                    Candidate(
                        value: .text(row.original(range)), places: [.init(row: index, range: range)], confidence: min(0.9, score),
                        rule: hasSuffix ? "company-name" : "letter-head"))
            }
        }
        return candidates.enumerated().sorted { ($0.element.confidence, -$0.offset) > ($1.element.confidence, -$1.offset) }.map(\.element)
    }

    /// The stretch of a segment that may be a name, and whether it ends in the words of a company.
    private func name(in segment: Row.Segment, row index: Int) -> (Range<Int>, hasSuffix: Bool)? {
        let row = view.rows[index]
        guard !row.isLabelled(segment) || row.scalars[segment.range].contains(":") else { return nil }
        var range = row.trimmed(segment.range, of: ",;:|•·*-©\"'=_.#")
        // A line of parts, as a sender's line above an address: the first part.
        if let stop = row.scalars[range].firstIndex(where: { "|•·●♦".unicodeScalars.contains($0) }) {
            range = row.trimmed(range.lowerBound..<stop, of: ",;")
        }
        // A wide blank within a name leaves the form of the company alone.
        if let place = row.segments.firstIndex(where: { $0.range == segment.range }), place > 0, CompanySuffix.isOnlyForms(row, range),
            segment.box.minX - row.segments[place - 1].box.maxX < 3 * row.size
        {
            range = row.trimmed(row.segments[place - 1].range.lowerBound..<range.upperBound, of: ",;:|•·*-©\"'=_.#")
        }
        guard !CompanySuffix.isOnlyForms(row, range) else { return nil }
        let suffix = CompanySuffix.end(in: row, range)
        if let suffix {
            range = range.lowerBound..<suffix
        } else if let dash = row.scalars[range].indices.first(where: { isDash(row, $0) }), dash - range.lowerBound > 3 {
            range = row.trimmed(range.lowerBound..<dash)
        }
        range = withoutTitle(row, range)
        let words = LabelWord.words(in: Array(row.scalars[range])).map(\.text)
        let letters = row.scalars[range].count { $0.isLetter }
        guard letters >= 3, letters * 2 > range.count, (1...9).contains(words.count) else { return nil }
        guard !row.scalars[range].contains(where: { ":@".unicodeScalars.contains($0) }) else { return nil }
        guard !words.contains(where: { ["www", "http", "https", "com", "page", "seite"].contains($0) }) else { return nil }
        guard !document.index.values[index].contains(where: { $0.range.overlaps(range) && ($0.isDateOrTime || $0.isAmount) }) else {
            return nil
        }
        if suffix == nil {
            guard !document.beginsWithLabel(range, row: index) else { return nil }
            let titles = words.count { TitleWord.all.contains($0) }
            guard titles * 2 < words.count || titles == 0 else { return nil }
        }
        return (range, suffix != nil)
    }

    /// The stretch without a word such as "Invoice" at its end.
    private func withoutTitle(_ row: Row, _ range: Range<Int>) -> Range<Int> {
        let words = LabelWord.words(in: Array(row.scalars[range]))
        guard words.count > 1, let last = words.last, TitleWord.documentTitles.contains(last.text) else { return range }
        return row.trimmed(range.lowerBound..<range.lowerBound + last.range.lowerBound, of: ",;-:")
    }

    private func isDash(_ row: Row, _ index: Int) -> Bool {
        row.scalars[index] == "-" && index > 0 && row.scalars[index - 1] == " " && index + 1 < row.scalars.count
            && row.scalars[index + 1] == " "
    }

    private func hasLaboratoryWord(_ row: Row, _ range: Range<Int>) -> Bool {
        LabelWord.words(in: Array(row.scalars[range])).contains {
            ["lab", "labs", "laboratory", "laboratories", "labor", "laboratoire", "laboratorio", "testing", "analytics", "analytical"]
                .contains($0.text)
        }
    }

    /// How often the stretches of the document come again, letter by letter.
    private func repetitions(in rows: Range<Int>.SubSequence) -> [String: Int] {
        var counts: [String: Int] = [:]
        for index in rows {
            for segment in view.rows[index].segments {
                guard let (range, _) = name(in: segment, row: index) else { continue }
                counts[view.rows[index].text(range), default: 0] += 1
            }
        }
        return counts
    }

    /// Whether a label of a recipient stands in the few rows above, in the same column.
    private func isBelowRecipient(_ index: Int, _ segment: Row.Segment) -> Bool {
        isBelowRecipient(index, start: segment.range.lowerBound, minX: segment.box.minX)
    }

    /// Whether a label of a recipient stands in the few rows above a place, in the same column.
    func isBelowRecipient(_ place: Candidate.Place) -> Bool {
        isBelowRecipient(place.row, start: place.range.lowerBound, minX: view.rows[place.row].box(of: place.range).minX)
    }

    private func isBelowRecipient(_ index: Int, start: Int, minX: Double) -> Bool {
        let first = view.pages[view.pageIndex(of: index)].lowerBound
        for above in (max(first, index - 4)...index).reversed() {
            for word in LabelWord.words(in: view.rows[above].scalars) where TitleWord.recipients.contains(word.text) {
                let box = view.rows[above].box(of: word.range)
                if above == index
                    ? word.range.upperBound <= start : abs(box.minX - minX) < 6 * view.rows[above].size
                {
                    return true
                }
            }
        }
        return false
    }
}

extension Found {
    /// Whether this is an amount with its currency, or with two decimals.
    var isAmount: Bool {
        if case .number(let number) = content { number.currency != nil || number.decimals == 2 } else { false }
    }
}
