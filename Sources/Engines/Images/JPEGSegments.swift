internal import ExtractionKit

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// What the segments of a JPEG file say, from the first marker to the end of the image, which must be there.
struct JPEGSegments {
    private(set) var width = 0
    private(set) var height = 0
    private(set) var componentCount = 0
    private(set) var isProgressive = false
    private(set) var resolution: DeclaredResolution?
    private(set) var exif = EXIFBlock()

    init(_ bytes: [UInt8]) throws {
        let reader = BinaryReader(bytes, isBigEndian: true)
        var position = 2
        var hasScan = false
        while let (marker, next) = Self.marker(in: bytes, from: position) {
            position = next
            switch marker {
            case 0xD9:
                guard componentCount > 0, hasScan else { throw ExtractionError.corruptImage("JPEG") }
                return
            case 0x01, 0xD0...0xD8: continue
            default: break
            }
            guard let length = reader.unsigned16(at: position) else { break }
            guard length >= 2 else { throw ExtractionError.corruptImage("JPEG") }
            guard reader.contains(position, count: length) else { break }
            try read(marker, reader, content: position + 2..<position + length)
            hasScan = hasScan || marker == 0xDA
            position += length
        }
        throw ExtractionError.truncatedImage()
    }

    private mutating func read(_ marker: UInt8, _ reader: BinaryReader, content: Range<Int>) throws {
        let start = content.lowerBound
        switch marker {
        case 0xC0, 0xC1, 0xC2, 0xC9, 0xCA:
            guard componentCount == 0 else { throw ExtractionError.corruptImage("JPEG") }
            guard let depth = reader.byte(at: start), let rows = reader.unsigned16(at: start + 1),
                let columns = reader.unsigned16(at: start + 3), let components = reader.byte(at: start + 5)
            else { throw ExtractionError.corruptImage("JPEG") }
            guard depth == 8 else { throw ExtractionError.unsupportedImage("A JPEG of \(depth) bits a sample") }
            guard rows > 0 else { throw ExtractionError.unsupportedImage("A JPEG that says its height only at its end") }
            guard [1, 3, 4].contains(components) else { throw ExtractionError.unsupportedImage("A JPEG of \(components) components") }
            (width, height, componentCount) = (columns, rows, components)
            isProgressive = marker == 0xC2 || marker == 0xCA
        case 0xC3, 0xC5...0xC7, 0xCB, 0xCD...0xCF:
            throw ExtractionError.unsupportedImage("A lossless or hierarchical JPEG")
        case 0xE0 where reader.reads("JFIF\0", at: start) && content.count >= 12:
            guard let unit = reader.byte(at: start + 7), let x = reader.unsigned16(at: start + 8),
                let y = reader.unsigned16(at: start + 10), unit == 1 || unit == 2
            else { return }
            let scale = unit == 2 ? 2.54 : 1
            resolution = DeclaredResolution(x: Double(x) * scale, y: Double(y) * scale)
        case 0xE1 where reader.reads("Exif\0\0", at: start): exif = EXIFBlock(reader.bytes, range: content)
        default: return
        }
    }

    /// The next marker and what follows it. Compressed data has no markers but stuffed zeros; stray bytes between segments are
    /// passed over, as libjpeg does.
    private static func marker(in bytes: [UInt8], from start: Int) -> (marker: UInt8, next: Int)? {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return nil }
            var position = start
            while position < buffer.count, let found = memchr(base + position, 0xFF, buffer.count - position) {
                position = UnsafeRawPointer(found) - base + 1
                guard position < buffer.count else { return nil }
                let marker = buffer[position]
                if marker == 0xFF { continue }
                position += 1
                if marker != 0, !(0xD0...0xD7).contains(marker) { return (marker, position) }
            }
            return nil
        }
    }
}
