public import ExtractionKit

/// One thing that goes wrong when a page is scanned, faxed or photographed, done to its raster.
///
/// The same raster, degradation and seed give the same pixels. Lengths are in points, so that what is done to a page doesn't depend on the
/// resolution at which it was drawn; only noise is done to pixels.
public enum Degradation: Hashable, Sendable, Codable {
    /// The page lies askew: turned clockwise by degrees, from -45 to 45, onto a raster large enough for all of it. The area beside it has
    /// the grey of the page's edge.
    case skew(degrees: Double)
    /// Out of focus: a Gaussian blur with a standard deviation in points, above 0 and up to 20.
    case blur(sigma: Double)
    /// Grain: near Gaussian noise with a standard deviation in grey levels, above 0 and up to 128.
    case noise(deviation: Double)
    /// Too few dots per inch, at least 20. A raster that has no more is left as it is.
    case resolution(dpi: Double)
    /// Compressed too far: blocks of 8 by 8 pixels quantised as by JPEG, at a quality from 1 to 100 on libjpeg's scale.
    case blockQuantisation(quality: Int)
    /// Lit from one corner, which the seed picks: brightness falls off with the square of the distance, to this share of it in the opposite
    /// corner, from 0 to 1.
    case unevenLight(darkest: Double)

    /// Refuses parameters that aren't in the ranges above.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration`.
    public func validate() throws {
        let (isValid, range) =
            switch self {
            case .skew(let degrees): (abs(degrees) <= 45, "'degrees' must be from -45 to 45")
            case .blur(let sigma): (sigma > 0 && sigma <= 20, "'sigma' must be above 0 and up to 20 points")
            case .noise(let deviation): (deviation > 0 && deviation <= 128, "'deviation' must be above 0 and up to 128 grey levels")
            case .resolution(let dpi): (dpi >= 20 && dpi.isFinite, "'dpi' must be at least 20")
            case .blockQuantisation(let quality): ((1...100).contains(quality), "'quality' must be from 1 to 100")
            case .unevenLight(let darkest): (darkest >= 0 && darkest <= 1, "'darkest' must be from 0 to 1")
            }
        guard isValid else { throw ExtractionError(.invalidConfiguration, "A degradation can't be done: \(range).") }
    }

    /// The raster after it. Its `toPage` still maps pixels to where they stand on the page that was there before.
    ///
    /// - Parameters:
    ///   - raster: The raster before.
    ///   - generator: Where chance comes from.
    ///   - checkpoint: Called between parts of the work; what it throws ends the work.
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration`, and what the checkpoint throws.
    public func applied(
        to raster: Raster, using generator: inout SeededGenerator, checkpoint: () throws -> Void = {}
    ) throws -> Raster {
        try validate()
        return switch self {
        case .skew(let degrees): try raster.turned(degrees: degrees, checkpoint)
        case .blur(let sigma): try raster.blurred(sigma: sigma * raster.dpi / 72, checkpoint)
        case .noise(let deviation): try raster.grained(deviation: deviation, using: &generator, checkpoint)
        case .resolution(let dpi): try raster.reduced(toDPI: dpi, checkpoint)
        case .blockQuantisation(let quality): try raster.blockQuantised(quality: quality, checkpoint)
        case .unevenLight(let darkest): try raster.litUnevenly(darkest: darkest, corner: generator.next(below: 4), checkpoint)
        }
    }
}

extension Raster {
    /// A raster of the same size, resolution and place.
    func replacingPixels(_ pixels: [UInt8]) throws -> Raster {
        try Raster(width: width, height: height, pixels: pixels, dpi: dpi, toPage: toPage)
    }
}

extension UInt8 {
    /// The nearest grey level.
    init(grey value: Float) { self = UInt8(Swift.max(0, Swift.min(255, value.rounded()))) }
}
