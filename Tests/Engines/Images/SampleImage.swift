import Testing

/// A file that shows the picture, or doesn't.
struct SampleImage: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var bytes: [UInt8]

    init(_ name: String, _ bytes: [UInt8]) {
        testDescription = name
        self.bytes = bytes
    }
}

extension SampleImage {
    private static let picture = Picture()

    /// Every kind of file that shows the picture.
    static let all: [SampleImage] = png + jpeg + tiff + bitmap + gif + webP

    static let png: [SampleImage] = [
        SampleImage("PNG, 8-bit grey", PNGWriter(picture, colourType: 0, ink: [0], paper: [255]).bytes()),
        SampleImage("PNG, 16-bit grey", PNGWriter(picture, depth: 16, colourType: 0, ink: [0, 0], paper: [255, 255]).bytes()),
        SampleImage("PNG, 1-bit", PNGWriter(bilevel: picture).bytes()),
        SampleImage("PNG, RGB", PNGWriter(picture, colourType: 2, ink: [0, 0, 0], paper: [255, 255, 255]).bytes()),
        SampleImage(
            "PNG, 16-bit RGB",
            PNGWriter(picture, depth: 16, colourType: 2, ink: [0, 0, 0, 0, 0, 0], paper: Array(repeating: 255, count: 6)).bytes()),
        SampleImage("PNG, black on transparent", PNGWriter(picture, colourType: 6, ink: [0, 0, 0, 255], paper: [0, 0, 0, 0]).bytes()),
        SampleImage(
            "PNG, white on transparent", PNGWriter(picture, colourType: 6, ink: [255, 255, 255, 255], paper: [255, 255, 255, 0]).bytes()),
        SampleImage("PNG, grey white on transparent", PNGWriter(picture, colourType: 4, ink: [255, 255], paper: [255, 0]).bytes()),
        SampleImage("PNG, grey black on transparent", PNGWriter(picture, colourType: 4, ink: [0, 255], paper: [0, 0]).bytes()),
        SampleImage(
            "PNG, palette",
            palette(PNGWriter(picture, colourType: 3, ink: [1], paper: [2]), [90, 90, 90, 0, 0, 0, 255, 255, 255]).bytes()),
        SampleImage("PNG, 1-bit palette", palette(PNGWriter(bilevel: picture, colourType: 3), [0, 0, 0, 255, 255, 255]).bytes()),
        SampleImage(
            "PNG, palette with transparency",
            palette(PNGWriter(picture, colourType: 3, ink: [0], paper: [1]), [0, 0, 0, 10, 10, 10], transparency: [255, 0]).bytes()),
    ]

    static let jpeg: [SampleImage] = [
        SampleImage("JPEG, grey", JPEGWriter(picture).bytes()),
        SampleImage("JPEG, RGB", JPEGWriter(picture, channels: 3).bytes()),
        SampleImage("JPEG, CMYK as Adobe stores it", JPEGWriter(picture, channels: 4).bytes()),
        SampleImage(
            "JPEG, CMYK without a marker",
            with(JPEGWriter(picture, channels: 4)) {
                $0.samples = $0.samples.map { 255 - $0 }
                $0.hasAdobeMarker = false
            }.bytes()),
        SampleImage("JPEG, progressive", with(JPEGWriter(picture, channels: 3)) { $0.isProgressive = true }.bytes()),
        SampleImage("JPEG, more behind its end", JPEGWriter(picture).bytes() + [1, 2, 3, 0xFF]),
    ]

    static let tiff: [SampleImage] = [
        tiff("TIFF, 8-bit grey", .init(picture, ink: [0], paper: [255])),
        tiff("TIFF, white is zero", .init(picture, photometric: 0, ink: [255], paper: [0])),
        tiff("TIFF, 16-bit grey", .init(picture, bits: 16, ink: [0, 0], paper: [255, 255])),
        tiff("TIFF, 12 bits in 16", .init(picture, bits: 16, ink: [0, 0], paper: [0xFF, 0x0F])),
        tiff("TIFF, RGB", .init(picture, samples: 3, photometric: 2, ink: [0, 0, 0], paper: [255, 255, 255])),
        tiff(
            "TIFF, 16-bit RGB",
            .init(picture, bits: 16, samples: 3, photometric: 2, ink: Array(repeating: 0, count: 6), paper: Array(repeating: 255, count: 6))
        ),
        tiff("TIFF, CMYK", .init(picture, samples: 4, photometric: 5, ink: [0, 0, 0, 255], paper: [0, 0, 0, 0])),
        tiff("TIFF, RGB in planes", planar),
        tiff("TIFF, tiled", tiled),
        tiff(
            "TIFF, white on transparent",
            with(.init(picture, samples: 4, photometric: 2, ink: [255, 255, 255, 255], paper: [255, 255, 255, 0])) {
                $0.fields = [(338, 2)]
            }),
        SampleImage("TIFF, LZW", LeptonicaWriter(depth: 8).tiff(LeptonicaWriter.lzw)),
        SampleImage("TIFF, deflate", LeptonicaWriter(depth: 32).tiff(LeptonicaWriter.zip)),
        SampleImage("TIFF, PackBits 1-bit", LeptonicaWriter(depth: 1).tiff(LeptonicaWriter.packBits)),
        SampleImage("TIFF, fax group 3", LeptonicaWriter(depth: 1).tiff(LeptonicaWriter.group3)),
        SampleImage("TIFF, fax group 4", LeptonicaWriter(depth: 1).tiff(LeptonicaWriter.group4)),
        SampleImage("TIFF, JPEG grey", LeptonicaWriter(depth: 8).tiff(LeptonicaWriter.jpeg)),
        SampleImage("TIFF, JPEG RGB", LeptonicaWriter(depth: 32).tiff(LeptonicaWriter.jpeg)),
    ]

    static let bitmap: [SampleImage] = [
        SampleImage("BMP, 24-bit", bitmap(24) { $0 ? [0, 0, 0] : [255, 255, 255] }.bytes()),
        SampleImage("BMP, 32-bit", bitmap(32) { $0 ? [0, 0, 0, 0] : [255, 255, 255, 0] }.bytes()),
        SampleImage("BMP, 16-bit", bitmap(16) { $0 ? [0, 0] : [255, 127] }.bytes()),
        SampleImage(
            "BMP, 16-bit masks",
            with(bitmap(16) { $0 ? [0, 0] : [255, 255] }) {
                $0.compression = 3
                $0.table = .number(0xF800, bytes: 4) + .number(0x07E0, bytes: 4) + .number(0x001F, bytes: 4)
            }.bytes()),
        SampleImage("BMP, 8-bit", with(bitmap(8) { $0 ? [0] : [1] }) { $0.table = BitmapWriter.palette(256) }.bytes()),
        SampleImage("BMP, 4-bit", packed(4).bytes()),
        SampleImage("BMP, 1-bit", packed(1).bytes()),
        SampleImage(
            "BMP, rows from the top",
            BitmapWriter(width: 40, height: -24, depth: 24, data: picture.pixels { $0 ? [0, 0, 0] : [255, 255, 255] }).bytes()),
        SampleImage("BMP, RLE8", runs(8) { y in y < 8 ? [16, 0, 24, 1] : [20, 1, 0, 20] + Array(repeating: 1, count: 20) }.bytes()),
        SampleImage("BMP, RLE4", runs(4) { y in y < 8 ? [16, 0x00, 24, 0x11] : [37, 0x11, 0, 3, 0x11, 0x10] }.bytes()),
    ]

    static let gif: [SampleImage] = [
        SampleImage("GIF", GIFWriter(width: 40, height: 24, indices: picture.pixels { [$0 ? 0 : 1] }).bytes()),
        SampleImage("GIF, several frames", GIFWriter(width: 40, height: 24, indices: picture.pixels { [$0 ? 0 : 1] }, frames: 3).bytes()),
        SampleImage(
            "GIF, white on transparent",
            GIFWriter(width: 40, height: 24, indices: picture.pixels { [$0 ? 1 : 0] }, transparent: 0).bytes()),
        SampleImage("GIF, interlaced", interlaced.bytes()),
    ]

    static let webP: [SampleImage] = [
        SampleImage("WebP", LeptonicaWriter(depth: 32).webP()),
        SampleImage("WebP, black on transparent", LeptonicaWriter(depth: 32).webP(alpha: true)),
        SampleImage("WebP, lossy frame with transparency", LeptonicaWriter(depth: 32).animatedWebP(frames: 1, isLossless: false)),
    ]

    private static func with<Value>(_ value: Value, _ change: (inout Value) -> Void) -> Value {
        var value = value
        change(&value)
        return value
    }

    private static func palette(_ writer: PNGWriter, _ colours: [UInt8], transparency: [UInt8] = []) -> PNGWriter {
        with(writer) {
            $0.chunks = [("PLTE", colours)] + (transparency.isEmpty ? [] : [("tRNS", transparency)])
        }
    }

    private static func tiff(_ name: String, _ frame: TIFFWriter.Frame) -> SampleImage {
        SampleImage(name, TIFFWriter(frames: [frame]).bytes())
    }

    private static let planar: TIFFWriter.Frame = {
        var frame = TIFFWriter.Frame(picture, samples: 3, photometric: 2, ink: [0], paper: [255])
        frame.data += frame.data + frame.data
        frame.strips = 3
        frame.fields = [(284, 2)]
        return frame
    }()

    /// One tile of 48 x 32 holds the picture of 40 x 24.
    private static let tiled: TIFFWriter.Frame = {
        let padded = Picture(width: 48, height: 32)
        var frame = TIFFWriter.Frame(padded, ink: [0], paper: [255])
        frame.isTiled = true
        frame.visible = (40, 24)
        return frame
    }()

    private static func bitmap(_ depth: Int, _ pixel: @escaping (Bool) -> [UInt8]) -> BitmapWriter {
        BitmapWriter(
            width: 40, height: 24, depth: depth,
            data: BitmapWriter.rows(of: picture) { y in (0..<40).flatMap { pixel(picture.isInk($0, y)) } })
    }

    private static func packed(_ depth: Int) -> BitmapWriter {
        BitmapWriter(
            width: 40, height: 24, depth: depth, table: BitmapWriter.palette(1 << depth),
            data: BitmapWriter.rows(of: picture) { y in
                let row = (0..<40 * depth / 8).map { byte in
                    (0..<8 / depth).reduce(UInt8(0)) { $0 << depth | (picture.isInk(byte * 8 / depth + $1, y) ? 0 : 1) }
                }
                return row + Array(repeating: 0, count: (4 - row.count % 4) % 4)
            })
    }

    private static func runs(_ depth: Int, _ row: @escaping (Int) -> [UInt8]) -> BitmapWriter {
        BitmapWriter(
            width: 40, height: 24, depth: depth, compression: depth == 8 ? 1 : 2, table: BitmapWriter.palette(1 << depth),
            data: BitmapWriter.rows(of: picture) { row($0) + [0, 0] } + [0, 1])
    }

    private static let interlaced: GIFWriter = {
        let order = [(0, 8), (4, 8), (2, 4), (1, 2)].flatMap { Array(stride(from: $0, to: 24, by: $1)) }
        let indices = order.flatMap { y in (0..<40).map { x in UInt8(picture.isInk(x, y) ? 0 : 1) } }
        return GIFWriter(width: 40, height: 24, indices: indices, isInterlaced: true)
    }()
}
