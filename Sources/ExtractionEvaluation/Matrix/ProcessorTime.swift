#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The seconds of processor time that this process has taken so far, with all its threads and children.
///
/// Children that have ended are counted everywhere. Those that live, as engines that are programs of their own do, are counted on Linux, where
/// `/proc` says what every process took, in hundredths of seconds; so are their children.
func processorSeconds() -> Double {
    #if canImport(Glibc) || canImport(Musl)
        let who = [__rusage_who_t(RUSAGE_SELF.rawValue), __rusage_who_t(RUSAGE_CHILDREN.rawValue)]
    #else
        let who = [RUSAGE_SELF, RUSAGE_CHILDREN]
    #endif
    let ended = who.reduce(0.0) { sum, who in
        var usage = rusage()
        guard getrusage(who, &usage) == 0 else { return sum }
        return sum + usage.ru_utime.seconds + usage.ru_stime.seconds
    }
    return ended + livingDescendantsSeconds()
}

/// A line of `/proc/PID/stat`: see proc(5).
struct ProcessStatus: Equatable {
    var parent: Int
    /// What the process and its children that have ended took, in ticks of the clock.
    var ticks: Int

    init?(_ line: String) {
        // The program's name stands in parentheses and may hold blanks and parentheses.
        guard let end = line.lastIndex(of: ")") else { return nil }
        let fields = line[line.index(after: end)...].split(separator: " ")
        guard fields.count > 14, let parent = Int(fields[1]) else { return nil }
        self.parent = parent
        ticks = fields[11...14].reduce(0) { $0 + (Int($1) ?? 0) }
    }
}

private func livingDescendantsSeconds() -> Double {
    #if os(Linux)
        let files = FileManager.default
        var children: [Int: [(pid: Int, ticks: Int)]] = [:]
        for name in (try? files.contentsOfDirectory(atPath: "/proc")) ?? [] {
            guard let pid = Int(name), let data = files.contents(atPath: "/proc/\(pid)/stat"),
                let status = ProcessStatus(String(decoding: data, as: UTF8.self))
            else { continue }
            children[status.parent, default: []].append((pid, status.ticks))
        }
        var ticks = 0
        var waiting = [Int(getpid())]
        while let parent = waiting.popLast() {
            for child in children.removeValue(forKey: parent) ?? [] {
                ticks += child.ticks
                waiting.append(child.pid)
            }
        }
        return Double(ticks) / Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
    #else
        return 0
    #endif
}

extension timeval {
    fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1e6 }
}
