extension SelectionMark {
    /// The boxes among the lines that a file draws: squares of four lines that end where they meet.
    ///
    /// One is ticked if a lone mark stands in it or strokes cross it. A square with other text is a cell or a frame and left out.
    static func marks(among rulings: [Ruling], words: [TextWord]) -> [SelectionMark] {
        let grid = RulingGrid(rulings)
        let tops = grid.level.filter { sides.contains($0.to - $0.from) }
        let uprights = grid.upright.filter { sides.contains($0.to - $0.from) }
        guard tops.count > 1, uprights.count > 1, tops.count + uprights.count <= limit else { return [] }
        var result: [SelectionMark] = []
        for top in tops {
            let side = top.to - top.from
            let hasBottom = tops.contains {
                abs($0.place - top.place - side) < 0.25 * side && abs($0.from - top.from) < 1.5 && abs($0.to - top.to) < 1.5
            }
            guard hasBottom, let left = uprights.first(where: { $0.begins(at: top.from, top.place) }),
                let right = uprights.first(where: { $0.begins(at: top.to, top.place) }), abs(left.to - right.to) < 1.5,
                abs(left.to - left.from - side) < 0.25 * side
            else { continue }
            let box = Rect(minX: top.from, minY: top.place, maxX: top.to, maxY: left.to)
            let inside = words.filter { box.contains($0.polygon.bounds.middle) }
            guard inside.allSatisfy({ ticks.contains($0.text) }) else { continue }
            let isCrossed = rulings.contains { box.contains($0.start) && box.contains($0.end) && $0.isSlanted }
            result.append(SelectionMark(polygon: Polygon(box), isSelected: !inside.isEmpty || isCrossed))
        }
        return result
    }

    /// Lengths of a box's sides, in points.
    static let sides = 6.0...20.0

    /// More short lines than this are hatching.
    private static let limit = 2_000

    private static let ticks: Set<String> = ["x", "X", "×", "✓", "✔", "✕", "✖", "✗", "✘", "■", "●", "•"]
}

extension RulingGrid.Line {
    /// Whether an upright line begins at a point, or nearly.
    fileprivate func begins(at x: Double, _ y: Double) -> Bool { abs(place - x) < 1.5 && abs(from - y) < 1.5 }
}

extension Ruling {
    fileprivate var isSlanted: Bool { abs(start.x - end.x) > 2 && abs(start.y - end.y) > 2 }
}

extension Rect {
    fileprivate var middle: Point { Point(x: midX, y: midY) }
}
