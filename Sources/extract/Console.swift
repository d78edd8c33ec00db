internal import ExtractionKit
internal import Foundation
internal import Synchronization

/// The two streams: results on stdout, everything else on stderr.
enum Console {
    /// Whether progress can be shown: somebody looks at stderr.
    static let showsProgress = isatty(STDERR_FILENO) == 1
    /// Whether somebody looks at stdout.
    static let isTerminal = isatty(STDOUT_FILENO) == 1
    private static let progress = Mutex("")
    private static let delivery = Mutex(())

    /// Runs work that an interruption must not cut in two, such as writing a result.
    static func delivering<R>(_ body: () throws -> R) rethrows -> R { try delivery.withLock { _ in try body() } }

    /// Writes a result and a line feed.
    ///
    /// - Throws: ``ExtractionError`` with the code `outputFailed`: a full disk must not look like success.
    static func result(_ text: String) throws { try result(Array(text.utf8) + [0x0A]) }

    /// Writes a result as it is.
    ///
    /// - Throws: As ``result(_:)-(String)``.
    static func result(_ bytes: [UInt8]) throws {
        guard write(bytes, to: STDOUT_FILENO) else {
            throw ExtractionError(.outputFailed, "The results can't be written to standard output; check space and who reads them.")
        }
    }

    /// Writes an error or a note for people.
    static func error(_ text: String, prefixed: Bool = true) {
        clearProgress()
        let line = printable(prefixed ? "extract: \(text)" : text)
        _ = write(line.hasSuffix("\n") ? line : line + "\n", to: STDERR_FILENO)
    }

    /// Says what failed in a document, on one line.
    static func error(_ code: ExtractionError.Code, _ message: String, in path: String, page: Int? = nil) {
        error("\(printable(path, keepingLines: false)): \(page.map { "page \($0): " } ?? "")\(code): \(message)")
    }

    /// Says what a person should know of a document, on one line.
    static func warning(_ warning: Warning, in path: String) {
        error("\(printable(path, keepingLines: false)): \(warning.page.map { "page \($0): " } ?? "")warning: \(warning.message)")
    }

    /// Shows where a long job stands, on a line that is written over.
    static func showProgress(_ text: String) {
        guard showsProgress else { return }
        progress.withLock { shown in
            shown = printable(text)
            _ = write("\r\u{1B}[K\(shown)", to: STDERR_FILENO)
        }
    }

    /// Takes the progress away.
    static func clearProgress() {
        guard showsProgress else { return }
        progress.withLock { shown in
            if !shown.isEmpty { _ = write("\r\u{1B}[K", to: STDERR_FILENO) }
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

    /// File names and texts come from strangers: what controls a terminal, breaks lines or turns the direction of text is replaced. Line
    /// feeds stay where the caller allows them.
    static func printable(_ text: String, keepingLines: Bool = true) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    if scalar == "\n" { return keepingLines ? scalar : "\u{FFFD}" }
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator: return "\u{FFFD}"
                    default: return scalar
                    }
                }))
    }

    /// Writes all of it, or says that it can't.
    private static func write(_ text: String, to descriptor: Int32) -> Bool { write(Array(text.utf8), to: descriptor) }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var bytes = bytes[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                guard errno == EAGAIN else { return false }
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&waiting, 1, -1)
                continue
            }
            bytes = bytes.dropFirst(count)
        }
        return true
    }
}
