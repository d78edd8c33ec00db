/// The columns of a table, found in the segments of its rows.
///
/// After the block clustering of T-Recs (Kieninger, "Table structure recognition based on robust block segmentation", 1998): narrow segments
/// found columns, wider ones join the column that they overlap. One that overlaps several joins them into one where they never stand beside
/// each other in a row, and covers several otherwise.
struct TableColumns {
    /// The columns' extents from left to right, without overlap.
    private(set) var extents: [ClosedRange<Double>]

    private struct Column {
        var low: Double
        var high: Double
        var rows: Set<Int>
    }

    /// More columns than this are no table.
    static let limit = 120

    /// Finds the columns of rows.
    ///
    /// - Parameter separators: Positions where a drawn line parts columns.
    init(of rows: [TextRow], separators: [Double] = []) {
        let ofValues = rows.map(\.isValues)
        let hasBody = 2 * ofValues.count(where: \.self) >= rows.count
        let pieces = rows.enumerated().flatMap { row, content in
            content.segments.flatMap { $0.split(at: separators) }.map {
                (row: row, box: $0.box, isAlone: content.segments.count == 1, isHead: hasBody && !ofValues[row])
            }
        }
        let size = rows.map(\.size).sorted().dropFirst(rows.count / 2).first ?? 0
        // A row with one segment says little of columns, and heads stand less true than the values below them.
        let sorted = pieces.filter { !$0.isAlone || rows.count == 1 }.sorted {
            ($0.isHead ? 1 : 0, $0.box.width, $0.row, $0.box.minX) < ($1.isHead ? 1 : 0, $1.box.width, $1.row, $1.box.minX)
        }
        var columns: [Column] = []
        for piece in sorted {
            let low = piece.box.minX, high = piece.box.maxX
            let touched = columns.indices.filter { min(high, columns[$0].high) - max(low, columns[$0].low) > 0.1 * size }
            guard let first = touched.first, let last = touched.last else {
                guard columns.count < Self.limit else { break }
                // A head between columns stands over both; one over none has as many beside it as there are columns.
                guard !piece.isHead || rows[piece.row].segments.count >= columns.count else { continue }
                let place = columns.firstIndex { $0.low > low } ?? columns.count
                columns.insert(Column(low: low, high: high, rows: [piece.row]), at: place)
                continue
            }
            let isOne = zip(touched, touched.dropFirst()).allSatisfy { left, right in
                !separators.contains { $0 > columns[left].high - 1 && $0 < columns[right].low + 1 }
                    && columns[left].rows.isDisjoint(with: columns[right].rows)
            }
            guard touched.count == 1 || isOne else { continue }
            let rows = touched.reduce(into: Set([piece.row])) { $0.formUnion(columns[$1].rows) }
            columns[first] = Column(low: min(low, columns[first].low), high: max(high, columns[last].high), rows: rows)
            columns.removeSubrange((first + 1)..<(last + 1))
        }
        Self.mergeMarks(&columns, rows, size)
        extents = columns.map { $0.low...max($0.low, $0.high) }
    }

    init(extents: [ClosedRange<Double>]) { self.extents = extents }

    /// Joins a column of signs and footnote marks to the neighbour that it belongs to.
    private static func mergeMarks(_ columns: inout [Column], _ rows: [TextRow], _ size: Double) {
        var index = 0
        while index < columns.count {
            let width = columns[index].high - columns[index].low
            guard width < 1.1 * size, columns.count > 2 else {
                index += 1
                continue
            }
            let left = index > 0 ? columns[index].low - columns[index - 1].high : .infinity
            let right = index + 1 < columns.count ? columns[index + 1].low - columns[index].high : .infinity
            let isSparse = 4 * columns[index].rows.count < rows.count && min(left, right) < 1.2 * size
            if isSparse, min(left, right) < .infinity {
                let other = left <= right ? index - 1 : index + 1
                columns[other] = Column(
                    low: min(columns[index].low, columns[other].low), high: max(columns[index].high, columns[other].high),
                    rows: columns[other].rows.union(columns[index].rows))
                columns.remove(at: index)
            } else {
                index += 1
            }
        }
    }

    /// The columns that a stretch covers: those that it overlaps, or the nearest.
    func covered(by box: Rect, tolerance: Double) -> ClosedRange<Int> {
        var first: Int?, last: Int?
        for (index, extent) in extents.enumerated() {
            let shared = min(box.maxX, extent.upperBound) - max(box.minX, extent.lowerBound)
            guard shared > tolerance || (shared > 0 && 2 * shared > min(box.width, extent.upperBound - extent.lowerBound)) else { continue }
            first = first ?? index
            last = index
        }
        if let first, let last { return first...last }
        let nearest = extents.indices.min { distance(extents[$0], box) < distance(extents[$1], box) } ?? 0
        return nearest...nearest
    }

    private func distance(_ extent: ClosedRange<Double>, _ box: Rect) -> Double {
        max(extent.lowerBound - box.midX, box.midX - extent.upperBound, 0)
    }
}

extension TextSegment {
    /// The parts between the given positions; a word that stands across one stays with the part that holds its middle.
    func split(at separators: [Double]) -> [TextSegment] {
        guard words.count > 1, separators.contains(where: { $0 > box.minX && $0 < box.maxX }) else { return [self] }
        var parts: [[PlacedWord]] = []
        var lane = -1
        for word in words {
            let own = separators.count { $0 < word.box.midX }
            if own == lane { parts[parts.count - 1].append(word) } else { parts.append([word]) }
            lane = own
        }
        return parts.map(TextSegment.init)
    }
}
