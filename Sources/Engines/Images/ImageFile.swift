internal import ExtractionEngineSupport
internal import ExtractionKit

/// An image file whose structure has been read and whose pixels haven't.
protocol ImageFile: Sendable {
    /// The pages in the file, at least 1.
    var frameCount: Int { get }

    /// What is known of a frame without decoding it. Frames are numbered from 0.
    func header(ofFrame index: Int) throws -> FrameHeader

    /// The frame's pixels as stored. The caller has checked its size.
    func decode(_ request: DecodeRequest) throws -> GreyImage
}

/// What a file says of a frame before anything is decoded.
struct FrameHeader: Sendable {
    /// Stored pixels in a row, before the orientation is applied.
    var width: Int
    /// Stored rows.
    var height: Int
    var orientation = Orientation.upright
    var resolution: DeclaredResolution?
    /// The most that a side can be divided by while decoding, without decoding at full size first.
    var largestReduction = 1
    /// How many more pictures of an animation are left out.
    var ignoredFrames = 0

    init(width: Int, height: Int, orientation: Orientation = .upright, resolution: DeclaredResolution? = nil) throws {
        guard width > 0, height > 0 else {
            throw ExtractionError(.corrupt, "The image has no width or no height; export it again.")
        }
        guard width <= Int32.max, height <= Int32.max else {
            throw ExtractionError(.tooLarge, "The image has a side of more than 2,147,483,647 pixels; scale it down.")
        }
        self.width = width
        self.height = height
        self.orientation = orientation
        self.resolution = resolution
    }

    /// `width * height`, as far as it can be counted.
    var pixelCount: Int {
        let (count, overflow) = width.multipliedReportingOverflow(by: height)
        return overflow ? .max : count
    }
}

/// Which frame to decode, at what fraction of its size, and whether anybody still waits.
struct DecodeRequest {
    var frame: Int
    var header: FrameHeader
    /// The divisor of both sides: 1, or a power of two up to ``FrameHeader/largestReduction``.
    var reduction: Int
    var limits: DocumentLimits
    var status: CallStatus
}

extension ExtractionError {
    /// The file ends before the image does.
    static func truncatedImage(fileID: String = #fileID, line: Int = #line) -> ExtractionError {
        ExtractionError(
            .truncated, "The image's file ends before the image does; copy or upload it again.", fileID: fileID, line: line)
    }

    /// The file can't be what it says.
    static func corruptImage(_ format: String, fileID: String = #fileID, line: Int = #line) -> ExtractionError {
        ExtractionError(
            .corrupt, "The \(format) file is damaged; open it in an image program and export it again.", fileID: fileID, line: line)
    }

    /// The format allows it, and it isn't read here.
    static func unsupportedImage(_ what: String, fileID: String = #fileID, line: Int = #line) -> ExtractionError {
        ExtractionError(
            .unsupportedFeature, "\(what) can't be read; export the image as 8-bit grey or RGB PNG.", fileID: fileID, line: line)
    }
}
