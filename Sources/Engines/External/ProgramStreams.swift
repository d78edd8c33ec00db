internal import CLinux
internal import ExtractionKit
internal import Foundation

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The lines that go to a program and come from it, and the end of what it says on stderr. It belongs to one thread, which it never blocks for
/// longer than ``slice``.
final class ProgramStreams {
    /// The longest wait at a time, in milliseconds: how soon it is noticed that nobody waits for an answer any more.
    private static let slice: Int32 = 20

    /// The program closed its stdout, or ended.
    struct Ended: Error {}

    let process: ChildProcess
    private var lines: LineBuffer
    private var tail = TailBuffer(limit: 4_096)
    private var unsent: ArraySlice<UInt8> = []
    private var readsErrors = true
    private var isEnded = false

    init(_ process: ChildProcess, longestLine: Int) {
        self.process = process
        lines = LineBuffer(limit: longestLine)
    }

    /// The last that the program wrote to stderr.
    var standardError: String { tail.text }

    /// Hands a line to the program as soon as it reads.
    func send(_ line: [UInt8]) { unsent = (Array(unsent) + line + [0x0A])[...] }

    /// The next line, or `nil` when a short while has passed without one.
    ///
    /// - Throws: ``Ended``; `LineBuffer.TooLong`.
    func nextLine(waiting milliseconds: Int32 = slice) throws -> [UInt8]? {
        if let line = try lines.next() { return line }
        if isEnded { throw Ended() }
        var polled = [
            pollfd(fd: process.output.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: readsErrors ? process.errors.number : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: unsent.isEmpty ? -1 : process.input.number, events: Int16(POLLOUT), revents: 0),
        ]
        let count = poll(&polled, nfds_t(polled.count), min(milliseconds, Self.slice))
        guard count > 0 else {
            // A child of the program that holds its stdout open must not make it look alive.
            if process.hasEnded { isEnded = true }
            return nil
        }
        if polled[1].revents != 0 { readErrors() }
        if polled[2].revents != 0 { write() }
        if polled[0].revents != 0 {
            switch read(process.output) {
            case .bytes(let bytes): lines.append(bytes)
            case .nothing: break
            case .end: isEnded = true
            }
        }
        return try lines.next()
    }

    /// Reads what the program has left on stderr.
    func readErrors() {
        for _ in 0..<64 where readsErrors {
            switch read(process.errors) {
            case .bytes(let bytes): tail.append(bytes)
            case .nothing: return
            case .end: readsErrors = false
            }
        }
    }

    private enum Reading { case bytes(ArraySlice<UInt8>), nothing, end }

    private func read(_ file: FileDescriptor) -> Reading {
        let size = 1 << 16
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, initialized in
            count = Foundation.read(file.number, buffer.baseAddress, size)
            initialized = max(0, count)
        }
        if count > 0 { return .bytes(bytes[...]) }
        return count < 0 && (errno == EAGAIN || errno == EINTR) ? .nothing : .end
    }

    private func write() {
        let (count, error) = SilentPipe.write(unsent, to: process.input)
        if count >= 0 {
            unsent = unsent.dropFirst(count)
        } else if error != EAGAIN, error != EINTR {
            // The program doesn't read any more. What it says, or its end, decides what that means.
            unsent = []
        }
    }
}

/// Writes to a pipe whose reader may be gone, without the signal that ends this process for it.
private enum SilentPipe {
    static func write(_ bytes: ArraySlice<UInt8>, to file: FileDescriptor) -> (count: Int, error: Int32) {
        var signals = sigset_t(), previous = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, &previous)
        defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
        let count = bytes.withUnsafeBytes { Foundation.write(file.number, $0.baseAddress, $0.count) }
        let error = errno
        if count < 0, error == EPIPE {
            var now = timespec()
            while sigtimedwait(&signals, nil, &now) == -1, errno == EINTR {}
        }
        return (count, error)
    }
}
