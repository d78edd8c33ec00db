/// Cuts a stream of bytes into lines, up to a limit on their length.
struct LineBuffer {
    struct TooLong: Error {}

    let limit: Int
    private var bytes: [UInt8] = []
    /// How many of the bytes are known to hold no line feed, so that a long line is searched once.
    private var searched = 0

    init(limit: Int) { self.limit = limit }

    /// Whether there is anything that hasn't been handed out.
    var isEmpty: Bool { bytes.isEmpty }

    mutating func append(_ more: ArraySlice<UInt8>) { bytes += more }

    /// The next complete line without its line feed, or `nil` where there is none yet.
    ///
    /// - Throws: ``TooLong`` as soon as a line is longer than the limit, complete or not.
    mutating func next() throws -> [UInt8]? {
        guard let end = bytes[searched...].firstIndex(of: 0x0A) else {
            searched = bytes.count
            if bytes.count > limit { throw TooLong() }
            return nil
        }
        guard end <= limit else { throw TooLong() }
        var line = Array(bytes[..<end])
        if line.last == 0x0D { line.removeLast() }
        bytes.removeFirst(end + 1)
        searched = 0
        return line
    }
}
