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

    /// The numbers of their sessions, which are those of the programs themselves.
    var sessions: Set<pid_t> { live.withLock(\.self) }

    func add(_ session: pid_t) { live.withLock { _ = $0.insert(session) } }
    func remove(_ session: pid_t) { live.withLock { _ = $0.remove(session) } }

    /// Kills a program and its descendants, those in groups of their own included. One that made a session of its own goes on.
    static func killSession(_ session: pid_t) {
        _ = kill(-session, SIGKILL)
        // A member may start another one while the list is read.
        for _ in 0..<4 {
            let members = members(of: session)
            if members.isEmpty { return }
            for member in members { _ = kill(member, SIGKILL) }
        }
    }

    /// The living processes of a session, its head aside.
    private static func members(of session: pid_t) -> [pid_t] {
        guard let folder = opendir("/proc") else { return [] }
        defer { closedir(folder) }
        var members: [pid_t] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard let number = pid_t(name), number != session, getsid(number) == session else { continue }
            // After the name in brackets: the state, of which Z is dead.
            let status = FileManager.default.contents(atPath: "/proc/\(number)/stat") ?? Data()
            guard let bracket = status.lastIndex(of: 0x29), status.dropFirst(bracket + 2 - status.startIndex).first != 0x5A else {
                continue
            }
            members.append(number)
        }
        return members
    }

    private func killAll() {
        // The process ends: a thread that holds the lock now may never give it back.
        _ = live.withLockIfAvailable { sessions in
            for session in sessions {
                Self.killSession(session)
                // Reaped as well, for machines on which nobody buries orphans.
                for _ in 0..<100 where waitpid(session, nil, WNOHANG) == 0 { usleep(1_000) }
            }
        }
    }
}
