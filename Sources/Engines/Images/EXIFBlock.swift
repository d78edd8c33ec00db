/// What an Exif block says of how its image is shown (Exif 2.32, 4.6.4). A block that can't be read says nothing: a picture isn't
/// refused for its notes.
struct EXIFBlock: Sendable {
    let orientation: Orientation
    let resolution: DeclaredResolution?

    init(orientation: Orientation = .upright, resolution: DeclaredResolution? = nil) {
        self.orientation = orientation
        self.resolution = resolution
    }

    /// Reads the block in a range of a file. JPEG, and some writers of WebP, put `Exif` and two zero bytes before it.
    init(_ bytes: [UInt8], range: Range<Int>) {
        var reader = BinaryReader(bytes, range: range)
        if reader.reads("Exif\0\0", at: 0) { reader = BinaryReader(bytes, range: range.lowerBound + 6..<range.upperBound) }
        guard let structure = TIFFStructure(reader), !structure.isBig,
            let fields = structure.fields(ofDirectory: structure.firstDirectory)
        else {
            self.init()
            return
        }
        self.init(orientation: fields.orientation, resolution: fields.resolution)
    }
}
