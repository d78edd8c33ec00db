internal import CGIF
internal import ExtractionKit

/// Reads a GIF in memory with giflib, frame after frame, row after row: nothing is held but the row that is asked for.
///
/// Leptonica and giflib's own `DGifSlurp` decode every frame of an animation to get at the first.
struct GIFReader {
    /// What the file says of a frame, and where its colours are.
    struct Frame {
        var width: Int
        var height: Int
        var isInterlaced: Bool
        /// The index that stands for nothing.
        var transparent: Int?
    }

    /// What giflib reads from.
    private struct Source {
        let bytes: UnsafeBufferPointer<UInt8>
        var position = 0
        var isExhausted = false

        mutating func read(_ target: UnsafeMutablePointer<GifByteType>, _ count: Int) -> Int {
            let length = max(0, min(count, bytes.count - position))
            isExhausted = isExhausted || length < count
            if length > 0, let base = bytes.baseAddress { target.update(from: base + position, count: length) }
            position += length
            return length
        }
    }

    private let file: UnsafeMutablePointer<GifFileType>
    private let source: UnsafeMutablePointer<Source>

    /// Opens the file for the time of the closure, which must not keep the reader.
    static func reading<R>(_ bytes: [UInt8], _ body: (GIFReader) throws -> R) throws -> R {
        try bytes.withUnsafeBufferPointer { bytes in
            var source = Source(bytes: bytes)
            return try withUnsafeMutablePointer(to: &source) { source in
                let file = DGifOpen(
                    source,
                    { file, target, count in
                        guard let target, let source = file?.pointee.UserData?.assumingMemoryBound(to: Source.self) else { return 0 }
                        return Int32(source.pointee.read(target, Int(count)))
                    }, nil)
                guard let file else {
                    throw source.pointee.isExhausted ? ExtractionError.truncatedImage() : ExtractionError.corruptImage("GIF")
                }
                defer { DGifCloseFile(file, nil) }
                return try body(GIFReader(file: file, source: source))
            }
        }
    }

    /// Goes on to the next frame, whose rows can then be read or skipped; `nil` at the end of the file.
    func nextFrame() throws -> Frame? {
        var transparent: Int?
        while true {
            var record = UNDEFINED_RECORD_TYPE
            try check(DGifGetRecordType(file, &record))
            switch record {
            case EXTENSION_RECORD_TYPE: try readExtension(&transparent)
            case IMAGE_DESC_RECORD_TYPE:
                // Unlike DGifGetImageDesc, this keeps no list of all frames.
                try check(DGifGetImageHeader(file))
                let image = file.pointee.Image
                return Frame(
                    width: Int(image.Width), height: Int(image.Height), isInterlaced: image.Interlace, transparent: transparent)
            default: return nil
            }
        }
    }

    private func readExtension(_ transparent: inout Int?) throws {
        var code: Int32 = 0
        var block: UnsafeMutablePointer<GifByteType>?
        try check(DGifGetExtension(file, &code, &block))
        while let content = block {
            var control = GraphicsControlBlock()
            // A block begins with its length.
            if code == GRAPHICS_EXT_FUNC_CODE, DGifExtensionToGCB(Int(content[0]), content + 1, &control) == GIF_OK {
                transparent = control.TransparentColor == NO_TRANSPARENT_COLOR ? nil : Int(control.TransparentColor)
            }
            try check(DGifGetExtensionNext(file, &block))
        }
    }

    /// Passes over the frame's pixels without decoding them.
    func skipPixels() throws {
        var size: Int32 = 0
        var block: UnsafeMutablePointer<GifByteType>?
        try check(DGifGetCode(file, &size, &block))
        while block != nil { try check(DGifGetCodeNext(file, &block)) }
    }

    /// Decodes the next row of the file, one index a pixel.
    func readRow(_ row: inout [UInt8]) throws {
        let count = Int32(clamping: row.count)
        try check(row.withUnsafeMutableBufferPointer { DGifGetLine(file, $0.baseAddress, count) })
    }

    /// The frame's colours as grey, by index; empty where neither the frame nor the file has any.
    var shades: [UInt8] {
        guard let map = (file.pointee.Image.ColorMap ?? file.pointee.SColorMap)?.pointee, let colours = map.Colors else { return [] }
        return (0..<Int(map.ColorCount)).map { Samples.luma(colours[$0].Red, colours[$0].Green, colours[$0].Blue) }
    }

    private func check(_ outcome: Int32) throws {
        guard outcome != GIF_OK else { return }
        let endsEarly = source.pointee.isExhausted || file.pointee.Error == D_GIF_ERR_EOF_TOO_SOON
        throw endsEarly ? ExtractionError.truncatedImage() : ExtractionError.corruptImage("GIF")
    }
}
