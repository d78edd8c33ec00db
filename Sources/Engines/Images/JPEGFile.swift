internal import CJPEG
internal import ExtractionEngineSupport
internal import ExtractionKit

/// A JPEG file (ITU-T T.81), baseline or progressive, with grey, RGB, YCbCr, CMYK or YCCK samples. libjpeg decodes it, to grey
/// without a detour over colour, and stops where data is missing.
struct JPEGFile: ImageFile {
    private let bytes: [UInt8]
    private let frame: FrameHeader
    private let componentCount: Int

    let frameCount = 1

    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        let segments = try JPEGSegments(bytes)
        var header = try FrameHeader(
            width: segments.width, height: segments.height, orientation: segments.exif.orientation,
            resolution: segments.resolution ?? segments.exif.resolution)
        // A progressive image is held whole in memory before the first pixel comes out: scaling saves nothing there.
        header.largestReduction = segments.isProgressive ? 1 : 8
        frame = header
        componentCount = segments.componentCount
    }

    func header(ofFrame index: Int) -> FrameHeader { frame }

    func decode(_ request: DecodeRequest) throws -> GreyImage {
        let width = (frame.width + request.reduction - 1) / request.reduction
        let height = (frame.height + request.reduction - 1) / request.reduction
        let channels = componentCount == 4 ? 4 : 1
        let count = width * height * channels
        var isInverted = false
        // The status outlives the call: the request holds it.
        let status = Unmanaged.passUnretained(request.status)
        let decoded = try bytes.withUnsafeBufferPointer { source in
            try [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
                var jpeg = ExtractionJPEG(
                    bytes: source.baseAddress, count: source.count, denominator: UInt32(request.reduction),
                    pixels: target.baseAddress, width: UInt32(width), height: UInt32(height), channels: UInt32(channels),
                    stops: { context in
                        guard let context else { return 0 }
                        return Unmanaged<CallStatus>.fromOpaque(context).takeUnretainedValue().isAbandoned ? 1 : 0
                    }, context: UnsafeRawPointer(status.toOpaque()), isInverted: 0)
                try Self.check(extraction_jpeg_decode(&jpeg))
                isInverted = jpeg.isInverted != 0
                initialized = count
            }
        }
        let pixels = channels == 1 ? decoded : Self.grey(cmyk: decoded, isInverted: isInverted)
        return GreyImage(width: width, height: height, pixels: pixels, reduction: request.reduction)
    }

    private static func check(_ outcome: Int32) throws {
        switch Int(outcome) {
        case EXTRACTION_JPEG_DECODED: return
        case EXTRACTION_JPEG_TRUNCATED: throw ExtractionError.truncatedImage()
        case EXTRACTION_JPEG_UNSUPPORTED: throw ExtractionError.unsupportedImage("This variant of JPEG")
        case EXTRACTION_JPEG_STOPPED: throw ExtractionError.deadlineExceeded("Decoding the image")
        case EXTRACTION_JPEG_OUT_OF_MEMORY:
            throw ExtractionError(.tooLarge, "The image needs more memory than there is; scale it down.")
        default: throw ExtractionError.corruptImage("JPEG")
        }
    }

    private static func grey(cmyk: [UInt8], isInverted: Bool) -> [UInt8] {
        let count = cmyk.count / 4
        return cmyk.withUnsafeBufferPointer { source in
            [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
                for index in 0..<count {
                    // What is left of the light after each ink.
                    func light(_ channel: Int) -> Int {
                        let value = Int(source[index * 4 + channel])
                        return isInverted ? value : 255 - value
                    }
                    let key = light(3)
                    func mixed(_ channel: Int) -> UInt8 { UInt8((light(channel) * key + 127) / 255) }
                    target[index] = Samples.luma(mixed(0), mixed(1), mixed(2))
                }
                initialized = count
            }
        }
    }
}
