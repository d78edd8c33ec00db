/// The perspective map from the unit square to a quadrilateral (Heckbert 1989, "Fundamentals of texture mapping", section 2.2.3).
struct PlaneMap {
    private let a, b, c, d, e, f, g, h: Double

    init(to box: LineBox) {
        let (p0, p1, p2, p3) = (box.topLeft, box.topRight, box.bottomRight, box.bottomLeft)
        let dx1 = p1.x - p2.x, dx2 = p3.x - p2.x, dx3 = p0.x - p1.x + p2.x - p3.x
        let dy1 = p1.y - p2.y, dy2 = p3.y - p2.y, dy3 = p0.y - p1.y + p2.y - p3.y
        let determinant = dx1 * dy2 - dx2 * dy1
        if determinant == 0 || (dx3 == 0 && dy3 == 0) {
            (g, h) = (0, 0)
        } else {
            g = (dx3 * dy2 - dx2 * dy3) / determinant
            h = (dx1 * dy3 - dx3 * dy1) / determinant
        }
        a = p1.x - p0.x + g * p1.x
        b = p3.x - p0.x + h * p3.x
        c = p0.x
        d = p1.y - p0.y + g * p1.y
        e = p3.y - p0.y + h * p3.y
        f = p0.y
    }

    func callAsFunction(_ u: Double, _ v: Double) -> PixelPoint {
        let w = 1 / (g * u + h * v + 1)
        return PixelPoint(x: (a * u + b * v + c) * w, y: (d * u + e * v + f) * w)
    }
}
