/// Writes uncompressed TIFF files, little-endian, one strip or one tile a frame.
struct TIFFWriter {
    struct Frame {
        var width: Int
        var height: Int
        var bits = 8
        var samples = 1
        /// 0 white is zero, 1 black is zero, 2 RGB, 5 CMYK.
        var photometric = 1
        var data: [UInt8]
        /// More fields: tag and a value of one SHORT.
        var fields: [(tag: Int, value: Int)] = []
        var isTiled = false
        /// Into how many equal strips the data is cut: 1, or one for each plane.
        var strips = 1
        /// The size of the image where a tile is larger.
        var visible: (width: Int, height: Int)?
    }

    var frames: [Frame]
    /// Where the last directory points: 0, or the number of the frame that it leads back to.
    var loopsTo: Int?

    func bytes() -> [UInt8] {
        var file: [UInt8] = Array("II".utf8) + .number(42, bytes: 2) + .number(8, bytes: 4)
        var directories: [Int] = []
        for (index, frame) in frames.enumerated() {
            directories.append(file.count)
            var entries: [(Int, Int, Int, [UInt8])] = []
            func short(_ tag: Int, _ value: Int) { entries.append((tag, 3, 1, .number(value, bytes: 2) + [0, 0])) }
            short(256, frame.visible?.width ?? frame.width)
            short(257, frame.visible?.height ?? frame.height)
            short(259, 1)
            short(262, frame.photometric)
            short(277, frame.samples)
            for field in frame.fields { short(field.tag, field.value) }
            if frame.isTiled {
                short(322, frame.width)
                short(323, frame.height)
            } else {
                short(278, frame.height)
            }
            let count = entries.count + 3
            let bitsPlace = file.count + 2 + count * 12 + 4
            let bits = (0..<frame.samples).flatMap { _ in [UInt8].number(frame.bits, bytes: 2) }
            let stripsPlace = bitsPlace + bits.count + bits.count % 2
            let dataPlace = stripsPlace + (frame.strips > 1 ? frame.strips * 8 : 0)
            let length = frame.data.count / frame.strips
            let offsets = (0..<frame.strips).flatMap { [UInt8].number(dataPlace + $0 * length, bytes: 4) }
            let counts = (0..<frame.strips).flatMap { _ in [UInt8].number(length, bytes: 4) }
            let isLong = frame.strips > 1
            let inlined = bits + Array(repeating: 0, count: max(0, 4 - bits.count))
            entries.append((258, 3, frame.samples, bits.count <= 4 ? inlined : .number(bitsPlace, bytes: 4)))
            entries.append((frame.isTiled ? 324 : 273, 4, frame.strips, isLong ? .number(stripsPlace, bytes: 4) : offsets))
            entries.append((frame.isTiled ? 325 : 279, 4, frame.strips, isLong ? .number(stripsPlace + offsets.count, bytes: 4) : counts))
            entries.sort { $0.0 < $1.0 }
            let end = dataPlace + frame.data.count
            let next = index + 1 < frames.count ? end + end % 2 : loopsTo.map { directories[$0] } ?? 0
            file += .number(count, bytes: 2)
            for (tag, type, length, value) in entries {
                file += .number(tag, bytes: 2) + .number(type, bytes: 2) + .number(length, bytes: 4) + value
            }
            file += .number(next, bytes: 4) + bits + Array(repeating: 0, count: bits.count % 2)
            file += (isLong ? offsets + counts : []) + frame.data
            file += Array(repeating: 0, count: end % 2)
        }
        return file
    }
}

extension TIFFWriter.Frame {
    /// The picture with the given bytes a pixel.
    init(_ picture: Picture, bits: Int = 8, samples: Int = 1, photometric: Int = 1, ink: [UInt8], paper: [UInt8]) {
        self.init(
            width: picture.width, height: picture.height, bits: bits, samples: samples, photometric: photometric,
            data: picture.pixels { $0 ? ink : paper })
    }
}
