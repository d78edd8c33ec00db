internal import ExtractionEngineSupport
internal import ExtractionKit

/// A GIF file (GIF89a).
///
/// The page is the first frame, as large as the frame itself. An animation's other frames show the same picture moving; they aren't
/// pages, and are counted without being decoded.
struct GIFFile: ImageFile {
    private let bytes: [UInt8]
    private let frame: FrameHeader

    let frameCount = 1

    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        frame = try GIFReader.reading(bytes) { reader in
            guard let first = try reader.nextFrame() else {
                throw ExtractionError(.noPages, "The GIF file has no picture; export it again.")
            }
            guard !reader.shades.isEmpty else { throw ExtractionError.corruptImage("GIF") }
            var header = try FrameHeader(width: first.width, height: first.height)
            try reader.skipPixels()
            // The page is whole: an animation that breaks off later isn't refused for it.
            while (try? reader.nextFrame()) != nil {
                header.ignoredFrames += 1
                guard (try? reader.skipPixels()) != nil else { break }
            }
            return header
        }
    }

    func header(ofFrame index: Int) -> FrameHeader { frame }

    func decode(_ request: DecodeRequest) throws -> GreyImage {
        let (width, height) = (frame.width, frame.height)
        let samples = try GIFReader.reading(bytes) { reader in
            guard let first = try reader.nextFrame() else { throw ExtractionError.corruptImage("GIF") }
            let shades = reader.shades
            let channels = first.transparent == nil ? 1 : 2
            var samples = [UInt8](repeating: 0, count: width * height * channels)
            var row = [UInt8](repeating: 0, count: width)
            for y in first.isInterlaced ? Self.interlacedRows(height) : Array(0..<height) {
                guard !request.status.isAbandoned else { throw ExtractionError.deadlineExceeded("Decoding the image") }
                try reader.readRow(&row)
                for x in 0..<width {
                    let index = Int(row[x])
                    let target = (y * width + x) * channels
                    // What is transparent stays 0, in both its samples.
                    if index == first.transparent { continue }
                    guard index < shades.count else { throw ExtractionError.corruptImage("GIF") }
                    samples[target] = shades[index]
                    if channels == 2 { samples[target + 1] = 255 }
                }
            }
            return Samples(kind: channels == 1 ? .grey : .greyAlpha, bytes: samples)
        }
        return GreyImage(width: width, height: height, pixels: try samples.grey(width: width, height: height))
    }

    private static func interlacedRows(_ height: Int) -> [Int] {
        [(0, 8), (4, 8), (2, 4), (1, 2)].flatMap { start, step in Array(stride(from: start, to: height, by: step)) }
    }
}
