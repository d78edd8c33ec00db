/// Where the strings, numbers and words of a JSON text stand, by their paths: names of members and numbers of elements.
struct JSONPlaces {
    private(set) var places: [[String]: Range<Int>] = [:]

    private let bytes: [UInt8]
    private var offset = 0

    /// Reads a text. Of what isn't JSON, the places up to there are known.
    init(_ text: String) {
        bytes = Array(text.utf8)
        _ = read([])
    }

    private mutating func skipSpace() { while offset < bytes.count, bytes[offset] <= 0x20 { offset += 1 } }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    private mutating func read(_ path: [String]) -> Bool {
        guard path.count < 16 else { return false }
        if take("{") {
            if take("}") { return true }
            repeat {
                skipSpace()
                guard let name = string(), take(":"), read(path + [name]) else { return false }
            } while take(",")
            return take("}")
        }
        if take("[") {
            if take("]") { return true }
            var number = 0
            repeat {
                guard read(path + [String(number)]) else { return false }
                number += 1
            } while take(",")
            return take("]")
        }
        skipSpace()
        let start = offset
        if offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") {
            guard string() != nil else { return false }
            // Without the quotation marks, which nobody could doubt.
            places[path] = start + 1..<max(start + 1, offset - 1)
            return true
        }
        while offset < bytes.count, !",]} \n\r\t".utf8.contains(bytes[offset]) { offset += 1 }
        places[path] = start..<offset
        return offset > start
    }

    /// The characters of a string as they are written, which is how names of members are.
    private mutating func string() -> String? {
        guard take("\"") else { return nil }
        let start = offset
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") { offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1 }
        guard offset < bytes.count else { return nil }
        defer { offset += 1 }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }
}
