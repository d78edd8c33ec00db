internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#endif

/// The calls into Poppler that go on, those that were given up among them.
enum PopplerCalls {
    private static let running = Atomic<Int>(0)

    /// Makes a call, and counts it until it really ends.
    static func counting<R>(_ call: () throws -> R) rethrows -> R {
        running.add(1, ordering: .relaxed)
        defer { running.subtract(1, ordering: .relaxed) }
        return try call()
    }

    /// Keeps a call that was given up from crashing the process as it ends.
    ///
    /// At exit, C++ libraries destroy their globals. A thread that is still in Poppler then crashes, and the process's exit status is lost.
    /// While such a call goes on, the process therefore ends at once with the status it has, its output flushed.
    static func guardExit() { _ = isGuarded }

    private static let isGuarded: Bool = {
        #if canImport(Glibc)
            on_exit(
                { status, _ in
                    guard running.load(ordering: .relaxed) > 0 else { return }
                    fflush(nil)
                    _exit(status)
                }, nil)
        #endif
        return true
    }()
}
