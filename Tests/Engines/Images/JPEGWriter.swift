internal import CJPEG
import Foundation

/// Writes JPEG files with libjpeg.
struct JPEGWriter {
    var width: Int
    var height: Int
    /// 1 grey, 3 RGB, 4 inverted CMYK with Adobe's marker.
    var channels = 1
    var samples: [UInt8]
    var isProgressive = false
    /// Whether libjpeg may say with Adobe's marker how colours are stored.
    var hasAdobeMarker = true
    var dpi = 0
    /// The content of an Exif segment, from the byte order mark on.
    var exif: [UInt8] = []

    func bytes() -> [UInt8] {
        var info = jpeg_compress_struct()
        var errors = jpeg_error_mgr()
        return withUnsafeMutablePointer(to: &errors) { errors in
            info.err = jpeg_std_error(errors)
            jpeg_CreateCompress(&info, JPEG_LIB_VERSION, MemoryLayout<jpeg_compress_struct>.size)
            defer { jpeg_destroy_compress(&info) }
            var file: UnsafeMutablePointer<UInt8>?
            var count: UInt = 0
            jpeg_mem_dest(&info, &file, &count)
            info.image_width = UInt32(width)
            info.image_height = UInt32(height)
            info.input_components = Int32(channels)
            info.in_color_space = channels == 1 ? JCS_GRAYSCALE : channels == 3 ? JCS_RGB : JCS_CMYK
            jpeg_set_defaults(&info)
            jpeg_set_quality(&info, 95, boolean(1))
            if isProgressive { jpeg_simple_progression(&info) }
            if !hasAdobeMarker { info.write_Adobe_marker = boolean(0) }
            if dpi > 0 {
                info.density_unit = 1
                info.X_density = UInt16(dpi)
                info.Y_density = UInt16(dpi)
            }
            jpeg_start_compress(&info, boolean(1))
            if !exif.isEmpty {
                let segment = Array("Exif\0\0".utf8) + exif
                jpeg_write_marker(&info, 0xE1, segment, UInt32(segment.count))
            }
            var pixels = samples
            pixels.withUnsafeMutableBufferPointer { pixels in
                for y in 0..<height {
                    var row: UnsafeMutablePointer<UInt8>? = pixels.baseAddress.map { $0 + y * width * channels }
                    jpeg_write_scanlines(&info, &row, 1)
                }
            }
            jpeg_finish_compress(&info)
            defer { free(file) }
            return Array(UnsafeBufferPointer(start: file, count: Int(count)))
        }
    }
}

extension JPEGWriter {
    init(_ picture: Picture, channels: Int = 1) {
        self.init(
            width: picture.width, height: picture.height, channels: channels,
            samples: picture.pixels { Array(repeating: $0 ? 0 : 255, count: channels) })
    }
}

/// An Exif block with one field, the orientation.
func exifBlock(orientation: Int, bigEndian: Bool = false) -> [UInt8] {
    func number(_ value: Int, _ bytes: Int) -> [UInt8] { .number(value, bytes: bytes, bigEndian: bigEndian) }
    return Array((bigEndian ? "MM" : "II").utf8) + number(42, 2) + number(8, 4) + number(1, 2) + number(0x0112, 2) + number(3, 2)
        + number(1, 4) + number(orientation, 2) + [0, 0] + number(0, 4)
}
