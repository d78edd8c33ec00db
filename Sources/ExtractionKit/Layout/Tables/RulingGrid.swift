/// The drawn lines of a page that lie level or stand upright, joined from their pieces.
struct RulingGrid {
    /// A line along one axis.
    struct Line {
        /// Where it lies on the other axis.
        var place: Double
        var from: Double
        var to: Double
    }

    /// The lines from left to right, by height.
    private(set) var level: [Line]
    /// The lines from top to bottom, by distance from the left.
    private(set) var upright: [Line]

    /// More lines than this are a drawing, not the rules of tables.
    static let limit = 4_000

    init(_ rulings: [Ruling]) {
        var level: [Line] = [], upright: [Line] = []
        for ruling in rulings {
            let width = abs(ruling.end.x - ruling.start.x), height = abs(ruling.end.y - ruling.start.y)
            guard width.isFinite, height.isFinite, max(width, height) > 3 else { continue }
            if height < 0.02 * width {
                level.append(
                    Line(
                        place: (ruling.start.y + ruling.end.y) / 2, from: min(ruling.start.x, ruling.end.x),
                        to: max(ruling.start.x, ruling.end.x)))
            } else if width < 0.02 * height {
                upright.append(
                    Line(
                        place: (ruling.start.x + ruling.end.x) / 2, from: min(ruling.start.y, ruling.end.y),
                        to: max(ruling.start.y, ruling.end.y)))
            }
        }
        self.level = Self.joined(level)
        self.upright = Self.joined(upright)
        if self.level.count + self.upright.count > Self.limit { (self.level, self.upright) = ([], []) }
    }

    /// Joins pieces that lie within two points of each other.
    private static func joined(_ pieces: [Line]) -> [Line] {
        guard pieces.count <= 20 * limit else { return [] }
        // Pieces at one height first, so that each is joined along its own line.
        var lanes: [[Line]] = []
        for piece in pieces.sorted(by: { $0.place < $1.place }) {
            if let last = lanes.last?.last, piece.place - last.place < 1.5 {
                lanes[lanes.count - 1].append(piece)
            } else {
                lanes.append([piece])
            }
        }
        return lanes.flatMap { lane -> [Line] in
            lane.sorted { $0.from < $1.from }.reduce(into: []) { joined, piece in
                if let last = joined.last, piece.from - last.to < 2.5 {
                    joined[joined.count - 1].to = max(last.to, piece.to)
                } else {
                    joined.append(piece)
                }
            }
        }.filter { $0.to - $0.from > 6 }
    }

    /// Where lines cross each other into a grid of two columns and two rows at least.
    func grids() -> [Rect] {
        var parents = Array(0..<(level.count + upright.count))
        func root(_ index: Int) -> Int {
            var index = index
            while parents[index] != index {
                parents[index] = parents[parents[index]]
                index = parents[index]
            }
            return index
        }
        for (row, horizontal) in level.enumerated() {
            for (column, vertical) in upright.enumerated()
            where vertical.place > horizontal.from - 3 && vertical.place < horizontal.to + 3
                && horizontal.place > vertical.from - 3 && horizontal.place < vertical.to + 3
            {
                parents[root(level.count + column)] = root(row)
            }
        }
        let groups = Dictionary(grouping: parents.indices, by: root)
        return groups.values.compactMap { members -> Rect? in
            let rows = members.filter { $0 < level.count }.map { level[$0] }
            let columns = members.filter { $0 >= level.count }.map { upright[$0 - level.count] }
            guard Self.places(rows).count > 2, Self.places(columns).count > 1, rows.count + columns.count > 5,
                let left = rows.map(\.from).min(), let right = rows.map(\.to).max(), let top = columns.map(\.from).min(),
                let bottom = columns.map(\.to).max()
            else { return nil }
            return Rect(minX: left, minY: min(top, rows[0].place), maxX: right, maxY: max(bottom, rows[rows.count - 1].place))
        }.sorted { ($0.minY, $0.minX) < ($1.minY, $1.minX) }
    }

    /// Where lines between the rows of one table end and those of another begin beside them, from top to bottom.
    ///
    /// Lines below single columns, as under sums, are narrow, and stand between others of their kind.
    func gutters() -> [Rect] {
        guard let left = level.map(\.from).min(), let right = level.map(\.to).max() else { return [] }
        var stacks: [[Line]] = []
        for line in level.sorted(by: { $0.place < $1.place }) where line.to - line.from > 0.25 * (right - left) {
            let stack = stacks.firstIndex { abs($0[0].from - line.from) < 4 && abs($0[0].to - line.to) < 4 }
            if let stack { stacks[stack].append(line) } else { stacks.append([line]) }
        }
        stacks.removeAll { $0.count < 4 }
        var gutters: [Rect] = []
        for first in stacks.prefix(16) {
            for second in stacks.prefix(16) where second[0].from - first[0].to > 4 {
                let (low, high) = (first[0].to, second[0].from)
                guard let start = [first, second].map({ $0[0].place }).min(), let end = [first, second].compactMap(\.last?.place).max(),
                    second[0].place < first[first.count - 1].place, first[0].place < second[second.count - 1].place
                else { continue }
                let spacings = zip(first, first.dropFirst()).map { $1.place - $0.place }.sorted()
                let row = spacings[spacings.count / 2]
                // A head, and perhaps a title, stand above the first line.
                let above = level.last { $0.from < high && $0.to > low && $0.place < start }?.place ?? -.infinity
                guard !level.contains(where: { $0.from < high && $0.to > low && $0.place >= start && $0.place <= end }) else { continue }
                gutters.append(Rect(minX: low, minY: max(above, start - 2.5 * row), maxX: high, maxY: end + row))
            }
        }
        return gutters.sorted { ($0.minY, $0.minX) < ($1.minY, $1.minX) }
    }

    /// The heights of lines that go over most of a box.
    func rows(in box: Rect) -> [Double] {
        Self.places(
            level.filter {
                $0.place > box.minY - 2 && $0.place < box.maxY + 2 && min($0.to, box.maxX) - max($0.from, box.minX) > 0.6 * box.width
            })
    }

    /// The positions of lines that go over most of a box from top to bottom.
    func columns(in box: Rect) -> [Double] {
        // A line may be drawn cell by cell, with a head over several columns left out.
        let inside = upright.filter { $0.place > box.minX - 2 && $0.place < box.maxX + 2 && $0.to > box.minY && $0.from < box.maxY }
        return Self.places(inside).filter { place in
            let covered = inside.filter { abs($0.place - place) < 2 }.reduce(0.0) { $0 + min($1.to, box.maxY) - max($1.from, box.minY) }
            return covered > 0.5 * box.height
        }
    }

    /// A grid without the rows at its top and bottom through which no line between columns goes: a title or notes in the table's frame.
    func trimmed(_ box: Rect) -> Rect {
        let lines = rows(in: box)
        let inner = upright.filter { $0.place > box.minX + 4 && $0.place < box.maxX - 4 }
        func isDivided(_ top: Double, _ bottom: Double) -> Bool {
            inner.contains { min($0.to, bottom) - max($0.from, top) > 0.6 * (bottom - top) }
        }
        var bands = Array(zip(lines, lines.dropFirst()))
        while let first = bands.first, !isDivided(first.0, first.1) { bands.removeFirst() }
        while let last = bands.last, !isDivided(last.0, last.1) { bands.removeLast() }
        guard let top = bands.first?.0, let bottom = bands.last?.1 else { return box }
        return Rect(minX: box.minX, minY: top, maxX: box.maxX, maxY: bottom)
    }

    private static func places(_ lines: [Line]) -> [Double] {
        lines.map(\.place).sorted().reduce(into: []) { places, place in
            if places.last.map({ place - $0 > 2 }) ?? true { places.append(place) }
        }
    }
}
