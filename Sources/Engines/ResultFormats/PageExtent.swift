internal import ExtractionKit

/// The size of a page in the unit that a file uses.
public struct PageExtent: Hashable, Sendable {
    /// The width in units, above 0.
    public var width: Double
    /// The height in units, above 0.
    public var height: Double
    /// The unit.
    public var unit: Unit

    /// Creates an extent.
    public init(width: Double, height: Double, unit: Unit) {
        self.width = width
        self.height = height
        self.unit = unit
    }

    /// A unit of length.
    public enum Unit: Hashable, Sendable {
        /// 1/72 inch.
        case point
        /// 25.4 mm.
        case inch
        /// A tenth of a millimetre: ALTO's `mm10`.
        case tenthOfMillimetre
        /// 1/1200 inch: ALTO's `inch1200`.
        case twelveHundredthOfInch
        /// A dot of the image that was read, at the resolution in dots per inch that the file gives, if any.
        case pixel(dpi: Double?)
        /// A share of the page: only proportions count.
        case relative
    }

    /// By what coordinates are multiplied to be points.
    func scale(toPage size: Size?, dpi: Double?) -> (x: Double, y: Double) {
        switch unit {
        case .point: return (1, 1)
        case .inch: return (72, 72)
        case .tenthOfMillimetre: return (72 / 254, 72 / 254)
        case .twelveHundredthOfInch: return (72 / 1_200, 72 / 1_200)
        case .pixel(let recorded):
            if let size { return (size.width / width, size.height / height) }
            let resolution = recorded ?? dpi ?? min(max((max(width, height) / (297 / 25.4)).rounded(), 72), 300)
            return (72 / resolution, 72 / resolution)
        case .relative:
            let size = size ?? Size(width: 595.28, height: 841.89)
            return (size.width / width, size.height / height)
        }
    }
}
