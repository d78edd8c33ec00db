internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#endif

/// Keeps a call that was given up from crashing the process as it ends.
///
/// At exit, C++ libraries destroy their globals. A thread that is still inside of one then crashes, and the process's exit status is lost. While
/// calls go on, the process therefore ends at once with the status it has, its output flushed.
enum ExitGuard {
    private static let running = Atomic<Int>(0)

    private static let isInstalled: Bool = {
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

    /// Makes a call into a library, and counts it until it really ends.
    static func counting<R>(_ call: () throws -> R) rethrows -> R {
        _ = isInstalled
        running.add(1, ordering: .relaxed)
        defer { running.subtract(1, ordering: .relaxed) }
        return try call()
    }
}
