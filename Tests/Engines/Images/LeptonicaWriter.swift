internal import CLeptonica

/// Writes the picture with Leptonica, for the codings that aren't worth writing by hand.
struct LeptonicaWriter {
    var picture = Picture()
    /// 1, 8 or 32 bits a pixel.
    var depth: Int

    func tiff(_ coding: Int) -> [UInt8] {
        written { pix, data, size in pixWriteMemTiff(data, size, pix, l_int32(coding)) }
    }

    func webP(alpha: Bool = false, isLossless: Bool = true) -> [UInt8] {
        written { pix, data, size in
            if alpha { pixSetSpp(pix, 4) }
            return pixWriteMemWebP(data, size, pix, 90, isLossless ? 1 : 0)
        }
    }

    /// An animation that shows the picture first and can't be decoded after it.
    func animatedWebP(frames: Int, isLossless: Bool = true) -> [UInt8] {
        func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
            Array(name.utf8) + .number(content.count, bytes: 4) + content + Array(repeating: 0, count: content.count % 2)
        }
        let size: [UInt8] = .number(picture.width - 1, bytes: 3) + .number(picture.height - 1, bytes: 3)
        // Without the container: RIFF and WEBP, and the head of the extended form that alpha needs beside lossy pixels.
        let pixels = Array(webP(alpha: !isLossless, isLossless: isLossless).dropFirst(isLossless ? 12 : 30))
        var body = Array("WEBP".utf8) + chunk("VP8X", [18, 0, 0, 0] + size) + chunk("ANIM", Array(repeating: 0, count: 6))
        for frame in 0..<frames {
            let content = frame == 0 ? pixels : chunk("VP8 ", [1, 2, 3])
            body += chunk("ANMF", Array(repeating: 0, count: 6) + size + [100, 0, 0, 0] + content)
        }
        return Array("RIFF".utf8) + .number(body.count, bytes: 4) + body
    }

    static let lzw = Int(IFF_TIFF_LZW)
    static let group4 = Int(IFF_TIFF_G4)
    static let group3 = Int(IFF_TIFF_G3)
    static let zip = Int(IFF_TIFF_ZIP)
    static let packBits = Int(IFF_TIFF_PACKBITS)
    static let jpeg = Int(IFF_TIFF_JPEG)

    private func written(
        _ write: (UnsafeMutablePointer<Pix>, UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>, UnsafeMutablePointer<Int>) -> l_int32
    ) -> [UInt8] {
        guard let pix = pixCreate(l_int32(picture.width), l_int32(picture.height), l_int32(depth)) else { return [] }
        for y in 0..<picture.height {
            for x in 0..<picture.width {
                let ink = picture.isInk(x, y)
                // The lowest byte is alpha, where it counts: the paper is transparent.
                let value: UInt32 = depth == 1 ? (ink ? 1 : 0) : depth == 8 ? (ink ? 0 : 255) : ink ? 0x0000_00FF : 0xFFFF_FF00
                pixSetPixel(pix, l_int32(x), l_int32(y), value)
            }
        }
        var data: UnsafeMutablePointer<UInt8>?
        var size = 0
        let failed = write(pix, &data, &size)
        var released: UnsafeMutablePointer<Pix>? = pix
        pixDestroy(&released)
        defer { lept_free(data) }
        guard failed == 0, let data else { return [] }
        return Array(UnsafeBufferPointer(start: data, count: size))
    }
}
