/// A page of a document, before anybody has read it.
public struct Page: Hashable, Sendable, Codable {
    /// The page's number, from 1.
    public var number: Int
    /// The size of the upright page, in points. For an image: its pixels at its resolution.
    public var size: Size
    /// How far the file turns the page clockwise to stand upright, in degrees: 0, 90, 180 or 270. Sizes and coordinates are
    /// already upright; this is kept for the record, and some loaders can only tell 90 (the page lies on its side) from 0.
    public var rotation: Int
    /// The resolution of a page that is one image, in dots per inch; `nil` for a page that is drawn.
    public var imageDPI: Double?
    /// What a person should know of the page as the file holds it, such as frames that aren't pages and are left out.
    public var warnings: [Warning]

    /// Creates a page.
    public init(number: Int, size: Size, rotation: Int = 0, imageDPI: Double? = nil, warnings: [Warning] = []) {
        self.number = number
        self.size = size
        self.rotation = rotation
        self.imageDPI = imageDPI
        self.warnings = warnings
    }

    /// The page's area as a rectangle at the origin.
    public var bounds: Rect { Rect(x: 0, y: 0, width: size.width, height: size.height) }
}
