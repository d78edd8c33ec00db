internal import CPNG
internal import ExtractionKit

/// A PNG file (ISO/IEC 15948). libpng's simplified interface decodes it: it returns errors instead of jumping, and it reads every
/// depth, palette and interlacing.
struct PNGFile: ImageFile {
    private let bytes: [UInt8]
    private let frame: FrameHeader

    let frameCount = 1

    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        let reader = BinaryReader(bytes, isBigEndian: true)
        guard reader.reads("IHDR", at: 12) else { throw ExtractionError.corruptImage("PNG") }
        guard let width = reader.unsigned32(at: 16), let height = reader.unsigned32(at: 20) else {
            throw ExtractionError.truncatedImage()
        }
        var header = try FrameHeader(width: width, height: height)
        var exif = EXIFBlock()
        var position = 8
        var (isAnimated, hasPixels) = (false, false)
        // libpng stops at the last row it needs, so that a file cut short after it, or within, is found only by its chunks.
        while true {
            guard let length = reader.unsigned32(at: position), reader.contains(position + 8, count: length + 4) else {
                throw ExtractionError.truncatedImage()
            }
            let content = position + 8
            if reader.reads("IEND", at: position + 4) { break }
            if reader.reads("pHYs", at: position + 4), length == 9, reader.byte(at: content + 8) == 1,
                let x = reader.unsigned32(at: content), let y = reader.unsigned32(at: content + 4)
            {
                header.resolution = DeclaredResolution(x: Double(x) * 0.0254, y: Double(y) * 0.0254)
            }
            if reader.reads("acTL", at: position + 4) { isAnimated = true }
            if reader.reads("IDAT", at: position + 4) { hasPixels = true }
            // A frame that is announced before the pixels is the picture itself.
            if reader.reads("fcTL", at: position + 4), isAnimated, hasPixels { header.ignoredFrames += 1 }
            if reader.reads("eXIf", at: position + 4) { exif = EXIFBlock(bytes, range: content..<content + length) }
            position = content + length + 4
        }
        header.orientation = exif.orientation
        header.resolution = header.resolution ?? exif.resolution
        frame = header
    }

    func header(ofFrame index: Int) -> FrameHeader { frame }

    func decode(_ request: DecodeRequest) throws -> GreyImage {
        var image = png_image()
        image.version = UInt32(PNG_IMAGE_VERSION)
        defer { png_image_free(&image) }
        let samples = try bytes.withUnsafeBytes { source in
            guard png_image_begin_read_from_memory(&image, source.baseAddress, source.count) != 0 else {
                throw ExtractionError.corruptImage("PNG")
            }
            guard Int(image.width) == frame.width, Int(image.height) == frame.height else {
                throw ExtractionError.corruptImage("PNG")
            }
            // Without this, 16-bit samples count as linear light and come out too bright.
            image.flags |= UInt32(PNG_IMAGE_FLAG_16BIT_sRGB)
            let isColoured = image.format & PNG_FORMAT_FLAG_COLOR != 0
            let hasAlpha = image.format & PNG_FORMAT_FLAG_ALPHA != 0
            image.format = (isColoured ? PNG_FORMAT_FLAG_COLOR : 0) | (hasAlpha ? PNG_FORMAT_FLAG_ALPHA : 0)
            let kind: Samples.Kind = isColoured ? (hasAlpha ? .rgba : .rgb) : (hasAlpha ? .greyAlpha : .grey)
            let count = frame.width * frame.height * kind.rawValue
            let decoded = try [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
                guard png_image_finish_read(&image, nil, target.baseAddress, Int32(frame.width * kind.rawValue), nil) != 0 else {
                    throw ExtractionError.corruptImage("PNG")
                }
                initialized = count
            }
            return Samples(kind: kind, bytes: decoded)
        }
        let grey = try samples.grey(width: frame.width, height: frame.height)
        return GreyImage(width: frame.width, height: frame.height, pixels: grey)
    }
}
