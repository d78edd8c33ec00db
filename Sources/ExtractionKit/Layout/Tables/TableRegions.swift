/// Finds which rows of a block make tables, by the gaps that they share.
///
/// A table is a run of rows of several segments whose gaps lie above each other (the text edges of Nurminen, "Algorithmic extraction of data in tables in PDF
/// documents", 2013, seen from the other side). Rows of one segment in between belong to it while they stand in one column or are short.
struct TableRegions {
    private let rows: [TextRow]

    init(_ rows: [TextRow]) { self.rows = rows }

    /// The runs of rows, from top to bottom.
    func ranges() -> [Range<Int>] {
        var found: [Range<Int>] = []
        var start = 0
        while start < rows.count {
            guard rows[start].segments.count > 1 else {
                start += 1
                continue
            }
            let end = self.end(from: start)
            if end - start > 1 { found.append(start..<end) }
            start = max(end, start + 1)
        }
        return found.reduce(into: []) { joined, run in
            if let last = joined.last, goesOn(last, with: run) {
                joined[joined.count - 1] = last.lowerBound..<run.upperBound
            } else {
                joined.append(run)
            }
        }.map { headStart($0)..<$0.upperBound }
    }

    /// Whether a run of values without a head has its head, and perhaps more values, in the run above it: a blank or a name of a group parts them.
    private func goesOn(_ upper: Range<Int>, with lower: Range<Int>) -> Bool {
        let between = rows[upper.upperBound..<lower.lowerBound]
        guard upper.count < 2_000, between.count <= 2, between.allSatisfy({ $0.segments.count == 1 && $0.words.count <= 5 }),
            rows[lower.lowerBound].isValues
        else {
            return false
        }
        let size = rows[lower.lowerBound].size
        let pieces = (max(0, upper.upperBound - 1)...lower.lowerBound).map { rows[$0].box }
        guard zip(pieces, pieces.dropFirst()).allSatisfy({ $1.minY - $0.maxY < 3 * size }) else { return false }
        func columns(_ range: Range<Int>) -> Int { TableColumns(of: Array(rows[range])).extents.count }
        let wider = max(columns(upper), columns(lower))
        let both = TableColumns(of: Array(rows[upper]) + Array(rows[lower])).extents.count
        return wider > 2 && (wider...(wider + 1)).contains(both)
    }

    /// The first row of a run's head: rows of one segment above several columns but the first, as over a group of columns.
    private func headStart(_ run: Range<Int>) -> Int {
        let columns = TableColumns(of: Array(rows[run])).extents
        guard columns.count > 2 else { return run.lowerBound }
        var start = run.lowerBound
        while start > 0, run.lowerBound - start < 2 {
            let above = rows[start - 1], size = above.size
            guard above.segments.count == 1, rows[start].box.minY - above.box.maxY < 0.9 * size, above.box.minX > columns[0].upperBound,
                above.box.maxX < columns[columns.count - 1].upperBound + size, above.words.count < 12
            else { break }
            let middle = (columns[1].lowerBound + columns[columns.count - 1].upperBound) / 2
            let covers = columns.count { min($0.upperBound, above.box.maxX) > max($0.lowerBound, above.box.minX) }
            guard covers > 1 || abs(middle - above.box.midX) < 1.5 * size else { break }
            start -= 1
        }
        return start
    }

    /// The end of the run that begins with a row.
    private func end(from start: Int) -> Int {
        var end = start + 1
        var recent = [start]
        var widest = 0.0
        var extent = rows[start].box
        var row = start + 1
        var pending = 0
        while row < rows.count {
            let current = rows[row], above = rows[row - 1]
            let gap = current.box.minY - above.box.maxY
            let size = max(current.size, above.size)
            let allowed = end - start < 3 ? 2.2 * size : max(1.35 * widest + 0.3 * size, 1.1 * size)
            guard gap < allowed, current.box.horizontalOverlap(with: extent) > 0 else { break }
            if current.segments.count > 1 {
                guard recent.contains(where: { sharesGap(current, rows[$0]) }), !crosses(current, recent) else { break }
                recent = [row] + recent.prefix(3)
                // Within a cell lines stand closer than rows do: only gaps between rows of several segments tell of the table's pace.
                widest = max(widest, gap)
                extent = extent.union(current.box)
                end = row + 1
                pending = 0
            } else {
                pending += 1
                let isInColumn = isInOneColumn(current, recent)
                guard pending <= (isInColumn ? 8 : 2), isInColumn || current.words.count <= 8 else { break }
            }
            row += 1
        }
        // The last row may go on below: lines that stand in one column, but not the first, where notes begin.
        while end < rows.count, rows[end].segments.count == 1, rows[end].box.minY - rows[end - 1].box.maxY < 0.5 * rows[end].size,
            isInOneColumn(rows[end], recent), let first = rows[recent[0]].segments.first,
            rows[end].box.minX > first.box.maxX
                || (rows[end].words.first?.isContinuing ?? false && rows[end].box.maxX <= first.box.maxX + first.box.height)
        {
            end += 1
        }
        return end
    }

    private func sharesGap(_ upper: TextRow, _ lower: TextRow) -> Bool {
        let size = min(upper.size, lower.size)
        return upper.gaps.contains { gap in
            lower.gaps.contains { min($0.upperBound, gap.upperBound) - max($0.lowerBound, gap.lowerBound) > 0.4 * size }
        }
    }

    /// Whether a row fills most of what the rows before it all leave free: then it belongs to another table.
    private func crosses(_ row: TextRow, _ recent: [Int]) -> Bool {
        guard let first = recent.first else { return false }
        let shared = recent.dropFirst().reduce(rows[first].gaps) { shared, other in
            shared.flatMap { gap in
                rows[other].gaps.compactMap { other in
                    let low = max(gap.lowerBound, other.lowerBound), high = min(gap.upperBound, other.upperBound)
                    return high - low > 0.3 * row.size ? low...high : nil
                }
            }
        }
        let filled = shared.count { gap in row.segments.contains { $0.box.minX < gap.lowerBound && $0.box.maxX > gap.upperBound } }
        return 2 * filled >= max(shared.count, 1)
    }

    /// Whether a row of one segment leaves every gap of the rows before it free.
    private func isInOneColumn(_ row: TextRow, _ recent: [Int]) -> Bool {
        recent.contains { other in
            rows[other].gaps.allSatisfy {
                min($0.upperBound, row.box.maxX) - max($0.lowerBound, row.box.minX) < 0.5 * ($0.upperBound - $0.lowerBound)
            }
        }
    }
}

extension TextRow {
    /// The gaps between segments, from left to right.
    fileprivate var gaps: [ClosedRange<Double>] {
        zip(segments, segments.dropFirst()).map { left, right in left.box.maxX...max(left.box.maxX, right.box.minX) }
    }
}
