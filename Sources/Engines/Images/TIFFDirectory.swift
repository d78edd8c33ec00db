/// The head of a TIFF file, or of the Exif block that is built like one: byte order, kind, and where the first directory is
/// (TIFF 6.0, section 2; BigTIFF).
struct TIFFStructure: Sendable {
    let reader: BinaryReader
    let isBig: Bool
    let firstDirectory: Int

    init?(_ source: BinaryReader) {
        var reader = source
        if reader.reads("II", at: 0) {
            reader.isBigEndian = false
        } else if reader.reads("MM", at: 0) {
            reader.isBigEndian = true
        } else {
            return nil
        }
        let first: UInt64?
        switch reader.unsigned16(at: 2) {
        case 42:
            isBig = false
            first = reader.unsigned(at: 4, size: 4)
        case 43:
            isBig = true
            guard reader.unsigned16(at: 4) == 8, reader.unsigned16(at: 6) == 0 else { return nil }
            first = reader.unsigned(at: 8, size: 8)
        default: return nil
        }
        guard let first = first.flatMap(Int.init(exactly:)) else { return nil }
        firstDirectory = first
        self.reader = reader
    }

    private var entrySize: Int { isBig ? 20 : 12 }
    private var countSize: Int { isBig ? 8 : 2 }
    private var offsetSize: Int { isBig ? 8 : 4 }

    private func entryCount(ofDirectory offset: Int) -> Int? {
        // No writer comes near 4,096 fields; a directory that claims more is damaged.
        guard let count = reader.unsigned(at: offset, size: countSize), count > 0, count <= 4_096 else { return nil }
        let entries = Int(count)
        return reader.contains(offset + countSize, count: entries * entrySize) ? entries : nil
    }

    /// Where the directory after this one is, 0 for none; `nil` where this one can't be read.
    func directory(after offset: Int) -> Int? {
        guard let count = entryCount(ofDirectory: offset) else { return nil }
        return reader.unsigned(at: offset + countSize + count * entrySize, size: offsetSize).flatMap(Int.init(exactly:))
    }

    /// The directory's fields. A directory whose fields run past the end gives `nil`; a field whose values do has none.
    func fields(ofDirectory offset: Int, first limit: Int = .max) -> TIFFFields? {
        guard let count = entryCount(ofDirectory: offset) else { return nil }
        var entries: [Int: TIFFFields.Entry] = [:]
        for index in 0..<min(count, limit) {
            let start = offset + countSize + index * entrySize
            guard let tag = reader.unsigned16(at: start), let type = reader.unsigned16(at: start + 2),
                let length = reader.unsigned(at: start + 4, size: offsetSize).flatMap(Int.init(exactly:)),
                let size = TIFFFields.sizes[type], entries[tag] == nil
            else { continue }
            let (total, overflow) = length.multipliedReportingOverflow(by: size)
            guard !overflow else { continue }
            let inlined = start + 4 + offsetSize
            let position = total <= offsetSize ? inlined : reader.unsigned(at: inlined, size: offsetSize).flatMap(Int.init(exactly:))
            guard let position, reader.contains(position, count: total) else { continue }
            entries[tag] = TIFFFields.Entry(type: type, count: length, position: position)
        }
        return TIFFFields(reader: reader, entries: entries)
    }
}

/// The fields of one directory.
struct TIFFFields: Sendable {
    struct Entry: Sendable {
        var type: Int
        var count: Int
        var position: Int
    }

    fileprivate let reader: BinaryReader
    fileprivate let entries: [Int: Entry]

    /// Bytes per value, by field type.
    fileprivate static let sizes = [
        1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8,
    ]

    func count(_ tag: Int) -> Int { entries[tag]?.count ?? 0 }

    /// A value of a field of whole numbers.
    func integer(_ tag: Int, at index: Int = 0) -> Int? {
        guard let entry = entries[tag], index >= 0, index < entry.count, [1, 3, 4, 13, 16, 18].contains(entry.type),
            let size = Self.sizes[entry.type]
        else { return nil }
        return reader.unsigned(at: entry.position + index * size, size: size).flatMap(Int.init(exactly:))
    }

    /// The value of a field of fractions; `nil` where it divides by zero.
    func fraction(_ tag: Int) -> Double? {
        guard let entry = entries[tag], entry.type == 5, entry.count > 0,
            let numerator = reader.unsigned32(at: entry.position), let denominator = reader.unsigned32(at: entry.position + 4),
            denominator > 0
        else { return nil }
        return Double(numerator) / Double(denominator)
    }
}

extension TIFFFields {
    var orientation: Orientation { integer(274).flatMap(Orientation.init(rawValue:)) ?? .upright }

    /// The declared resolution. Exif and TIFF take inches where no unit is given; the unit 1 says that only the ratio is meant.
    var resolution: DeclaredResolution? {
        guard let x = fraction(282) ?? fraction(283), let y = fraction(283) ?? fraction(282) else { return nil }
        switch integer(296) ?? 2 {
        case 2: return DeclaredResolution(x: x, y: y)
        case 3: return DeclaredResolution(x: x * 2.54, y: y * 2.54)
        default: return nil
        }
    }
}
