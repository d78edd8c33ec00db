internal import ExtractionKit

/// Pixels as the file stores them, reduced to 8-bit grey; 0 is black.
struct GreyImage: Sendable {
    var width: Int
    var height: Int
    var pixels: [UInt8]

    /// How many pixels of the stored image one of these stands for along a side; above 1 where a huge image was scaled down.
    var reduction = 1
}

/// Interleaved 8-bit samples, before they become grey.
struct Samples {
    enum Kind: Int {
        case grey = 1
        case greyAlpha = 2
        case rgb = 3
        case rgba = 4
    }

    var kind: Kind
    /// Whether the colours are multiplied by their alpha already.
    var isPremultiplied = false
    var bytes: [UInt8]

    /// The samples as grey on white paper.
    ///
    /// Where nothing can be seen on white because the ink is white, or nearly, and alpha alone gives it its shape, the samples are
    /// laid on black and inverted: white letters on nothing become black letters on white.
    func grey(width: Int, height: Int) throws -> [UInt8] {
        let count = width * height
        guard bytes.count == count * kind.rawValue else {
            throw ExtractionError(.corrupt, "The image's pixels don't fill its size; export it again.")
        }
        switch kind {
        case .grey: return bytes
        case .rgb:
            return convert(count) { source, index in Self.luma(source[index * 3], source[index * 3 + 1], source[index * 3 + 2]) }
        case .greyAlpha, .rgba:
            let onWhite = composite(count, paper: 255)
            guard isTransparent else { return onWhite }
            let seen = try Self.ink(onWhite, width: width, height: height)
            guard seen < 0.0001 else { return onWhite }
            let onBlack = composite(count, paper: 0).map { 255 - $0 }
            return try Self.ink(onBlack, width: width, height: height) > seen ? onBlack : onWhite
        }
    }

    private static func ink(_ pixels: [UInt8], width: Int, height: Int) throws -> Double {
        try Raster(width: width, height: height, pixels: pixels, dpi: 72).inkCoverage
    }

    private var isTransparent: Bool {
        let channels = kind.rawValue
        return bytes.withUnsafeBufferPointer { source in
            stride(from: channels - 1, to: source.count, by: channels).contains { source[$0] < 255 }
        }
    }

    private func composite(_ count: Int, paper: Int) -> [UInt8] {
        let isGrey = kind == .greyAlpha
        let isPremultiplied = isPremultiplied
        return convert(count) { source, index in
            let start = isGrey ? index * 2 : index * 4
            let value = isGrey ? Int(source[start]) : Int(Self.luma(source[start], source[start + 1], source[start + 2]))
            let alpha = Int(source[isGrey ? start + 1 : start + 3])
            let ink = isPremultiplied ? value * 255 : value * alpha
            return UInt8(min(255, (ink + paper * (255 - alpha) + 127) / 255))
        }
    }

    private func convert(_ count: Int, _ pixel: (UnsafeBufferPointer<UInt8>, Int) -> UInt8) -> [UInt8] {
        bytes.withUnsafeBufferPointer { source in
            [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
                for index in 0..<count { target[index] = pixel(source, index) }
                initialized = count
            }
        }
    }

    /// The luma of ITU-R BT.601, as JPEG has it.
    @inline(__always)
    static func luma(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
        let sum: Int = Int(red) * 19_595 + Int(green) * 38_470 + Int(blue) * 7_471
        return UInt8(truncatingIfNeeded: (sum + 32_768) >> 16)
    }
}
