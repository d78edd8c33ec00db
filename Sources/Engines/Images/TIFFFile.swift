internal import ExtractionKit

/// A TIFF or BigTIFF file (TIFF 6.0), every frame a page. Its directories are read here, so that nothing is decoded or allocated
/// before the numbers have been checked; libtiff decodes the pixels of the frame that is asked for.
///
/// Frames that the file marks as thumbnails or masks of others aren't pages.
struct TIFFFile: ImageFile {
    private let structure: TIFFStructure
    private let directories: [Int]

    /// More directories than any document; a file of 200 MB could claim tens of millions.
    private static let mostFrames = 1 << 17

    init(_ bytes: [UInt8]) throws {
        guard let structure = TIFFStructure(BinaryReader(bytes)) else { throw ExtractionError.truncatedImage() }
        var pages: [Int] = []
        var others: [Int] = []
        var seen: Set<Int> = []
        var offset = structure.firstDirectory
        while offset != 0 {
            guard structure.reader.contains(offset, count: 2) else { throw ExtractionError.truncatedImage() }
            guard seen.insert(offset).inserted else {
                throw ExtractionError(.corrupt, "The TIFF file's list of pages runs in a circle; export it again.")
            }
            guard seen.count <= Self.mostFrames else {
                throw ExtractionError(.tooManyPages, "The TIFF file has more than \(Self.mostFrames) pages; split it.")
            }
            // Fields are sorted and this one has the lowest tag: no need to read them all of every frame.
            guard let fields = structure.fields(ofDirectory: offset, first: 2),
                let next = structure.directory(after: offset)
            else { throw ExtractionError.truncatedImage() }
            let isPage = (fields.integer(254) ?? 0) & 5 == 0
            if isPage { pages.append(offset) } else { others.append(offset) }
            offset = next
        }
        guard !pages.isEmpty || !others.isEmpty else {
            throw ExtractionError(.noPages, "The TIFF file has no pages; export it again.")
        }
        self.structure = structure
        directories = pages.isEmpty ? others : pages
    }

    var frameCount: Int { directories.count }

    func header(ofFrame index: Int) throws -> FrameHeader {
        let fields = try fields(ofFrame: index)
        return try FrameHeader(
            width: fields.integer(256) ?? 0, height: fields.integer(257) ?? 0, orientation: fields.orientation,
            resolution: fields.resolution)
    }

    func decode(_ request: DecodeRequest) throws -> GreyImage {
        let fields = try fields(ofFrame: request.frame)
        try check(fields, limits: request.limits)
        let (width, height) = (request.header.width, request.header.height)
        let samples = try TIFFPixels.read(
            structure.reader.bytes, directory: directories[request.frame], width: width, height: height,
            orientation: request.header.orientation, memory: request.limits.pixels)
        var grey = try Samples(kind: .rgba, isPremultiplied: true, bytes: samples).grey(width: width, height: height)
        if fields.integer(258) == 16, fields.integer(262) == 1 { Self.stretch(&grey) }
        return GreyImage(width: width, height: height, pixels: grey)
    }

    private func fields(ofFrame index: Int) throws -> TIFFFields {
        guard directories.indices.contains(index), let fields = structure.fields(ofDirectory: directories[index]) else {
            throw ExtractionError.corruptImage("TIFF")
        }
        return fields
    }

    private func check(_ fields: TIFFFields, limits: DocumentLimits) throws {
        switch fields.integer(339) ?? 1 {
        case 1, 4: break
        case 3, 6: throw ExtractionError.unsupportedImage("A TIFF of floating point samples")
        default: throw ExtractionError.unsupportedImage("A TIFF of signed samples")
        }
        let samples = fields.integer(277) ?? 1
        guard (1...8).contains(samples) else { throw ExtractionError.unsupportedImage("A TIFF of \(samples) samples a pixel") }
        let (tile, overflow) = (fields.integer(322) ?? 0).multipliedReportingOverflow(by: fields.integer(323) ?? 0)
        guard !overflow, tile <= max(limits.pixels, 1 << 20) else {
            throw ExtractionError(.tooLarge, "The TIFF's tiles are larger than allowed; export it again without tiles.")
        }
        let isTiled = fields.count(324) > 0
        let (offsets, counts) = isTiled ? (324, 325) : (273, 279)
        guard fields.count(offsets) > 0 else { throw ExtractionError.truncatedImage() }
        guard fields.count(offsets) <= 1 << 21 else { throw ExtractionError.corruptImage("TIFF") }
        for index in 0..<fields.count(offsets) {
            // libtiff itself estimates lengths that are missing.
            guard let start = fields.integer(offsets, at: index),
                structure.reader.contains(start, count: fields.integer(counts, at: index) ?? 1)
            else { throw ExtractionError.truncatedImage() }
        }
    }

    /// Cameras and microscopes store 10 or 12 bits in 16 without saying so; such a picture would be all but black.
    private static func stretch(_ pixels: inout [UInt8]) {
        guard let brightest = pixels.max(), (1..<64).contains(brightest) else { return }
        for index in pixels.indices { pixels[index] = UInt8(Int(pixels[index]) * 255 / Int(brightest)) }
    }
}
