/// Cuts a stream of server-sent events (WHATWG HTML, 9.2) into the data of its events, however the bytes are cut into pieces.
///
/// Lines may end as they like; comments, with which services keep a connection awake, and names of events are left out.
package struct ServerSentEvents: Sendable {
    private var line: [UInt8] = []
    private var data: [UInt8]?
    private var endedWithReturn = false

    package init() {}

    /// The data of the events that a piece ends.
    package mutating func events(endedBy piece: some Sequence<UInt8>) -> [[UInt8]] {
        var events: [[UInt8]] = []
        for byte in piece {
            let followsReturn = endedWithReturn
            endedWithReturn = byte == UInt8(ascii: "\r")
            switch byte {
            case UInt8(ascii: "\n") where followsReturn: continue
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                if let event = endLine() { events.append(event) }
            default: line.append(byte)
            }
        }
        return events
    }

    /// Reads a line; an empty one ends an event.
    private mutating func endLine() -> [UInt8]? {
        defer { line.removeAll(keepingCapacity: true) }
        if line.isEmpty {
            defer { data = nil }
            return data
        }
        let mark = Array("data:".utf8)
        guard line.starts(with: mark) else { return nil }
        var value = line[mark.count...]
        if value.first == UInt8(ascii: " ") { value.removeFirst() }
        data = data.map { $0 + [UInt8(ascii: "\n")] + value } ?? Array(value)
        return nil
    }
}
