internal import ExtractionKit

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

extension Raster {
    /// Quantises the discrete cosine transform of each block of 8 by 8 pixels, as baseline JPEG does before it packs them (ITU-T T.81, A.3),
    /// with the luminance table of its annex K.1 and libjpeg's scale of quality. Blocks over the edge repeat the last pixels.
    func blockQuantised(quality: Int, _ checkpoint: () throws -> Void) throws -> Raster {
        let steps = Self.steps(quality: quality)
        let basis = Self.cosines
        var quantised = pixels
        var block = [Float](repeating: 0, count: 64)
        var scratch = [Float](repeating: 0, count: 64)
        for top in stride(from: 0, to: height, by: 8) {
            try checkpoint()
            for left in stride(from: 0, to: width, by: 8) {
                for y in 0..<8 {
                    let start = min(height - 1, top + y) * width
                    for x in 0..<8 { block[y * 8 + x] = Float(pixels[start + min(width - 1, left + x)]) - 128 }
                }
                Self.transform(&block, &scratch, basis, isInverse: false)
                for index in 0..<64 { block[index] = (block[index] / steps[index]).rounded() * steps[index] }
                Self.transform(&block, &scratch, basis, isInverse: true)
                for y in 0..<min(8, height - top) {
                    for x in 0..<min(8, width - left) {
                        quantised[(top + y) * width + left + x] = UInt8(grey: block[y * 8 + x] + 128)
                    }
                }
            }
        }
        return try replacingPixels(quantised)
    }

    /// The transform of the columns, then of the rows: `B·x·Bᵀ`, or back `Bᵀ·x·B`.
    private static func transform(_ block: inout [Float], _ scratch: inout [Float], _ basis: [Float], isInverse: Bool) {
        for row in 0..<8 {
            for column in 0..<8 {
                var sum: Float = 0
                for k in 0..<8 { sum += basis[isInverse ? k * 8 + row : row * 8 + k] * block[k * 8 + column] }
                scratch[row * 8 + column] = sum
            }
        }
        for row in 0..<8 {
            for column in 0..<8 {
                var sum: Float = 0
                for k in 0..<8 { sum += scratch[row * 8 + k] * basis[isInverse ? k * 8 + column : column * 8 + k] }
                block[row * 8 + column] = sum
            }
        }
    }

    /// The orthonormal basis: row u, column x is `C(u)/2 · cos((2x + 1)uπ/16)`.
    private static let cosines: [Float] = (0..<64).map { index in
        let u = index / 8, x = index % 8
        return Float((u == 0 ? 0.5.squareRoot() : 1) / 2 * cos(Double((2 * x + 1) * u) * .pi / 16))
    }

    private static func steps(quality: Int) -> [Float] {
        let scale = quality < 50 ? 5_000 / quality : 200 - 2 * quality
        return luminance.map { Float(min(255, max(1, ($0 * scale + 50) / 100))) }
    }

    private static let luminance = [
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100,
        103, 99,
    ]
}
