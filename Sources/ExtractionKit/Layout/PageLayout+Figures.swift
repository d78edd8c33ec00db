extension PageLayout {
    /// Finds the figures among the areas that images cover.
    ///
    /// Images that touch are one figure: programs cut large ones into strips. What is smaller than a two-hundredth of the page is a mark, what
    /// covers nearly all of it is the page itself or its background, and what has a text's worth of words on it is the ground of that text.
    /// Run it after ``findRoles(on:imageAreas:)``, which knows the captions.
    mutating func findFigures(on page: Page, imageAreas: [Rect]) {
        let area = page.size.width * page.size.height
        guard area > 0 else { return }
        let frame = Rect(x: 0, y: 0, width: page.size.width, height: page.size.height)
        let boxes = words.map(\.polygon.bounds)
        for figure in Self.joined(imageAreas.compactMap { $0.intersection(frame) }) {
            guard figure.area > area / 200, figure.area < 0.8 * area else { continue }
            let covered = boxes.filter { figure.contains(Point(x: $0.midX, y: $0.midY)) }.reduce(0) { $0 + $1.area }
            guard covered < 0.1 * figure.area else { continue }
            let caption = paragraphs.indices.filter { paragraphs[$0].role == .caption }
                .map { (index: $0, distance: paragraphs[$0].polygon.bounds.verticalDistance(to: figure)) }
                .filter { $0.distance < 36 }.min { $0.distance < $1.distance }
            figures.append(Figure(polygon: Polygon(figure), caption: caption?.index))
        }
    }

    /// More images than this are a pattern, not pictures.
    private static let imageLimit = 1_000

    /// The areas with those that touch each other made one, from top to bottom.
    private static func joined(_ areas: [Rect]) -> [Rect] {
        guard areas.count <= imageLimit else { return [] }
        var joined: [Rect] = []
        for area in areas {
            var area = area
            while let other = joined.firstIndex(where: { $0.insetBy(-1).intersection(area) != nil }) {
                area = area.union(joined.remove(at: other))
            }
            joined.append(area)
        }
        return joined.sorted { ($0.minY, $0.minX) < ($1.minY, $1.minX) }
    }
}

extension Rect {
    fileprivate func insetBy(_ margin: Double) -> Rect {
        Rect(minX: minX + margin, minY: minY + margin, maxX: maxX - margin, maxY: maxY - margin)
    }

    /// How much height lies between two rectangles above each other; infinite if they aren't.
    fileprivate func verticalDistance(to other: Rect) -> Double {
        horizontalOverlap(with: other) > 0 ? max(0, max(minY - other.maxY, other.minY - maxY)) : .infinity
    }
}
