internal import ExtractionKit

extension DocumentView {
    /// The lines of a cell that are one text: those whose first word had no room at the end of the line before.
    ///
    /// What begins a line though it had room is something else, such as a note below the name of an article. So is a label with a value.
    ///
    /// - Parameters:
    ///   - places: The lines, from top to bottom.
    ///   - edge: How far to the right lines of the column reach.
    func wrapped(_ places: [Candidate.Place], at edge: Double) -> [Candidate.Place] {
        var result: [Candidate.Place] = []
        for place in places {
            let row = rows[place.row]
            if let last = result.last, last.row != place.row {
                guard let first = row.pieces(of: place.range).first.map({ row.tokens[$0.token] }),
                    !isLabelledNumber(row, place.range),
                    rows[last.row].box(of: last.range).maxX + first.box.width + row.size > edge
                else { break }
            }
            result.append(place)
        }
        return result
    }

    /// Whether a stretch is a label with a number, such as `Batch: 4711`.
    func isLabelledNumber(_ row: Row, _ range: Range<Int>) -> Bool {
        guard let colon = row.scalars[range].firstIndex(of: ":") else { return false }
        return row.scalars[colon..<range.upperBound].contains(where: \.isDigit)
    }
}
