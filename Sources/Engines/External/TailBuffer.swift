/// The last bytes of a stream, up to a limit.
struct TailBuffer {
    private(set) var bytes: [UInt8] = []
    let limit: Int

    init(limit: Int) { self.limit = limit }

    mutating func append(_ more: ArraySlice<UInt8>) {
        bytes += more
        if bytes.count > limit { bytes.removeFirst(bytes.count - limit) }
    }

    /// The bytes as text; what isn't UTF-8 is replaced.
    var text: String { String(decoding: bytes, as: UTF8.self) }
}
