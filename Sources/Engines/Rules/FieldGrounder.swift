internal import ExtractionKit

/// Makes fields of candidates: their raw text, their grounding and the share of the OCR engine in their confidence.
struct FieldGrounder {
    private let view: DocumentView
    private let document: ReadDocument

    init(_ view: DocumentView, of document: ReadDocument) {
        self.view = view
        self.document = document
    }

    /// The field of a candidate.
    func field(_ name: String, _ type: FieldType, _ candidate: Candidate) -> ExtractedField {
        let raw = raw(candidate.places)
        var isExact = false
        if case .text(let text) = candidate.value { isExact = text == raw }
        if case .table = candidate.value { isExact = true }
        let status: Grounding.Status = candidate.isRepaired ? .fuzzy : isExact ? .exact : .normalised
        let words = candidate.places.flatMap { place in
            view.rows[place.row].pieces(of: place.range).compactMap { view.rows[place.row].tokens[$0.token].confidence }
        }
        var confidence = candidate.confidence * (words.min().map { 0.6 + 0.4 * min(1, max(0, $0)) } ?? 1)
        if candidate.isRepaired { confidence *= ScoreWeights.repaired }
        return ExtractedField(
            name: name, type: type, value: candidate.value, raw: raw, confidence: min(1, max(0, confidence)),
            grounding: grounding(candidate.places, status: status), source: "rules:\(candidate.rule)")
    }

    /// The text of the places as the content has it.
    func raw(_ places: [Candidate.Place]) -> String {
        stretches(places).map { document.text(of: $0.span) }.joined(separator: " ")
    }

    /// The same regions as ``ReadDocument/grounding(of:status:)`` gives for the stretches, made from the words at hand: looking them
    /// up among all lines of a long document for each cell of its tables would take quadratic time.
    private func grounding(_ places: [Candidate.Place], status: Grounding.Status) -> [Grounding] {
        stretches(places).map {
            Grounding(region: PageRegion(page: $0.page, polygon: $0.polygon, span: $0.span), status: status)
        }
    }

    private struct Stretch {
        var page: Int
        var line: Int
        var polygon: Polygon
        var span: TextSpan
    }

    /// The words of the places, those joined that follow each other within a line of the content.
    private func stretches(_ places: [Candidate.Place]) -> [Stretch] {
        var result: [Stretch] = []
        for place in places {
            let row = view.rows[place.row]
            for piece in row.pieces(of: place.range) {
                let token = row.tokens[piece.token]
                let scalars = Array(token.text.unicodeScalars)
                let before = scalars[..<piece.positions.lowerBound].reduce(0) { $0 + UTF8.width($1) }
                let length = scalars[piece.positions].reduce(0) { $0 + UTF8.width($1) }
                let span = TextSpan(offset: token.span.offset + before, length: length)
                if let last = result.last, last.page == row.page, last.line == token.line, (0...1).contains(span.offset - last.span.end) {
                    result[result.count - 1].span = last.span.union(span)
                    result[result.count - 1].polygon = [last.polygon, token.polygon].union() ?? last.polygon
                } else {
                    result.append(Stretch(page: row.page, line: token.line, polygon: token.polygon, span: span))
                }
            }
        }
        return result
    }
}
