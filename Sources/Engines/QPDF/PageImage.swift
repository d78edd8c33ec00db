internal import CQPDF
internal import ExtractionKit

/// An image as a PDF holds it: its data, how they are packed, and how they are turned.
struct PageImage: Sendable {
    let width: Int
    let height: Int
    /// The entries of the image's dictionary beside its size: colour space, depth, decoding.
    let entries: String
    /// The name of the filter that unpacks the data.
    let filter: String
    /// The filter's parameters, or `null`.
    let parameters: String
    let data: [UInt8]
    /// How far the image is turned clockwise to stand upright, in degrees.
    var rotation = 0

    /// The image file itself, where a PDF can hold it as it is: JPEG, and PNG without transparency and interlacing.
    init?(_ document: Document) {
        switch document.mediaType {
        case .jpeg: self.init(jpeg: document.bytes)
        case .png: self.init(png: document.bytes)
        default: return nil
        }
    }

    /// A page's raster, packed without loss; with one bit a pixel where it is black and white.
    init(_ raster: Raster) throws {
        (width, height, filter, parameters) = (raster.width, raster.height, "/FlateDecode", "null")
        if raster.pixels.allSatisfy({ $0 == 0 || $0 == 255 }) {
            entries = "/ColorSpace /DeviceGray /BitsPerComponent 1"
            data = try Self.deflated(Self.bits(of: raster))
        } else {
            entries = "/ColorSpace /DeviceGray /BitsPerComponent 8"
            data = try Self.deflated(raster.pixels)
        }
    }

    private init(
        width: Int, height: Int, entries: String, filter: String, parameters: String = "null", data: [UInt8], rotation: Int = 0
    ) {
        self.width = width
        self.height = height
        self.entries = entries
        self.filter = filter
        self.parameters = parameters
        self.data = data
        self.rotation = rotation
    }

    /// Places the image's unit square on a page of the given size, upright (PDF 1.7, section 8.9.5).
    func placement(on size: Size) -> String {
        let (w, h) = (size.width, size.height)
        let matrix =
            switch rotation {
            case 90: [0, -h, w, 0, 0, h]
            case 180: [-w, 0, 0, -h, w, h]
            case 270: [0, h, -w, 0, w, 0]
            default: [w, 0, 0, h, 0, 0]
            }
        return matrix.map(\.pdf).joined(separator: " ")
    }

    private static func bits(of raster: Raster) -> [UInt8] {
        var rows: [UInt8] = []
        rows.reserveCapacity((raster.width + 7) / 8 * raster.height)
        for y in 0..<raster.height {
            for start in stride(from: 0, to: raster.width, by: 8) {
                var byte: UInt8 = 0
                for x in start..<min(start + 8, raster.width) where raster.pixels[y * raster.width + x] != 0 {
                    byte |= 0x80 >> UInt8(x - start)
                }
                rows.append(byte)
            }
        }
        return rows
    }

    private static func deflated(_ bytes: [UInt8]) throws -> [UInt8] {
        let bound = Int(compressBound(UInt(bytes.count)))
        return try [UInt8](unsafeUninitializedCapacity: bound) { target, count in
            var length = UInt(bound)
            guard compress2(target.baseAddress, &length, bytes, UInt(bytes.count), 6) == Z_OK else {
                throw ExtractionError(.tooLarge, "There is no memory for the page's image; write fewer pages.")
            }
            count = Int(length)
        }
    }
}

extension PageImage {
    /// A baseline or progressive JPEG file with 8 bits a sample (ITU-T T.81).
    fileprivate init?(jpeg bytes: [UInt8]) {
        var frame: (width: Int, height: Int, components: Int)?
        var isAdobe = false
        var orientation = 1
        var position = 2
        while position + 4 <= bytes.count, bytes[position] == 0xFF {
            let marker = bytes[position + 1]
            if marker == 0xFF {
                position += 1
                continue
            }
            let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
            let content = position + 4
            guard length >= 2, position + 2 + length <= bytes.count else { return nil }
            let segment = bytes[content..<(position + 2 + length)]
            switch marker {
            case 0xC0, 0xC1, 0xC2:
                guard segment.count >= 6, bytes[content] == 8 else { return nil }
                frame = (
                    Int(bytes[content + 3]) << 8 | Int(bytes[content + 4]), Int(bytes[content + 1]) << 8 | Int(bytes[content + 2]),
                    Int(bytes[content + 5])
                )
            case 0xE1: orientation = EXIFOrientation(segment)?.value ?? orientation
            case 0xEE: isAdobe = isAdobe || segment.starts(with: "Adobe".utf8)
            case 0xDA: position = bytes.count
            default: break
            }
            position += 2 + length
        }
        guard let frame, frame.width > 0, frame.height > 0, let space = [1: "Gray", 3: "RGB", 4: "CMYK"][frame.components],
            // Mirrored images are rare enough to be drawn again.
            let rotation = [1: 0, 3: 180, 6: 90, 8: 270][orientation]
        else { return nil }
        // Adobe's programs write CMYK inverted.
        let decode = frame.components == 4 && isAdobe ? " /Decode [1 0 1 0 1 0 1 0]" : ""
        self.init(
            width: frame.width, height: frame.height, entries: "/ColorSpace /Device\(space) /BitsPerComponent 8\(decode)",
            filter: "/DCTDecode", data: bytes, rotation: rotation)
    }

    /// A PNG file, whose packed rows are what PDF's Flate filter takes with the predictors of PNG (PDF 1.7, section 7.4.4.4).
    fileprivate init?(png bytes: [UInt8]) {
        func number(at place: Int) -> Int { bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) } }
        var data: [UInt8] = []
        var palette: ArraySlice<UInt8> = []
        var position = 8
        while position + 12 <= bytes.count {
            let length = number(at: position)
            guard length <= bytes.count - position - 12 else { return nil }
            let content = bytes[(position + 8)..<(position + 8 + length)]
            switch String(decoding: bytes[(position + 4)..<(position + 8)], as: UTF8.self) {
            case "PLTE": palette = content
            case "IDAT": data += content
            // Transparency, turned images and animations are drawn again.
            case "tRNS", "eXIf", "acTL": return nil
            default: break
            }
            position += length + 12
        }
        guard bytes.count > 28, !data.isEmpty, bytes[28] == 0 else { return nil }
        let (width, height, depth) = (number(at: 16), number(at: 20), Int(bytes[24]))
        let space: String
        switch bytes[25] {
        case 0: space = "/DeviceGray"
        case 2: space = "/DeviceRGB"
        case 3 where !palette.isEmpty && palette.count.isMultiple(of: 3):
            let digits = palette.map { CharacterCodes.hexadecimal(Int($0)).suffix(2) }.joined()
            space = "[/Indexed /DeviceRGB \(palette.count / 3 - 1) <\(digits)>]"
        default: return nil
        }
        let colours = bytes[25] == 2 ? 3 : 1
        self.init(
            width: width, height: height, entries: "/ColorSpace \(space) /BitsPerComponent \(depth)", filter: "/FlateDecode",
            parameters: "<< /Predictor 15 /Colors \(colours) /BitsPerComponent \(depth) /Columns \(width) >>", data: data)
    }
}
