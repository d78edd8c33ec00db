/// Writes GIF files whose codes never grow: a clear code comes before the table would.
struct GIFWriter {
    var width: Int
    var height: Int
    /// Indices of two bits, rows in the file's order.
    var indices: [UInt8]
    var palette: [UInt8] = [0, 0, 0, 255, 255, 255, 128, 128, 128, 200, 200, 200]
    var transparent: UInt8?
    var isInterlaced = false
    var frames = 1

    func bytes() -> [UInt8] {
        var file = Array("GIF89a".utf8) + .number(width, bytes: 2) + .number(height, bytes: 2) + [palette.isEmpty ? 0 : 0x81, 0, 0]
        file += palette
        for _ in 0..<frames {
            if let transparent { file += [0x21, 0xF9, 4, 1, 0, 0, transparent, 0] }
            file += [0x2C, 0, 0, 0, 0] + .number(width, bytes: 2) + .number(height, bytes: 2) + [isInterlaced ? 0x40 : 0, 2]
            let data = codes()
            for start in stride(from: 0, to: data.count, by: 255) {
                let part = data[start..<min(start + 255, data.count)]
                file += [UInt8(part.count)] + part
            }
            file.append(0)
        }
        return file + [0x3B]
    }

    private func codes() -> [UInt8] {
        var bits: [Bool] = []
        func put(_ code: Int) { for bit in 0..<3 { bits.append(code >> bit & 1 == 1) } }
        for (position, index) in indices.enumerated() {
            // Codes are 3 bits wide while the table has fewer than 8 entries.
            if position % 2 == 0 { put(4) }
            put(Int(index))
        }
        put(5)
        return stride(from: 0, to: bits.count, by: 8).map { start in
            (0..<8).reduce(UInt8(0)) { start + $1 < bits.count && bits[start + $1] ? $0 | 1 << $1 : $0 }
        }
    }
}
