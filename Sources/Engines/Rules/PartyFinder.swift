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
            for segment in segments(of: row) {
                guard let (range, endsInForm) = name(in: segment, row: index) else { continue }
                var hasSuffix = endsInForm
                var places = [Candidate.Place(row: index, range: range)]
                if let form = form(below: index, segment), range.upperBound >= row.trimmed(segment.range, of: ".,;").upperBound {
                    places.append(form)
                    hasSuffix = true
                } else if CompanySuffix.isOnlyForms(row, range) {
                    continue
                }
                if !counted { position += 1 }
                counted = true
                var score = hasSuffix ? 0.42 : 0.18
                // The first names of a page are the letter head; further down only the words of companies count.
                if row.box.minY < head { score += 0.34 * max(0, 1 - Double(position - 1) / 4) } else if !hasSuffix { continue }
                // Names are short; running text isn't.
                if !hasSuffix, LabelWord.words(in: Array(row.scalars[range])).count > 4 { score -= 0.15 }
                if !hasSuffix, AddressFinder.beginsWithPlace(row, range) { score -= 0.15 }
                if row.size > median * 1.25 { score += 0.12 }
                if isLaboratory { score += hasLaboratoryWord(row, range) ? 0.3 : -0.1 }
                if let count = repeats[row.text(range)], count > 1 { score += 0.06 * Double(min(count, 4) - 1) }
                if isBelowRecipient(index, segment) { score -= 0.35 }
                if AddressFinder.looksLikeAddress(row, segment.range) { score -= 0.2 }
                if !hasSuffix { score -= Self.garbling(of: row, range) }
                guard score > 0.1 else { continue }
                let text = places.map { view.rows[$0.row].original($0.range) }.joined(separator: " ")
                let mended = row.tokens.contains { $0.confidence != nil } ? CompanySuffix.mended(text) : nil
                candidates.append(
                    Candidate(
                        value: .text(mended ?? text), places: places, confidence: min(0.9, score),
                        rule: hasSuffix ? "company-name" : "letter-head", isRepaired: mended != nil))
            }
        }
        if isLaboratory {
            let laboratories = laboratories()
            // Where a laboratory is named, a heading without a word of one is the name of something else.
            if !laboratories.isEmpty {
                for index in candidates.indices where candidates[index].rule == "letter-head" {
                    guard let place = candidates[index].places.first, !hasLaboratoryWord(view.rows[place.row], place.range) else {
                        continue
                    }
                    candidates[index].confidence *= 0.5
                }
            }
            candidates += laboratories
        }
        return candidates.enumerated().sorted { ($0.element.confidence, -$0.offset) > ($1.element.confidence, -$1.offset) }.map(\.element)
    }

    /// The stretches of a row that may be names: on the narrow print of a till no columns stand beside them.
    private func segments(of row: Row) -> [Row.Segment] { view.isNarrow ? row.segments(joinedWithin: 3) : row.segments }

    /// The form of a company that stands alone in the line below its name.
    private func form(below index: Int, _ segment: Row.Segment) -> Candidate.Place? {
        guard let next = view.rows(below: index, limit: 1).first else { return nil }
        let row = view.rows[next]
        guard row.box.minY - segment.box.maxY < max(row.size, view.rows[index].size), row.segments.count == 1,
            row.box.horizontalOverlap(with: segment.box) > 0.3
        else { return nil }
        let range = row.trimmed(row.segments[0].range, of: ",;:|•·*-©\"'=_.#")
        guard !range.isEmpty, CompanySuffix.isOnlyForms(row, range) else { return nil }
        return .init(row: next, range: range)
    }

    /// What speaks against a line as a name: words that an OCR engine made of a picture or a stain.
    private static func garbling(of row: Row, _ range: Range<Int>) -> Double {
        var loss = 0.0
        let confidences = row.pieces(of: range).compactMap { row.tokens[$0.token].confidence }
        if !confidences.isEmpty, confidences.reduce(0, +) / Double(confidences.count) < 0.6 { loss += 0.15 }
        let words = LabelWord.words(in: Array(row.scalars[range])).map(\.text)
        let isWord = words.contains { $0.count > 2 && $0.allSatisfy(\.isLetter) && $0.contains(where: "aeiouy".contains) }
        if !isWord { loss += 0.25 }
        if words.count == 1, words[0].count < 5, !confidences.isEmpty { loss += 0.1 }
        if row.original(range).first?.isLowercase == true { loss += 0.1 }
        return loss
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
            range = sentenceStart(before: suffix, in: row, range)..<suffix
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
            let titles = words.count { TitleWord.all.contains($0) || TitleWord.panels.contains($0) }
            guard titles * 2 < words.count || titles == 0 else { return nil }
        }
        return (range, suffix != nil)
    }

    /// Where the sentence begins that names a company: behind the last full stop after a long word, which is no abbreviation.
    private func sentenceStart(before end: Int, in row: Row, _ range: Range<Int>) -> Int {
        let stop = (range.lowerBound..<end).last { index in
            row.scalars[index] == "." && index + 1 < end && row.scalars[index + 1] == " " && index - range.lowerBound >= 5
                && row.scalars[(index - 5)..<index].allSatisfy(\.isLetter)
        }
        return stop.map { $0 + 2 } ?? range.lowerBound
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
            Self.laboratoryWords.contains($0.text) || ["testing", "analytics", "analytical"].contains($0.text)
        }
    }

    private static let laboratoryWords: Set<String> = [
        "lab", "labs", "laboratory", "laboratories", "labor", "laboratoire", "laboratorio",
    ]

    /// Names of laboratories within running text, such as that of a disclaimer: capitalised words that end in `Laboratories`.
    private func laboratories() -> [Candidate] {
        var places: [String: (first: Candidate.Place, count: Int)] = [:]
        for index in view.rows.indices.prefix(Self.textRowLimit) {
            let row = view.rows[index]
            for (token, word) in row.tokens.enumerated() where token > 0 && word.text.first?.isUppercase == true {
                let end = row.starts[token] + word.text.unicodeScalars.count
                let last = row.trimmed(row.starts[token]..<end, of: ".,;:()")
                guard Self.laboratoryWords.contains(row.text(last)) else { continue }
                var first = token
                while first > 0, token - first < 4, Self.isPartOfName(row.tokens[first - 1]), row.scalars[row.starts[first] - 1] == " " {
                    first -= 1
                }
                guard first < token else { continue }
                let range = row.trimmed(row.starts[first]..<last.upperBound, of: ".,;:()")
                let text = row.text(range)
                let known = places[text]
                places[text] = (known?.first ?? .init(row: index, range: range), (known?.count ?? 0) + 1)
            }
        }
        return places.values.sorted { ($0.first.row, $0.first.range.lowerBound) < ($1.first.row, $1.first.range.lowerBound) }.map { place in
            let row = view.rows[place.first.row]
            return Candidate(
                value: .text(row.original(place.first.range)), places: [place.first],
                confidence: min(0.6, 0.36 + 0.06 * Double(place.count - 1)), rule: "name-in-text")
        }
    }

    private static let textRowLimit = 1_000

    /// Whether a word may stand within a name in running text: capitalised, without a sign that ends a clause, and no word of titles.
    private static func isPartOfName(_ token: Token) -> Bool {
        guard token.text.first?.isUppercase == true, token.text.last?.isLetter == true || token.text.last?.isNumber == true else {
            return false
        }
        return !notInNames.contains(token.text.foldedText)
    }

    private static let notInNames = TitleWord.all.subtracting(["testing", "quality"])

    /// How often the stretches of the document come again, letter by letter.
    private func repetitions(in rows: Range<Int>.SubSequence) -> [String: Int] {
        var counts: [String: Int] = [:]
        for index in rows {
            for segment in segments(of: view.rows[index]) {
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
            for word in view.rows[above].words where TitleWord.recipients.contains(word.text) {
                // A company may be called `Mr. Something Ltd`.
                if TitleWord.forms.contains(word.text), CompanySuffix.end(in: view.rows[above], 0..<view.rows[above].scalars.count) != nil {
                    continue
                }
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
    /// Whether this is an amount with two decimals.
    var hasCents: Bool { if case .number(let number) = content { number.decimals == 2 } else { false } }

    /// Whether this is an amount with its currency, or with two decimals.
    var isAmount: Bool {
        if case .number(let number) = content { number.currency != nil || number.decimals == 2 } else { false }
    }
}
