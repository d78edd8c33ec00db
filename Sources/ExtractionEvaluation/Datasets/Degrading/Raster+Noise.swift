internal import ExtractionKit

extension Raster {
    /// Adds to each pixel the sum of four uniform random numbers, which is near to Gaussian and needs no logarithm that differs between
    /// machines. No pixel moves by more than 3.5 deviations.
    func grained(deviation: Double, using generator: inout SeededGenerator, _ checkpoint: () throws -> Void) throws -> Raster {
        // Four numbers from 0 to 1 have the mean 2 and the variance 4/12.
        let scale = Float(deviation * 3.0.squareRoot() / 65_536)
        var grained = pixels
        for row in 0..<height {
            try checkpoint()
            for index in (row * width)..<(row * width + width) {
                let bits = generator.next()
                let sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + bits >> 48
                grained[index] = UInt8(grey: Float(grained[index]) + (Float(sum) - 2 * 65_535) * scale)
            }
        }
        return try replacingPixels(grained)
    }

    /// Darkens the page away from a corner: 0 top left, 1 top right, 2 bottom left, 3 bottom right.
    func litUnevenly(darkest: Double, corner: Int, _ checkpoint: () throws -> Void) throws -> Raster {
        var lit = pixels
        for row in 0..<height {
            try checkpoint()
            let y = (Float(row) + 0.5) / Float(height)
            let down = corner & 2 == 0 ? y : 1 - y
            for column in 0..<width {
                let x = (Float(column) + 0.5) / Float(width)
                let across = corner & 1 == 0 ? x : 1 - x
                let light = 1 - (1 - Float(darkest)) * (across * across + down * down) / 2
                lit[row * width + column] = UInt8(grey: Float(lit[row * width + column]) * light)
            }
        }
        return try replacingPixels(lit)
    }
}
