internal import Foundation

extension [LineBox] {
    /// Rows from top to bottom, each from left to right: boxes are on one row when their middles are closer than half of the smaller one's height.
    func inReadingOrder() -> [LineBox] {
        let sorted = self.sorted { $0.middle.y < $1.middle.y }
        var rows: [[LineBox]] = []
        for box in sorted {
            if let last = rows.last?.last, box.middle.y - last.middle.y < Swift.min(box.upright, last.upright) / 2 {
                rows[rows.count - 1].append(box)
            } else {
                rows.append([box])
            }
        }
        return rows.flatMap { row in row.sorted { $0.middle.x < $1.middle.x } }
    }
}

extension LineBox {
    /// How high the box stands on the page, whatever its reading direction.
    fileprivate var upright: Double {
        let ys = [topLeft.y, topRight.y, bottomRight.y, bottomLeft.y]
        return (ys.max() ?? 0) - (ys.min() ?? 0)
    }
}
