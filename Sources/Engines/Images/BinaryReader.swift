/// Reads numbers from bytes that may lie about themselves: every read is checked and gives `nil` past the end.
struct BinaryReader: Sendable {
    let bytes: [UInt8]
    /// The part that may be read. Offsets count from its start.
    let range: Range<Int>
    var isBigEndian: Bool

    init(_ bytes: [UInt8], range: Range<Int>? = nil, isBigEndian: Bool = false) {
        self.bytes = bytes
        self.range = (range ?? bytes.startIndex..<bytes.endIndex).clamped(to: bytes.startIndex..<bytes.endIndex)
        self.isBigEndian = isBigEndian
    }

    var count: Int { range.count }

    func contains(_ offset: Int, count length: Int) -> Bool {
        offset >= 0 && length >= 0 && offset <= count && length <= count - offset
    }

    func unsigned(at offset: Int, size: Int) -> UInt64? {
        guard contains(offset, count: size) else { return nil }
        let start = range.lowerBound + offset
        var value: UInt64 = 0
        for index in 0..<size {
            value = value << 8 | UInt64(bytes[isBigEndian ? start + index : start + size - 1 - index])
        }
        return value
    }

    func byte(at offset: Int) -> Int? { contains(offset, count: 1) ? Int(bytes[range.lowerBound + offset]) : nil }
    func unsigned16(at offset: Int) -> Int? { unsigned(at: offset, size: 2).map { Int($0) } }
    func unsigned32(at offset: Int) -> Int? { unsigned(at: offset, size: 4).map { Int($0) } }
    func signed32(at offset: Int) -> Int? { unsigned(at: offset, size: 4).map { Int(Int32(truncatingIfNeeded: $0)) } }

    /// Whether the given characters stand here.
    func reads(_ text: StaticString, at offset: Int) -> Bool {
        guard contains(offset, count: text.utf8CodeUnitCount) else { return false }
        let start = range.lowerBound + offset
        return text.withUTF8Buffer { $0.elementsEqual(bytes[start..<start + $0.count]) }
    }
}
