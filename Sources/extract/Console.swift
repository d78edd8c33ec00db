internal import Foundation
internal import Synchronization

/// The two streams: results on stdout, everything else on stderr.
enum Console {
    /// Whether progress can be shown: somebody looks at stderr.
    static let showsProgress = isatty(STDERR_FILENO) == 1
    private static let progress = Mutex("")
    private static let delivery = Mutex(())

    /// Runs work that an interruption must not cut in two, such as writing a result.
    static func delivering<R>(_ body: () throws -> R) rethrows -> R { try delivery.withLock { _ in try body() } }

    /// Writes a result and a line feed.
    static func result(_ text: String) { write(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO) }

    /// Writes an error or a note for people.
    static func error(_ text: String, prefixed: Bool = true) {
        clearProgress()
        let line = printable(prefixed ? "extract: \(text)" : text)
        write(line.hasSuffix("\n") ? line : line + "\n", to: STDERR_FILENO)
    }

    /// Shows where a long job stands, on a line that is written over.
    static func showProgress(_ text: String) {
        guard showsProgress else { return }
        progress.withLock { shown in
            shown = printable(text)
            write("\r\u{1B}[K\(shown)", to: STDERR_FILENO)
        }
    }

    /// Takes the progress away.
    static func clearProgress() {
        guard showsProgress else { return }
        progress.withLock { shown in
            if !shown.isEmpty { write("\r\u{1B}[K", to: STDERR_FILENO) }
            shown = ""
        }
    }

    /// Ends the program at once.
    ///
    /// `_exit` and not `exit`: a C library may still be at work on a thread that can't be stopped, and the destructors of its globals must not
    /// run under it. Everything that matters has been written by then.
    static func exit(_ status: Int32) -> Never {
        clearProgress()
        _exit(status)
    }

    /// File names come from strangers: control characters must not steer the terminal.
    static func printable(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 && $0 != "\n" || $0.value == 0x7F ? "\u{FFFD}" : $0 }))
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                return
            }
            bytes = bytes.dropFirst(count)
        }
    }
}
