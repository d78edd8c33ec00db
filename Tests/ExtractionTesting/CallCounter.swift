import Synchronization

/// Counts calls, and notices calls that meet.
final class CallCounter: Sendable {
    private let calls = Mutex((begun: 0, under: 0))

    /// How many calls there were.
    var count: Int { calls.withLock { $0.begun } }

    /// The number of calls before this one.
    func next() -> Int {
        calls.withLock {
            $0.begun += 1
            return $0.begun - 1
        }
    }

    /// Begins a call, gives others the time to begin too, and says whether any did.
    func meetsAnother() async -> Bool {
        let (mine, others) = calls.withLock {
            $0.begun += 1
            $0.under += 1
            return ($0.begun, $0.under - 1)
        }
        defer { calls.withLock { $0.under -= 1 } }
        if others > 0 { return true }
        // A turn lets whatever is ready go first, so that the number is far more than enough.
        for _ in 0..<1_000 {
            if calls.withLock({ $0.begun }) > mine { return true }
            await Task.yield()
        }
        return false
    }
}
