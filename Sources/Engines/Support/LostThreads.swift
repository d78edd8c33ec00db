internal import Synchronization

/// How many threads of the process hang in calls that were given up. Threads are the process's, not a pool's: loaders have a pool for each
/// document, and hostile documents come one by one.
enum LostThreads {
    /// Above this, a process should be restarted.
    static let limit = 64
    private static let number = Atomic<Int>(0)

    static var count: Int { number.load(ordering: .relaxed) }
    static func add(_ change: Int) { number.add(change, ordering: .relaxed) }
}
