extension OCRCapabilities {
    /// What an engine made of others can promise, whichever of them answers.
    ///
    /// - Languages: those that every part reads, where a part that reads any doesn't narrow them; all of them where the parts have none in
    ///   common.
    /// - Granularity: the coarsest of the parts.
    /// - Pages at once: the fewest of the parts.
    /// - Residency: remote when any part is. The hosts of several remote parts stand together, separated by commas.
    static func combining(_ parts: [OCRCapabilities]) -> OCRCapabilities {
        OCRCapabilities(
            languages: commonLanguages(of: parts), granularity: parts.map(\.granularity).min { $0.fineness < $1.fineness } ?? .word,
            concurrentPages: parts.map(\.concurrentPages).min() ?? 1, residency: .combining(parts.map(\.residency)))
    }

    private static func commonLanguages(of parts: [OCRCapabilities]) -> [String] {
        let lists = parts.map(\.languages).filter { !$0.isEmpty }
        let common = (lists.first ?? []).filter { language in lists.allSatisfy { $0.contains(language) } }
        guard common.isEmpty else { return common }
        var seen: Set<String> = []
        return lists.joined().filter { seen.insert($0).inserted }
    }
}

extension OCRCapabilities.Granularity {
    fileprivate var fineness: Int {
        switch self {
        case .block: 0
        case .line: 1
        case .word: 2
        }
    }
}

extension Residency {
    /// Local when every part is.
    static func combining(_ parts: [Residency]) -> Residency {
        var hosts: [String] = []
        for case .remote(let host) in parts where !hosts.contains(host) { hosts.append(host) }
        return hosts.isEmpty ? .local : .remote(host: hosts.joined(separator: ","))
    }
}
