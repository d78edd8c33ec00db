/// Puts rows of segments into the cells of a table.
struct TableAssembly {
    private let rows: [TextRow]
    private let columns: TableColumns
    /// The positions of drawn lines between rows, from top to bottom.
    private let separators: [Double]
    /// The positions of drawn lines between columns, from left to right.
    private let columnSeparators: [Double]
    private let size: Double

    /// A segment and the columns that it covers.
    private struct Piece {
        var columns: ClosedRange<Int>
        var segment: TextSegment
    }

    init(_ rows: [TextRow], columns: TableColumns, separators: [Double] = [], columnSeparators: [Double] = []) {
        self.columnSeparators = columnSeparators
        self.rows = rows
        self.columns = columns
        self.separators = separators
        size = rows.map(\.size).sorted().dropFirst(rows.count / 2).first ?? 0
    }

    /// The table.
    func draft() -> TableDraft {
        let pieces = rows.map(pieces(in:))
        let headerEnd = self.headerEnd(pieces)
        let header = headerCells(pieces, below: headerEnd)
        let isTight = Self.tightRows(rows, pieces, from: headerEnd)
        let isRuled = Self.hasRowLines(rows, separators)
        let groups = Self.groups(of: pieces.indices.dropFirst(headerEnd)) {
            belongs($0, pieces, bodyStart: headerEnd, isTight: isTight, isRuled: isRuled)
        }
        var cells = header.cells
        var extents = header.extents
        for group in groups {
            let row = extents.count
            let box = group.lazy.map { rows[$0].box }.union() ?? rows[0].box
            extents.append(box.minY...box.maxY)
            var lines: [ClosedRange<Int>: [TextSegment]] = [:]
            for index in group {
                for piece in pieces[index] { lines[piece.columns, default: []].append(piece.segment) }
            }
            // Stretches that share a column are one cell.
            var merged: [(columns: ClosedRange<Int>, lines: [TextSegment])] = []
            for (range, own) in lines.sorted(by: { ($0.key.lowerBound, $0.key.upperBound) < ($1.key.lowerBound, $1.key.upperBound) }) {
                if let last = merged.last, last.columns.upperBound >= range.lowerBound {
                    let upper = max(last.columns.upperBound, range.upperBound)
                    merged[merged.count - 1] = (last.columns.lowerBound...upper, last.lines + own)
                } else {
                    merged.append((range, own))
                }
            }
            cells += merged.map { TableDraft.Cell(rows: row...row, columns: $0.columns, lines: $0.lines.readingOrder, isHeader: false) }
        }
        let box = rows.lazy.map(\.box).union() ?? Rect(x: 0, y: 0, width: 0, height: 0)
        return TableDraft(
            rowCount: extents.count, columnCount: columns.extents.count, cells: cells, box: box, rowExtents: extents,
            columnExtents: columns.extents)
    }

    // MARK: - Columns of a row

    private func pieces(in row: TextRow) -> [Piece] {
        var pieces: [Piece] = []
        for segment in row.segments {
            for part in segment.split(at: row.segments.count > 1 ? columnSeparators : []) { pieces += parts(of: part) }
        }
        return pieces
    }

    /// A segment over several columns is divided where its gaps lie between them, as the gaps of tight columns may be as narrow as blanks.
    private func parts(of segment: TextSegment) -> [Piece] {
        let covered = columns.covered(by: segment.box, tolerance: 0.25 * size)
        guard covered.count > 1, segment.words.count > 1 else { return [Piece(columns: covered, segment: segment)] }
        let lanes = segment.words.map { columns.covered(by: $0.box, tolerance: 0.25 * size) }
        var parts: [(lane: ClosedRange<Int>, words: [PlacedWord])] = []
        let blanks = zip(segment.words, segment.words.dropFirst()).map { $1.box.minX - $0.box.maxX }
        let usual = blanks.min() ?? 0
        for (index, word) in segment.words.enumerated() {
            if let last = parts.last, index > 0 {
                let previous = segment.words[index - 1]
                let isWide =
                    blanks[index - 1] > max(1.35 * usual, 0.35 * size)
                    || (previous.isValue && word.isValue && blanks[index - 1] > 0.2 * size)
                if lanes[index].lowerBound > last.lane.upperBound, isWide {
                    parts.append((lanes[index], [word]))
                } else {
                    let lane = min(last.lane.lowerBound, lanes[index].lowerBound)...max(last.lane.upperBound, lanes[index].upperBound)
                    parts[parts.count - 1] = (lane, last.words + [word])
                }
            } else {
                parts.append((lanes[index], [word]))
            }
        }
        return parts.map { Piece(columns: $0.lane, segment: TextSegment($0.words)) }
    }

    // MARK: - Header

    /// The number of rows before the first that holds values.
    private func headerEnd(_ pieces: [[Piece]]) -> Int {
        let first = pieces.firstIndex { row in
            let beside = row.filter { $0.columns.lowerBound > 0 }
            return !beside.isEmpty && 2 * beside.count(where: { $0.segment.isValue && !$0.segment.isYears }) >= beside.count
        }
        guard let first, first > 0, first <= 8, 3 * first <= 2 * pieces.count else {
            return pieces.count > 1 && (pieces.first?.contains { $0.columns.lowerBound > 0 } ?? false) && first != 0 ? 1 : 0
        }
        // A row with nothing but a stub right above the values is the head of a group of rows.
        var end = first
        while end > 1, pieces[end - 1].allSatisfy({ $0.columns == 0...0 }),
            pieces[..<(end - 1)].contains(where: { $0.contains { $0.columns.lowerBound > 0 } }),
            rows[end].box.minY - rows[end - 1].box.maxY < rows[end - 1].box.minY - rows[end - 2].box.maxY + 0.3 * size
        {
            end -= 1
        }
        return end
    }

    private func headerCells(_ pieces: [[Piece]], below end: Int) -> (cells: [TableDraft.Cell], extents: [ClosedRange<Double>]) {
        guard end > 0 else { return ([], []) }
        struct Stack {
            var columns: ClosedRange<Int>
            var lines: [TextSegment]
            var level = 0
            var box: Rect
        }
        var stacks: [Stack] = []
        for row in 0..<end {
            for piece in spread(pieces[row], isLast: row == end - 1, below: row + 1 < end ? pieces[row + 1] : []) {
                let above = stacks.lastIndex { $0.columns.overlaps(piece.columns) }
                if let above, stacks[above].columns == piece.columns, piece.segment.box.minY - stacks[above].box.maxY < 0.6 * size,
                    !separators.contains(where: { $0 > stacks[above].box.midY && $0 < piece.segment.box.midY })
                {
                    stacks[above].lines.append(piece.segment)
                    stacks[above].box = stacks[above].box.union(piece.segment.box)
                } else {
                    let level = stacks.filter { $0.columns.overlaps(piece.columns) }.map { $0.level + 1 }.max() ?? 0
                    stacks.append(Stack(columns: piece.columns, lines: [piece.segment], level: level, box: piece.segment.box))
                }
            }
        }
        let depth = (stacks.map(\.level).max() ?? 0) + 1
        // What has nothing below it stands in the last row of the header.
        for index in stacks.indices {
            let isLast = !stacks.contains { $0.level > stacks[index].level && $0.columns.overlaps(stacks[index].columns) }
            if isLast { stacks[index].level = depth - 1 }
        }
        let extents = (0..<depth).map { level in
            let box = stacks.filter { $0.level == level }.map(\.box).union() ?? rows[0].box
            return box.minY...box.maxY
        }
        let cells = stacks.sorted { ($0.level, $0.columns.lowerBound) < ($1.level, $1.columns.lowerBound) }.map {
            TableDraft.Cell(rows: $0.level...$0.level, columns: $0.columns, lines: $0.lines, isHeader: true)
        }
        return (cells, extents)
    }

    /// Lets the segments of an upper header row cover the columns over which they are centred.
    private func spread(_ pieces: [Piece], isLast: Bool, below: [Piece]) -> [Piece] {
        guard !isLast, !pieces.isEmpty, pieces.count < columns.extents.count, below.count > pieces.count else { return pieces }
        let own = pieces.filter { $0.columns.lowerBound > 0 }
        guard !own.isEmpty else { return pieces }
        var spread: [Piece] = []
        for (index, piece) in own.enumerated() {
            let low = index == 0 ? 1 : own[index - 1].columns.upperBound + 1
            let high = index == own.count - 1 ? columns.extents.count - 1 : own[index + 1].columns.lowerBound - 1
            var best = piece.columns, bestCount = 0
            for first in low...max(low, piece.columns.lowerBound) where first <= piece.columns.lowerBound {
                for last in piece.columns.upperBound...max(high, piece.columns.upperBound) {
                    let middle = (columns.extents[first].lowerBound + columns.extents[last].upperBound) / 2
                    // Only what has heads of its own below can be covered.
                    let covers = below.count {
                        (first...last).contains($0.columns.lowerBound) && (first...last).contains($0.columns.upperBound)
                    }
                    if abs(middle - piece.segment.box.midX) < 0.8 * size, covers > 1, last - first + 1 > bestCount {
                        best = first...last
                        bestCount = last - first + 1
                    }
                }
            }
            spread.append(Piece(columns: best, segment: piece.segment))
        }
        // Neighbours never share a column.
        let isApart = zip(spread, spread.dropFirst()).allSatisfy { $0.columns.upperBound < $1.columns.lowerBound }
        return isApart ? pieces.filter { $0.columns.lowerBound == 0 } + spread : pieces
    }

    // MARK: - Rows

    private static func groups(of rows: some Sequence<Int>, joining: (Int) -> Bool) -> [[Int]] {
        var groups: [[Int]] = []
        for row in rows {
            if groups.isEmpty || !joining(row) { groups.append([row]) } else { groups[groups.count - 1].append(row) }
        }
        return groups
    }

    /// Whether a line continues the row of the line above it.
    private func belongs(_ row: Int, _ pieces: [[Piece]], bodyStart: Int, isTight: [Bool], isRuled: Bool) -> Bool {
        guard row > bodyStart, row > 0 else { return false }
        let upper = rows[row - 1], lower = rows[row]
        if separators.contains(where: { $0 > upper.box.midY && $0 < lower.box.midY }) { return false }
        let shared = pieces[row].flatMap { piece in
            pieces[row - 1].filter { $0.columns.overlaps(piece.columns) }.map { ($0.segment, piece.segment) }
        }
        // Two values in a column are two rows.
        if shared.contains(where: { $0.0.isValue && $0.1.isValue }) { return false }
        let overlap = upper.box.maxY - lower.box.minY
        if shared.isEmpty, overlap > 0.25 * min(upper.box.height, lower.box.height) { return true }
        if isRuled { return true }
        // Each column either goes on from the line above or is empty in one of the two.
        guard !shared.isEmpty, lower.box.minY - upper.box.maxY < 0.6 * size else { return false }
        if isTight[row] { return true }
        return shared.allSatisfy { above, below in continues(above, below) } && (pieces[row].count <= shared.count)
    }

    private func continues(_ above: TextSegment, _ below: TextSegment) -> Bool {
        guard let first = below.words.first, let last = above.words.last else { return false }
        let column = columns.extents[columns.covered(by: above.box, tolerance: 0.25 * size).lowerBound]
        let isFull = above.box.maxX + 0.25 * size + first.box.width > column.upperBound - 0.1 * size
        return (isFull && first.isContinuing) || last.isUnfinished
    }

    /// Whether lines are drawn between most rows.
    private static func hasRowLines(_ rows: [TextRow], _ separators: [Double]) -> Bool {
        guard let first = rows.first, let last = rows.last else { return false }
        let inside = separators.count { $0 > first.box.midY && $0 < last.box.midY }
        return inside > 1 && 3 * (inside + 1) >= rows.count
    }

    /// For each row whether it stands as close to the one above as lines in a cell do, in a table whose rows stand apart clearly.
    private static func tightRows(_ rows: [TextRow], _ pieces: [[Piece]], from start: Int) -> [Bool] {
        var isTight = [Bool](repeating: false, count: rows.count)
        guard rows.count - start > 2 else { return isTight }
        let pitches = ((start + 1)..<rows.count).map { rows[$0].box.midY - rows[$0 - 1].box.midY }
        let sorted = pitches.sorted()
        let jumps = zip(sorted, sorted.dropFirst()).map { ($0 + $1) / 2 }
        let ratios = zip(sorted, sorted.dropFirst()).map { $1 / max($0, 0.1) }
        guard let widest = ratios.indices.max(by: { ratios[$0] < ratios[$1] }), ratios[widest] > 1.15 else { return isTight }
        for (offset, pitch) in pitches.enumerated() { isTight[start + 1 + offset] = pitch < jumps[widest] }
        // Rows of values that stand close are rows: then distance tells nothing here.
        for row in (start + 1)..<rows.count where isTight[row] {
            let above = pieces[row - 1].filter(\.segment.isValue).map(\.columns),
                below = pieces[row].filter(\.segment.isValue).map(\.columns)
            if above.contains(where: { below.contains($0) }) { return [Bool](repeating: false, count: rows.count) }
        }
        return isTight
    }
}

extension [TextSegment] {
    /// From top to bottom, and from left to right on a line.
    fileprivate var readingOrder: [TextSegment] {
        sorted { left, right in
            left.box.verticalOverlap(with: right.box) > 0.5 ? left.box.minX < right.box.minX : left.box.minY < right.box.minY
        }
    }
}
