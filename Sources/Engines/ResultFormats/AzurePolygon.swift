internal import ExtractionKit

/// A place on a page, in the page's unit: numbers `[x1, y1, x2, y2, …]`, or points with `x` and `y` as the libraries for clients write them.
struct AzurePolygon: Decodable {
    private var corners: [Point]

    private struct Corner: Decodable {
        var x: Double
        var y: Double
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let numbers = try? container.decode([Double].self) {
            guard numbers.count.isMultiple(of: 2) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "an odd number of coordinates")
            }
            corners = stride(from: 0, to: numbers.count, by: 2).map { Point(x: numbers[$0], y: numbers[$0 + 1]) }
        } else {
            corners = try container.decode([Corner].self).map { Point(x: $0.x, y: $0.y) }
        }
    }

    /// The polygon; of more than four corners the upright box around them. `nil` for a place without corners, as in files of office
    /// programs.
    func checked() throws -> Polygon? {
        for corner in corners { _ = try (RecordedNumbers.coordinate(corner.x), RecordedNumbers.coordinate(corner.y)) }
        if corners.count == 4 {
            return Polygon(topLeft: corners[0], topRight: corners[1], bottomRight: corners[2], bottomLeft: corners[3])
        }
        return corners.lazy.map { Rect(minX: $0.x, minY: $0.y, maxX: $0.x, maxY: $0.y) }.union().map(Polygon.init)
    }
}
