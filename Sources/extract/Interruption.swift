internal import Dispatch
internal import Foundation

/// Lets Ctrl-C, and a termination signal, end the program at once, with a word on what was done.
struct Interruption {
    private let sources: [any DispatchSourceSignal]

    /// Begins to listen.
    ///
    /// - Parameter summary: Says what was done, for the last line on stderr.
    init(_ summary: @escaping @Sendable () -> String) {
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: DispatchQueue(label: "interruption"))
            source.setEventHandler {
                // A second signal ends the program in the system's way, even while somebody doesn't read what we write.
                signal(number, SIG_DFL)
                // A result that is being written is finished first, so that no line is cut.
                Console.delivering {
                    Console.error("interrupted: \(summary())")
                    Console.exit(ExitStatus.interrupted.rawValue)
                }
            }
            source.resume()
            return source
        }
    }

    /// Stops listening; signals end the program in the system's way again.
    func end() {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
}
