internal import ExtractionKit

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

extension Raster {
    /// Blurs by a Gaussian with a standard deviation in pixels, cut off at three of them, rows first and then columns. Beyond an edge its
    /// pixels go on.
    func blurred(sigma: Double, _ checkpoint: () throws -> Void) throws -> Raster {
        let kernel = Self.gaussian(sigma: sigma)
        let radius = kernel.count / 2
        var rows = [Float](repeating: 0, count: pixels.count)
        for row in 0..<height {
            try checkpoint()
            let start = row * width
            for column in 0..<width {
                var sum: Float = 0
                for tap in kernel.indices {
                    sum += kernel[tap] * Float(pixels[start + min(width - 1, max(0, column + tap - radius))])
                }
                rows[start + column] = sum
            }
        }
        var blurred = [UInt8](repeating: 0, count: pixels.count)
        var sums = [Float](repeating: 0, count: width)
        for row in 0..<height {
            try checkpoint()
            for column in 0..<width { sums[column] = 0 }
            for tap in kernel.indices {
                let start = min(height - 1, max(0, row + tap - radius)) * width
                let weight = kernel[tap]
                for column in 0..<width { sums[column] += weight * rows[start + column] }
            }
            for column in 0..<width { blurred[row * width + column] = UInt8(grey: sums[column]) }
        }
        return try replacingPixels(blurred)
    }

    private static func gaussian(sigma: Double) -> [Float] {
        let radius = max(1, Int((3 * sigma).rounded(.up)))
        let weights = (-radius...radius).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
        let sum = weights.reduce(0, +)
        return weights.map { Float($0 / sum) }
    }
}
