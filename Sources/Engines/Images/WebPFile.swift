internal import CLeptonica
internal import ExtractionKit

/// A WebP file (RFC 9649). Leptonica hands the bytes to libwebp and the pixels back.
///
/// The page of an animation is its first frame, as large as the frame itself.
struct WebPFile: ImageFile {
    private let bytes: [UInt8]
    /// What libwebp is given: the file, or the chunks of an animation's first frame, which it reads without a container.
    private let picture: Range<Int>
    private let frame: FrameHeader

    let frameCount = 1

    init(_ bytes: [UInt8]) throws {
        Leptonica.silence()
        self.bytes = bytes
        let reader = BinaryReader(bytes)
        guard let size = reader.unsigned32(at: 4), reader.contains(8, count: size) else { throw ExtractionError.truncatedImage() }
        var exif = EXIFBlock()
        var position = 12
        var frames: [Range<Int>] = []
        while position + 8 <= 8 + size, let length = reader.unsigned32(at: position + 4) {
            guard reader.contains(position + 8, count: length) else { throw ExtractionError.truncatedImage() }
            // Place, size and duration take 16 bytes.
            if reader.reads("ANMF", at: position), length > 16 { frames.append(position + 24..<position + 8 + length) }
            if reader.reads("EXIF", at: position) { exif = EXIFBlock(bytes, range: position + 8..<position + 8 + length) }
            position += 8 + length + length % 2
        }
        picture = frames.first ?? bytes.indices
        var (width, height, samples): (l_int32, l_int32, l_int32) = (0, 0, 0)
        let failed = bytes[picture].withUnsafeBufferPointer { readHeaderMemWebP($0.baseAddress, $0.count, &width, &height, &samples) }
        guard failed == 0 else { throw ExtractionError.corruptImage("WebP") }
        var header = try FrameHeader(
            width: Int(width), height: Int(height), orientation: exif.orientation, resolution: exif.resolution)
        header.ignoredFrames = max(0, frames.count - 1)
        frame = header
    }

    func header(ofFrame index: Int) -> FrameHeader { frame }

    func decode(_ request: DecodeRequest) throws -> GreyImage {
        var pix = bytes[picture].withUnsafeBufferPointer { pixReadMemWebP($0.baseAddress, $0.count) }
        defer { pixDestroy(&pix) }
        guard let pix, Int(pixGetWidth(pix)) == frame.width, Int(pixGetHeight(pix)) == frame.height, pixGetDepth(pix) == 32,
            let words = pixGetData(pix)
        else { throw ExtractionError.corruptImage("WebP") }
        let hasAlpha = pixGetSpp(pix) == 4
        let count = frame.width * frame.height
        // Leptonica keeps a pixel in a word, red in the highest byte and alpha in the lowest, and rows of 32-bit pixels unpadded.
        let samples = [UInt8](unsafeUninitializedCapacity: count * 4) { target, initialized in
            for index in 0..<count {
                let word = words[index]
                target[index * 4] = UInt8(truncatingIfNeeded: word >> 24)
                target[index * 4 + 1] = UInt8(truncatingIfNeeded: word >> 16)
                target[index * 4 + 2] = UInt8(truncatingIfNeeded: word >> 8)
                target[index * 4 + 3] = hasAlpha ? UInt8(truncatingIfNeeded: word) : 255
            }
            initialized = count * 4
        }
        let grey = try Samples(kind: .rgba, bytes: samples).grey(width: frame.width, height: frame.height)
        return GreyImage(width: frame.width, height: frame.height, pixels: grey)
    }
}
