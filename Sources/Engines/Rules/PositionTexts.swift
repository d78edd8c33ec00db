internal import ExtractionKit

/// Finds what positions are called: the column of text beside their numbers.
struct PositionTexts {
    private let document: LabelledDocument
    private let rows: Set<Int>
    /// From where to where the column reaches.
    private let column: (minX: Double, maxX: Double)?
    private var view: DocumentView { document.view }

    /// The lines that a name may have.
    private static let lineLimit = 4

    /// Looks for the column with most letters beside some products.
    init(_ products: [PositionProduct], in document: LabelledDocument) {
        self.document = document
        rows = Set(products.map(\.row))
        var columns: [(minX: Double, maxX: Double, letters: Int)] = []
        let pieces = products.flatMap { Self.pieces(of: document.view.rows[$0.row], without: $0) }
        // Where a name stands above or below its numbers, the rows that follow tell where names stand.
        let others = products.flatMap { product in
            document.view.rows(below: product.row, limit: 2).flatMap { Self.pieces(of: document.view.rows[$0], without: nil) }
        }
        for piece in pieces.isEmpty ? others : pieces {
            var column = (minX: piece.box.minX, maxX: piece.box.maxX, letters: piece.letters)
            columns.removeAll { known in
                guard known.minX < column.maxX, known.maxX > column.minX else { return false }
                column = (min(known.minX, column.minX), max(known.maxX, column.maxX), known.letters + column.letters)
                return true
            }
            columns.append(column)
        }
        column = columns.max { $0.letters < $1.letters }.map { ($0.minX, $0.maxX) }
    }

    /// Where the name of a position stands, line by line, or `nil` where none is found.
    func places(beside product: PositionProduct) -> [Candidate.Place]? {
        guard let column else { return nil }
        var places: [Candidate.Place] = []
        if let place = place(in: product.row, without: product) { places.append(place) }
        var bottom = view.rows[product.row].box.maxY
        for below in view.rows(below: product.row, limit: Self.lineLimit) where !rows.contains(below) || !places.isEmpty {
            let row = view.rows[below]
            guard !rows.contains(below), row.box.minY - bottom < 0.8 * product.size, places.count < Self.lineLimit else { break }
            bottom = max(bottom, row.box.maxY)
            guard let next = place(in: below, without: nil) else { continue }
            places.append(next)
        }
        if places.isEmpty, product.row > 0, view.pageIndex(of: product.row) == view.pageIndex(of: product.row - 1),
            !rows.contains(product.row - 1), let above = place(in: product.row - 1, without: nil)
        {
            places.append(above)
        }
        return places.isEmpty ? nil : view.wrapped(places, at: column.maxX)
    }

    /// The text of a row in the column. Below the numbers a label with a number is none.
    private func place(in index: Int, without product: PositionProduct?) -> Candidate.Place? {
        guard let column else { return nil }
        let row = view.rows[index]
        let inside = Self.pieces(of: row, without: product).filter { piece in
            let width = min(piece.box.maxX, column.maxX) - max(piece.box.minX, column.minX)
            return width > 0.5 * piece.box.width && (product != nil || !view.isLabelledNumber(row, piece.range))
        }
        guard let first = inside.first, let last = inside.last else { return nil }
        return Candidate.Place(row: index, range: row.trimmed(first.range.lowerBound..<last.range.upperBound, of: "|,;*"))
    }

    private struct Piece {
        var range: Range<Int>
        var box: Rect
        var letters: Int
    }

    /// The stretches of a row with letters, without the numbers of a product and the units behind them.
    private static func pieces(of row: Row, without product: PositionProduct?) -> [Piece] {
        row.segments.flatMap { segment -> [Piece] in
            let holes = [product?.quantity, product?.price, product?.amount].compactMap { $0?.found.range }
                .filter { $0.overlaps(segment.range) }.sorted { $0.lowerBound < $1.lowerBound }
            var parts: [(range: Range<Int>, isBehindNumber: Bool)] = []
            var start = segment.range.lowerBound
            for hole in holes {
                if hole.lowerBound > start { parts.append((start..<hole.lowerBound, start > segment.range.lowerBound)) }
                start = max(start, hole.upperBound)
            }
            if start < segment.range.upperBound { parts.append((start..<segment.range.upperBound, !holes.isEmpty)) }
            return parts.compactMap { part in
                let range = row.trimmed(part.range, of: "|,;*")
                let letters = row.scalars[range].count(where: \.isLetter)
                // A single word that follows a number closely is its unit.
                guard letters > 0, !part.isBehindNumber || row.scalars[range].contains(" ") else { return nil }
                return Piece(range: range, box: row.box(of: range), letters: letters)
            }
        }
    }
}
