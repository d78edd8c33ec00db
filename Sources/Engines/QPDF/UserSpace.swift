internal import ExtractionKit

/// A PDF page's own coordinates: what a page in points from the top left of its upright image is in them.
struct UserSpace {
    /// From the kit's points to the page's coordinates.
    let fromPoints: PageTransform

    /// Creates the space of a page.
    ///
    /// - Parameters:
    ///   - box: The page's crop box, its `minY` at the bottom.
    ///   - rotation: How far the page is turned clockwise for display, in degrees.
    ///   - size: The size of the upright page in points, which a user unit may make another than the box's.
    init(box: Rect, rotation: Int, size: Size) {
        let turn = ((rotation % 360) + 360) % 360 / 90
        let sides = turn.isMultiple(of: 2) ? (box.width, box.height) : (box.height, box.width)
        let (x, y) = (size.width > 0 ? sides.0 / size.width : 1, size.height > 0 ? sides.1 / size.height : 1)
        let turned =
            switch turn {
            case 1: PageTransform(a: 0, b: 1, c: 1, d: 0, tx: box.minX, ty: box.minY)
            case 2: PageTransform(a: -1, b: 0, c: 0, d: 1, tx: box.maxX, ty: box.minY)
            case 3: PageTransform(a: 0, b: -1, c: -1, d: 0, tx: box.maxX, ty: box.maxY)
            default: PageTransform(a: 1, b: 0, c: 0, d: -1, tx: box.minX, ty: box.maxY)
            }
        fromPoints = PageTransform(a: x, b: 0, c: 0, d: y, tx: 0, ty: 0).followed(by: turned)
    }
}
