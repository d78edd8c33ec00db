internal import ExtractionKit

/// A Windows bitmap, read here: Leptonica has no run lengths and no headers older or newer than version 3, and Debian has no other
/// library of BMP alone.
///
/// Reads 1, 4, 8, 16, 24 and 32 bits a pixel, both run-length codings, bit masks, both directions of rows.
struct BMPFile: ImageFile {
    private enum Compression: Int {
        case none = 0
        case runs8 = 1
        case runs4 = 2
        case masks = 3
        case masksWithAlpha = 6
    }

    private let reader: BinaryReader
    private let frame: FrameHeader
    private let isTopDown: Bool
    private let depth: Int
    private let compression: Compression
    private let palette: [UInt8]
    private let masks: [BitMask]
    private let start: Int

    let frameCount = 1

    init(_ bytes: [UInt8]) throws {
        reader = BinaryReader(bytes)
        guard let start = reader.unsigned32(at: 10), let headerSize = reader.unsigned32(at: 14) else {
            throw ExtractionError.truncatedImage()
        }
        let isOld = headerSize == 12
        guard isOld || (40...124).contains(headerSize) else { throw ExtractionError.corruptImage("BMP") }
        guard reader.contains(14, count: headerSize) else { throw ExtractionError.truncatedImage() }
        let width = (isOld ? reader.unsigned16(at: 18) : reader.signed32(at: 18)) ?? 0
        let height = (isOld ? reader.unsigned16(at: 20) : reader.signed32(at: 22)) ?? 0
        isTopDown = height < 0
        var header = try FrameHeader(width: width, height: abs(height))
        depth = reader.unsigned16(at: isOld ? 24 : 28) ?? 0
        let code = isOld ? 0 : reader.unsigned32(at: 30) ?? 0
        guard let compression = Compression(rawValue: code), headerSize != 64 || code < 3 else {
            throw ExtractionError.unsupportedImage("A BMP of compression \(code)")
        }
        self.compression = compression
        self.start = start
        if !isOld, let x = reader.signed32(at: 38), let y = reader.signed32(at: 42) {
            header.resolution = DeclaredResolution(x: Double(x) * 0.0254, y: Double(y) * 0.0254)
        }
        frame = header
        switch (depth, compression) {
        case (1, .none), (4, .none), (4, .runs4), (8, .none), (8, .runs8):
            masks = []
            palette = try Self.palette(reader, depth: depth, headerSize: headerSize)
        case (16, .none), (32, .none), (16, .masks), (32, .masks), (16, .masksWithAlpha), (32, .masksWithAlpha):
            palette = []
            masks = try Self.masks(reader, depth: depth, compression: compression, headerSize: headerSize)
        case (24, .none): (palette, masks) = ([], [])
        default: throw ExtractionError.unsupportedImage("A BMP of \(depth) bits a pixel and compression \(code)")
        }
    }

    func header(ofFrame index: Int) -> FrameHeader { frame }

    func decode(_ request: DecodeRequest) throws -> GreyImage {
        let (width, height) = (frame.width, frame.height)
        let grey: [UInt8]
        switch compression {
        case .runs4, .runs8:
            grey = try BMPRuns.decode(reader, from: start, width: width, height: height, isNibbles: compression == .runs4)
                .map { try shade(Int($0)) }
        case .none, .masks, .masksWithAlpha:
            let stride = (width * depth + 31) / 32 * 4
            guard reader.contains(start, count: stride * height) else { throw ExtractionError.truncatedImage() }
            grey = masks.isEmpty ? try plain(stride: stride) : try masked(stride: stride)
        }
        return GreyImage(width: width, height: height, pixels: isTopDown ? grey : flipped(grey))
    }

    private func flipped(_ pixels: [UInt8]) -> [UInt8] {
        Orientation.flipped.upright(GreyImage(width: frame.width, height: frame.height, pixels: pixels)).pixels
    }

    private func shade(_ index: Int) throws -> UInt8 {
        guard index < palette.count else { throw ExtractionError.corruptImage("BMP") }
        return palette[index]
    }

    private func plain(stride: Int) throws -> [UInt8] {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(frame.width * frame.height)
        for y in 0..<frame.height {
            let row = start + y * stride
            for x in 0..<frame.width {
                if depth == 24 {
                    let place = row + x * 3
                    pixels.append(Samples.luma(reader.bytes[place + 2], reader.bytes[place + 1], reader.bytes[place]))
                } else {
                    let bit = x * depth
                    let byte = Int(reader.bytes[row + bit / 8])
                    pixels.append(try shade(byte >> (8 - depth - bit % 8) & (1 << depth - 1)))
                }
            }
        }
        return pixels
    }

    private func masked(stride: Int) throws -> [UInt8] {
        var samples: [UInt8] = []
        samples.reserveCapacity(frame.width * frame.height * 4)
        var hasAlpha = false
        for y in 0..<frame.height {
            for x in 0..<frame.width {
                let value = reader.unsigned(at: start + y * stride + x * depth / 8, size: depth / 8) ?? 0
                for mask in masks { samples.append(mask.sample(of: value)) }
                hasAlpha = hasAlpha || samples[samples.count - 1] > 0
            }
        }
        // Writers that know no alpha leave it 0 everywhere; nobody means an invisible picture.
        if !hasAlpha {
            for index in Swift.stride(from: 3, to: samples.count, by: 4) { samples[index] = 255 }
        }
        return try Samples(kind: .rgba, bytes: samples).grey(width: frame.width, height: frame.height)
    }

    private static func palette(_ reader: BinaryReader, depth: Int, headerSize: Int) throws -> [UInt8] {
        let isOld = headerSize == 12
        let used = isOld ? 0 : reader.unsigned32(at: 46) ?? 0
        let count = used == 0 ? 1 << depth : min(used, 1 << depth)
        return try (0..<count).map { index in
            let place = 14 + headerSize + index * (isOld ? 3 : 4)
            guard reader.contains(place, count: 3) else { throw ExtractionError.truncatedImage() }
            return Samples.luma(reader.bytes[place + 2], reader.bytes[place + 1], reader.bytes[place])
        }
    }

    /// The masks of red, green, blue and alpha.
    private static func masks(
        _ reader: BinaryReader, depth: Int, compression: Compression, headerSize: Int
    ) throws -> [BitMask] {
        guard compression != .none else {
            let bits: [UInt64] = depth == 16 ? [0x7C00, 0x03E0, 0x001F, 0] : [0xFF0000, 0x00FF00, 0x0000FF, 0]
            return bits.map(BitMask.init)
        }
        // They follow the header of version 3 and are part of every later one.
        let hasAlpha = compression == .masksWithAlpha || headerSize >= 56
        return try (0..<4).map { channel in
            guard channel < 3 || hasAlpha else { return BitMask(0) }
            guard let bits = reader.unsigned(at: 54 + channel * 4, size: 4) else { throw ExtractionError.truncatedImage() }
            return BitMask(bits)
        }
    }
}

/// The bits of a pixel that hold one of its samples.
private struct BitMask: Sendable {
    private let bits: UInt64
    private let shift: Int
    private let largest: UInt64

    init(_ bits: UInt64) {
        self.bits = bits
        shift = bits == 0 ? 0 : bits.trailingZeroBitCount
        largest = bits >> UInt64(shift)
    }

    func sample(of pixel: UInt64) -> UInt8 {
        largest == 0 ? 0 : UInt8(min(255, ((pixel & bits) >> UInt64(shift)) * 255 / largest))
    }
}
