internal import ExtractionKit

/// A GIF file (GIF89a), read here, because the libraries decode every frame of an animation to get at the first.
///
/// The page is the first frame, as large as the frame itself. An animation's other frames show the same picture moving; they aren't pages.
struct GIFFile: ImageFile {
    private let frame: FrameHeader
    private let palette: [UInt8]
    private let transparent: Int?
    private let isInterlaced: Bool
    private let codeSize: Int
    private let data: [UInt8]

    let frameCount = 1

    init(_ bytes: [UInt8]) throws {
        let reader = BinaryReader(bytes)
        guard let flags = reader.byte(at: 10), reader.contains(0, count: 13) else { throw ExtractionError.truncatedImage() }
        var position = 13
        var colours = try Self.palette(flags, reader, &position)
        var transparent: Int?
        blocks: while true {
            switch reader.byte(at: position) {
            case 0x21:
                let content = try Self.subBlocks(reader, from: position + 2)
                if reader.byte(at: position + 1) == 0xF9, content.bytes.count >= 4 {
                    transparent = content.bytes[0] & 1 == 1 ? Int(content.bytes[3]) : nil
                }
                position = content.end
            case 0x2C: break blocks
            case 0x3B: throw ExtractionError(.noPages, "The GIF file has no picture; export it again.")
            case nil: throw ExtractionError.truncatedImage()
            default: throw ExtractionError.corruptImage("GIF")
            }
        }
        guard let width = reader.unsigned16(at: position + 5), let height = reader.unsigned16(at: position + 7),
            let flags = reader.byte(at: position + 9)
        else { throw ExtractionError.truncatedImage() }
        position += 10
        let own = try Self.palette(flags, reader, &position)
        if !own.isEmpty { colours = own }
        guard !colours.isEmpty else { throw ExtractionError.corruptImage("GIF") }
        guard let codeSize = reader.byte(at: position) else { throw ExtractionError.truncatedImage() }
        guard (1...11).contains(codeSize) else { throw ExtractionError.corruptImage("GIF") }
        frame = try FrameHeader(width: width, height: height)
        palette = colours
        self.transparent = transparent
        isInterlaced = flags & 0x40 != 0
        self.codeSize = codeSize
        data = try Self.subBlocks(reader, from: position + 1).bytes
    }

    func header(ofFrame index: Int) -> FrameHeader { frame }

    func decode(_ request: DecodeRequest) throws -> GreyImage {
        let (width, height) = (frame.width, frame.height)
        let indices = try GIFCodes.decode(data, codeSize: codeSize, count: width * height)
        var samples = [UInt8](repeating: 255, count: width * height * 4)
        var stored = 0
        for y in isInterlaced ? Self.interlacedRows(height) : Array(0..<height) {
            for x in 0..<width {
                let index = Int(indices[stored])
                stored += 1
                let target = (y * width + x) * 4
                if index == transparent {
                    samples[target + 3] = 0
                    continue
                }
                guard index * 3 + 2 < palette.count else { throw ExtractionError.corruptImage("GIF") }
                samples[target] = palette[index * 3]
                samples[target + 1] = palette[index * 3 + 1]
                samples[target + 2] = palette[index * 3 + 2]
            }
        }
        let grey = try Samples(kind: .rgba, bytes: samples).grey(width: width, height: height)
        return GreyImage(width: width, height: height, pixels: grey)
    }

    private static func interlacedRows(_ height: Int) -> [Int] {
        [(0, 8), (4, 8), (2, 4), (1, 2)].flatMap { start, step in Array(stride(from: start, to: height, by: step)) }
    }

    private static func palette(_ flags: Int, _ reader: BinaryReader, _ position: inout Int) throws -> [UInt8] {
        guard flags & 0x80 != 0 else { return [] }
        let count = 3 << (flags & 7 + 1)
        guard reader.contains(position, count: count) else { throw ExtractionError.truncatedImage() }
        defer { position += count }
        return Array(reader.bytes[position..<position + count])
    }

    private static func subBlocks(_ reader: BinaryReader, from start: Int) throws -> (bytes: [UInt8], end: Int) {
        var bytes: [UInt8] = []
        var position = start
        while let length = reader.byte(at: position), reader.contains(position + 1, count: length) {
            if length == 0 { return (bytes, position + 1) }
            bytes += reader.bytes[position + 1..<position + 1 + length]
            position += 1 + length
        }
        throw ExtractionError.truncatedImage()
    }
}
