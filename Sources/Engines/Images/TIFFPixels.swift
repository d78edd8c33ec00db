internal import CTIFF
internal import ExtractionKit

/// Decodes frames with libtiff itself. Leptonica's reader returns a damaged colour image as if it were whole, and refuses CMYK,
/// 16 bits a sample and other layouts that libtiff reads.
enum TIFFPixels {
    /// Such as `libtiff 4.5.0`.
    static let version: String = {
        // "LIBTIFF, Version 4.5.0" and lines of copyright.
        let banner = TIFFGetVersion().map { String(cString: $0) } ?? ""
        return "libtiff " + (banner.split(separator: "\n").first?.split(separator: " ").last.map(String.init) ?? "?")
    }()

    /// A frame as premultiplied RGBA, rows and columns as stored.
    ///
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - directory: Where the frame's directory is.
    ///   - memory: How many pixels of 8 bytes a single allocation may hold.
    /// - Throws: `corrupt` for a frame of which any part can't be decoded, `unsupportedFeature` for one that libtiff can't convert.
    static func read(
        _ bytes: [UInt8], directory: Int, width: Int, height: Int, orientation: Orientation, memory: Int
    ) throws -> [UInt8] {
        try bytes.withUnsafeBufferPointer { bytes in
            // libtiff keeps the address of the file's state for as long as the handle is open.
            try withUnsafeTemporaryAllocation(of: ExtractionTIFF.self, capacity: 1) { state in
                state.initialize(repeating: ExtractionTIFF(bytes: bytes.baseAddress, count: bytes.count, position: 0, hasFailed: 0))
                let (budget, overflow) = Int64(max(memory, 1 << 20)).multipliedReportingOverflow(by: 8)
                guard let file = state.baseAddress, let handle = extraction_tiff_open(file, overflow ? .max : budget) else {
                    throw ExtractionError.corruptImage("TIFF")
                }
                defer { TIFFClose(handle) }
                guard TIFFSetSubDirectory(handle, UInt64(directory)) != 0 else { throw ExtractionError.corruptImage("TIFF") }
                var message = [CChar](repeating: 0, count: 1_024)
                guard TIFFRGBAImageOK(handle, &message) != 0 else { throw ExtractionError.unsupportedImage("This kind of TIFF") }
                file.pointee.hasFailed = 0
                return try [UInt8](unsafeUninitializedCapacity: width * height * 4) { target, initialized in
                    let succeeded = target.withMemoryRebound(to: UInt32.self) { words in
                        // Asking for the orientation that the file has leaves every pixel where it is stored.
                        let succeeded = TIFFReadRGBAImageOriented(
                            handle, UInt32(width), UInt32(height), words.baseAddress, Int32(orientation.rawValue), 1)
                        // A word holds red in its lowest byte.
                        if UInt32(1).littleEndian != 1 { for index in words.indices { words[index] = words[index].byteSwapped } }
                        return succeeded != 0
                    }
                    guard succeeded, file.pointee.hasFailed == 0 else { throw ExtractionError.corruptImage("TIFF") }
                    initialized = width * height * 4
                }
            }
        }
    }
}
