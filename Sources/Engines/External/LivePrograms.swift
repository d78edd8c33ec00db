internal import Foundation
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The programs that run now, so that none outlives a process that ends by itself while they do.
///
/// A process that is killed can't do that: then programs see the end of their stdin, on which the protocol asks them to end.
final class LivePrograms: Sendable {
    static let shared = LivePrograms()
    private let live = Mutex<Set<pid_t>>([])

    private init() {
        atexit { LivePrograms.shared.killAll() }
    }

    /// Their process groups.
    var groups: Set<pid_t> { live.withLock(\.self) }

    func add(_ group: pid_t) { live.withLock { _ = $0.insert(group) } }
    func remove(_ group: pid_t) { live.withLock { _ = $0.remove(group) } }

    private func killAll() {
        // The process ends: a thread that holds the lock now may never give it back.
        _ = live.withLockIfAvailable { groups in for group in groups { _ = kill(-group, SIGKILL) } }
    }
}
