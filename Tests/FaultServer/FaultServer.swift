internal import Foundation
internal import Glibc
internal import Synchronization

/// A server on this machine that misbehaves as it is told, one thread a connection.
package final class FaultServer: Sendable {
    /// What it does with a connection after it has read a request.
    package enum Behaviour: Sendable {
        /// Answers with these bytes, and closes.
        case bytes(String)
        /// Answers with these bytes, and resets the connection.
        case reset(String)
        /// Says nothing until the other side goes away.
        case silent
        /// Answers with these bytes, then a byte each so many milliseconds, for ever.
        case drip(String, milliseconds: UInt32)
        /// Answers with these bytes, then more and more without a pause.
        case endless(String)
    }

    /// Where it listens on this machine.
    package let port: UInt16
    private let socket: Int32
    private let state: Mutex<(behaviours: [Behaviour], requests: [String], open: Int)>

    /// - Parameter behaviours: One for each request; the last one goes on.
    package init(_ behaviours: [Behaviour]) throws {
        state = Mutex((behaviours, [], 0))
        let listener = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        socket = listener
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        guard bound, listen(listener, 64) == 0 else { throw CocoaError(.fileReadUnknown) }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [weak self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                guard let self else {
                    close(connection)
                    return
                }
                self.state.withLock { $0.open += 1 }
                Thread.detachNewThread { self.serve(connection) }
            }
        }
    }

    package func stop() { shutdown(socket, Int32(SHUT_RDWR)) }

    deinit { close(socket) }

    /// The requests so far, without their contents.
    package var requests: [String] { state.withLock { $0.requests } }
    /// The connections that are open.
    package var openConnections: Int { state.withLock { $0.open } }

    private func serve(_ connection: Int32) {
        defer {
            close(connection)
            state.withLock { $0.open -= 1 }
        }
        var head: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while head.firstRange(of: Array("\r\n\r\n".utf8)) == nil {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            head += buffer[..<count]
        }
        // A connection that is closed with content unread is reset, which isn't what was told.
        let text = String(decoding: head, as: UTF8.self)
        let mark = text.firstRange(of: "\r\n\r\n").map { text[..<$0.upperBound].utf8.count } ?? head.count
        var rest = Self.contentLength(of: text) - (head.count - mark)
        while rest > 0 {
            let count = recv(connection, &buffer, min(rest, buffer.count), 0)
            guard count > 0 else { return }
            rest -= count
        }
        let behaviour = state.withLock { state -> Behaviour in
            state.requests.append(String(decoding: head.prefix(mark), as: UTF8.self))
            return state.behaviours.count > 1 ? state.behaviours.removeFirst() : state.behaviours[0]
        }
        switch behaviour {
        case .bytes(let text): write(text, to: connection)
        case .reset(let text):
            write(text, to: connection)
            usleep(20_000)
            var hard = linger(l_onoff: 1, l_linger: 0)
            setsockopt(connection, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
        case .silent: while recv(connection, &buffer, buffer.count, 0) > 0 {}
        case .drip(let text, let milliseconds):
            write(text, to: connection)
            while write("x", to: connection) {
                // A long pause ends when the other side goes away.
                for _ in 0..<max(1, milliseconds / 10) {
                    usleep(min(milliseconds, 10) * 1_000)
                    let count = recv(connection, &buffer, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
                    guard count > 0 || count < 0 && errno == EAGAIN else { return }
                }
            }
        case .endless(let text):
            write(text, to: connection)
            let piece = String(repeating: "x", count: 65_536)
            while write(piece, to: connection) {}
        }
    }

    private static func contentLength(of head: String) -> Int {
        head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
            .flatMap { Int($0.split(separator: ":")[1].filter(\.isNumber)) } ?? 0
    }

    @discardableResult private func write(_ text: String, to connection: Int32) -> Bool {
        let bytes = Array(text.utf8)
        return send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }
}
