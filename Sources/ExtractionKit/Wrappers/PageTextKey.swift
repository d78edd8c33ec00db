#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Everything that decides what an engine reads in a page's image: two recognitions with equal keys give the same text.
public struct PageTextKey: Hashable, Sendable, Codable {
    /// The SHA-256 of the image's pixels, in hexadecimal digits.
    public var pixels: String
    /// Pixels in a row.
    public var width: Int
    /// Rows of pixels.
    public var height: Int
    /// The image's resolution, in dots per inch.
    public var dpi: Double
    /// Where its pixels stand on the page.
    public var toPage: PageTransform
    /// The size of the page, in points.
    public var pageSize: Size
    /// The engine, with its version and a digest of its settings.
    public var engine: PluginIdentity

    /// The key of what an engine makes of a request.
    public init(_ request: OCRRequest, engine: PluginIdentity) {
        let raster = request.raster
        pixels = ContentDigest.hexadecimal(raster.pixels)
        width = raster.width
        height = raster.height
        dpi = raster.dpi
        toPage = raster.toPage
        pageSize = request.page.size
        self.engine = engine
    }

    /// A name for the key that a store can use for a file or a row: the SHA-256 of the key as JSON with sorted keys.
    ///
    /// - Throws: `EncodingError` for a key whose numbers aren't finite.
    public func digest() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try ContentDigest.hexadecimal(encoder.encode(self))
    }
}
