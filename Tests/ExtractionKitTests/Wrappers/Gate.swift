/// A door that is shut until it is opened; who is cancelled before it goes on too.
struct Gate: Sendable {
    private let stream: AsyncStream<Never>
    private let continuation: AsyncStream<Never>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func open() { continuation.finish() }
    func wait() async { for await _ in stream {} }
}

/// Lets others run until something holds.
func eventually(_ holds: () -> Bool) async { while !holds() { await Task.yield() } }
