internal import ExtractionKit

/// Counts what a result holds and the kit's model has no room for.
struct NotKept {
    private var counts: [String: Int] = [:]

    /// Adds to the count of a kind of thing, named in the plural.
    mutating func count(_ kind: String, _ number: Int = 1) {
        if number > 0 { counts[kind, default: 0] += number }
    }

    /// One warning with all counts, or none.
    func warning(page: Int? = nil) -> [Warning] {
        guard !counts.isEmpty else { return [] }
        let list = counts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
        return [Warning(code: "not_kept", message: "The recorded result also holds what isn't kept: \(list).", page: page)]
    }
}

extension Warning {
    /// Says that words got a share of a larger place.
    static func estimatedPositions(_ count: Int, page: Int) -> [Warning] {
        guard count > 0 else { return [] }
        return [
            Warning(
                code: "positions_estimated",
                message: "The recorded result gives \(count) words no place of their own; theirs is their share of the place around them.",
                page: page)
        ]
    }
}
