#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The greatest resident set so far of this process and of the largest of its children that have ended, in bytes. It never shrinks, so it speaks
/// of a whole run and not of one configuration in it.
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
