internal import ExtractionKit

/// The compression of GIF (GIF89a, appendix F): LZW with codes that grow to 12 bits, low bits first.
enum GIFCodes {
    /// Decodes the given number of palette indices.
    static func decode(_ data: [UInt8], codeSize: Int, count: Int) throws -> [UInt8] {
        let clear = 1 << codeSize
        let end = clear + 1
        // What a code adds to the code before it, the last index it stands for, the first, and how many it stands for.
        var prefix = [Int](repeating: 0, count: 4_096)
        var last = [UInt8](repeating: 0, count: 4_096)
        var first = [UInt8](repeating: 0, count: 4_096)
        var length = [Int](repeating: 0, count: 4_096)
        for code in 0..<clear {
            last[code] = UInt8(truncatingIfNeeded: code)
            first[code] = last[code]
            length[code] = 1
        }
        var output = [UInt8](repeating: 0, count: count)
        var filled = 0
        var next = end + 1
        var width = codeSize + 1
        var previous: Int?
        var (bits, bitCount, position) = (0, 0, 0)
        while filled < count {
            while bitCount < width {
                guard position < data.count else { throw ExtractionError.truncatedImage() }
                bits |= Int(data[position]) << bitCount
                bitCount += 8
                position += 1
            }
            var code = bits & (1 << width - 1)
            bits >>= width
            bitCount -= width
            if code == clear {
                (next, width, previous) = (end + 1, codeSize + 1, nil)
                continue
            }
            guard code != end else { throw ExtractionError.truncatedImage() }
            guard code < next || (code == next && previous != nil && next < 4_096) else { throw ExtractionError.corruptImage("GIF") }
            if let previous, next < 4_096 {
                prefix[next] = previous
                first[next] = first[previous]
                last[next] = code == next ? first[previous] : first[code]
                length[next] = length[previous] + 1
                next += 1
                if next == 1 << width, width < 12 { width += 1 }
            }
            previous = code
            // A code stands for its indices from the last to the first; those past the end of the frame aren't kept.
            for index in (filled..<filled + length[code]).reversed() {
                if index < count { output[index] = last[code] }
                code = prefix[code]
            }
            filled += length[previous ?? code]
        }
        return output
    }
}
