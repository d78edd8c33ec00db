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

/// The greatest resident set so far of this process and of the largest of its children that have ended, in bytes.
func peakResidentBytes() -> Int? {
    #if canImport(Glibc) || canImport(Musl)
        let who = [__rusage_who_t(RUSAGE_SELF.rawValue), __rusage_who_t(RUSAGE_CHILDREN.rawValue)]
        let unit = 1_024  // Linux counts kibibytes.
    #else
        let who = [RUSAGE_SELF, RUSAGE_CHILDREN]
        let unit = 1
    #endif
    let sizes = who.compactMap { who -> Int? in
        var usage = rusage()
        return getrusage(who, &usage) == 0 ? Int(usage.ru_maxrss) * unit : nil
    }
    return sizes.isEmpty ? nil : sizes.reduce(0, +)
}

/// Measures the greatest resident set of a part of a run: of this process, with what it held before, and of the processes that it starts
/// meanwhile and that still run at the end.
///
/// The kernel's high-water mark never falls by itself, so it is set back at the start (proc_pid_clear_refs(5)); where that can't be done, as
/// outside of Linux, nothing is measured.
struct ResidentPeak {
    /// The greatest resident set up to the start, which the kernel forgets.
    let before: Int?
    private let children: Set<String>
    /// What is held at the start; `nil` where nothing can be measured.
    private let start: Int?

    /// Begins.
    init() {
        before = peakResidentBytes()
        children = Self.childProcesses()
        start = Self.reset() ? Self.highWaterMark(of: "self") : nil
    }

    /// The peak since the start, in bytes.
    func bytes() -> Int? {
        guard start != nil, let own = Self.highWaterMark(of: "self") else { return nil }
        return Self.childProcesses().subtracting(children).compactMap(Self.highWaterMark).reduce(own, +)
    }

    /// What was held at the peak beyond what was held at the start, in bytes.
    func growth() -> Int? {
        guard let start, let peak = bytes() else { return nil }
        return max(0, peak - start)
    }

    private static func reset() -> Bool {
        guard let file = fopen("/proc/self/clear_refs", "w") else { return false }
        let isWritten = fputs("5", file) >= 0
        return fclose(file) == 0 && isWritten
    }

    private static func highWaterMark(of process: String) -> Int? {
        let line = text(of: "/proc/\(process)/status").split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }.map { $0 * 1_024 }
    }

    private static func childProcesses() -> Set<String> {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
        return Set(threads.flatMap { text(of: "/proc/self/task/\($0)/children").split(separator: " ").map(String.init) })
    }

    /// The text of a file of the kernel, whose size isn't known before it is read; empty where there is none.
    private static func text(of path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
