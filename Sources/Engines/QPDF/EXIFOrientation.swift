/// How a camera says that its image is turned: the tag 0x0112 of Exif's first directory.
struct EXIFOrientation {
    /// From 1, upright, to 8.
    let value: Int

    /// Reads the tag from the content of a JPEG file's APP1 segment, or gives `nil` where it isn't there.
    init?(_ segment: ArraySlice<UInt8>) {
        guard segment.starts(with: Array("Exif\0\0".utf8)) else { return nil }
        let block = Array(segment.dropFirst(6))
        let isBigEndian = block.starts(with: "MM".utf8)
        func number(at place: Int, count: Int) -> Int? {
            guard place >= 0, place + count <= block.count else { return nil }
            let bytes = block[place..<(place + count)]
            return (isBigEndian ? Array(bytes) : bytes.reversed()).reduce(0) { $0 << 8 | Int($1) }
        }
        guard let directory = number(at: 4, count: 4), let count = number(at: directory, count: 2) else { return nil }
        for entry in 0..<min(count, 512) {
            let place = directory + 2 + entry * 12
            guard let tag = number(at: place, count: 2) else { return nil }
            guard tag == 0x0112 else { continue }
            guard let value = number(at: place + 8, count: 2), (1...8).contains(value) else { return nil }
            self.value = value
            return
        }
        return nil
    }
}
