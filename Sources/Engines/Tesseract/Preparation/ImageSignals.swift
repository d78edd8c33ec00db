internal import ExtractionKit

/// What is measured of an image to decide how it is prepared.
struct ImageSignals: Hashable {
    /// How many marks can be letters.
    var glyphs = 0
    /// How high print usually is, in pixels: half of it is lower. Between the heights of capitals and of letters such as `x`, by what stands there.
    var glyphHeight: Double?
    /// How high the small print is: a quarter of all is lower.
    var smallGlyphHeight: Double?
    /// Whether the letters are lighter than what they stand on.
    var isLightOnDark = false

    init(glyphs: Int, glyphHeight: Double?, smallGlyphHeight: Double?, isLightOnDark: Bool = false) {
        self.glyphs = glyphs
        self.glyphHeight = glyphHeight
        self.smallGlyphHeight = smallGlyphHeight
        self.isLightOnDark = isLightOnDark
    }

    /// Measures an image.
    ///
    /// - Parameter checkpoint: Called between parts of the work; what it throws ends the work.
    init(_ raster: Raster, checkpoint: () throws -> Void = {}) throws {
        let histogram = Histogram(raster)
        let threshold = histogram.threshold
        var sizes = try GlyphSizes(in: raster, threshold: threshold, checkpoint: checkpoint)
        if histogram.share(upTo: threshold) > 0.5 {
            // Light on dark, or paper on a dark table: whichever has the letters.
            let light = try GlyphSizes(in: raster, threshold: threshold, isLight: true, checkpoint: checkpoint)
            isLightOnDark = light.heights.count > sizes.heights.count
            if isLightOnDark { sizes = light }
        }
        glyphs = sizes.heights.count
        glyphHeight = sizes.height(below: 0.5)
        smallGlyphHeight = sizes.height(below: 0.25)
    }
}

/// How often each grey level occurs.
private struct Histogram {
    private var counts = [Int](repeating: 0, count: 256)
    private let total: Int

    init(_ raster: Raster) {
        total = raster.pixels.count
        raster.pixels.withUnsafeBufferPointer { pixels in
            counts.withUnsafeMutableBufferPointer { counts in for pixel in pixels { counts[Int(pixel)] += 1 } }
        }
    }

    /// The level that parts ink from paper best: with the greatest variance between the two (Otsu, "A Threshold Selection Method from Gray-Level
    /// Histograms", 1979).
    var threshold: UInt8 {
        let sum = counts.indices.reduce(0.0) { $0 + Double($1) * Double(counts[$1]) }
        var below = 0.0, sumBelow = 0.0
        var best = (level: 127, variance: 0.0)
        for level in 0..<255 {
            below += Double(counts[level])
            sumBelow += Double(level) * Double(counts[level])
            let above = Double(total) - below
            guard below > 0, above > 0 else { continue }
            let difference = sumBelow / below - (sum - sumBelow) / above
            let variance = below * above * difference * difference
            if variance > best.variance { best = (level, variance) }
        }
        return UInt8(best.level)
    }

    func share(upTo level: UInt8) -> Double { Double(counts[...Int(level)].reduce(0, +)) / Double(total) }
}
