public import ExtractionKit

/// A value as ANLS* sees it: leaves of text in lists and dictionaries, and for a truth several answers that are all right.
public indirect enum ANLSValue: Hashable, Sendable {
    /// Nothing.
    case none
    /// Text; numbers and truth values as they print.
    case leaf(String)
    /// Values whose order doesn't count.
    case list([ANLSValue])
    /// Values by key.
    case dictionary([String: ANLSValue])
    /// Any of these is right. In a truth alone; the first of equally good ones counts.
    case anyOf([ANLSValue])

    /// Takes a JSON value.
    public init(_ json: JSONValue) {
        self =
            switch json {
            case .null: .none
            case .string, .number, .bool: .leaf(json.plainText ?? "")
            case .array(let elements): .list(elements.map(ANLSValue.init))
            case .object(let members): .dictionary(members.mapValues(ANLSValue.init))
            }
    }
}

/// ANLS*: one similarity from 0 to 1 for text, lists and dictionaries in each other.
///
/// Leaves score their ``editSimilarity(_:_:normalisation:)`` in lower case with white space collapsed, or 0 below 0.5. Lists are paired one to
/// one for the greatest sum of scores; dictionaries by key. Everything missing and everything invented counts in the denominator. The
/// rule by which the authors' code takes a list of texts for alternatives when the answer is one text is left out: say
/// ``ANLSValue/anyOf(_:)``. Where pairings of lists tie, the one with the smaller denominator counts; the paper leaves it open.
public func anlsStar(truth: ANLSValue, found: ANLSValue) -> Double { pairScore(truth, found).average }

/// ANLS* of JSON values.
public func anlsStar(truth: JSONValue, found: JSONValue) -> Double { anlsStar(truth: ANLSValue(truth), found: ANLSValue(found)) }

/// The sum of the leaves' scores, and how many leaves it is shared by.
private struct PairScore {
    var sum = 0.0
    var length = 0

    var average: Double { length > 0 ? sum / Double(length) : 1 }

    static func += (left: inout PairScore, right: PairScore) {
        left.sum += right.sum
        left.length += right.length
    }
}

private func pairScore(_ truth: ANLSValue, _ found: ANLSValue) -> PairScore {
    switch (truth, found) {
    case (.anyOf(let options), _):
        // `max(by:)` takes the last of equals; the first is wanted.
        options.map { pairScore($0, found) }.reduce(nil) { best, next in
            if let best, best.average >= next.average { best } else { next }
        } ?? PairScore(length: max(1, found.leafCount))
    case (.none, _): PairScore(sum: found.isNothing ? 1 : 0, length: max(1, found.leafCount))
    case (.leaf(let truth), .leaf(let found)): PairScore(sum: leafScore(truth, found), length: 1)
    case (.list(let truth), .list(let found)): listScore(truth, found)
    case (.dictionary(let truth), .dictionary(let found)): dictionaryScore(truth, found)
    default: PairScore(length: max(truth.leafCount, found.leafCount))
    }
}

private func leafScore(_ truth: String, _ found: String) -> Double {
    let normalisation = TextNormalisation(composes: false, foldsCase: true)
    let similarity = editSimilarity(truth, found, normalisation: normalisation)
    return similarity < 0.5 ? 0 : similarity
}

private func dictionaryScore(_ truth: [String: ANLSValue], _ found: [String: ANLSValue]) -> PairScore {
    var score = PairScore()
    for key in Set(truth.keys).union(found.keys).sorted() {
        var pair = pairScore(truth[key] ?? .none, found[key] ?? .none)
        // As in the authors' code: saying that something unasked isn't there earns nothing.
        if truth[key] == nil, found[key]?.isNothing == true { pair.sum = 0 }
        score += pair
    }
    return score
}

private func listScore(_ truth: [ANLSValue], _ found: [ANLSValue]) -> PairScore {
    let pairs = truth.map { truth in found.map { pairScore(truth, $0) } }
    // Far less than two scores can differ by, and far more than rounding: it only decides between equal sums.
    let weights = pairs.map { row in row.map { $0.average - 1e-11 * Double($0.length) } }
    let partners = bestAssignment(weights)
    var score = PairScore()
    for (index, partner) in partners.enumerated() {
        score += partner.map { pairs[index][$0] } ?? PairScore(length: truth[index].leafCount)
    }
    let used = Set(partners.compactMap(\.self))
    for index in found.indices where !used.contains(index) { score.length += found[index].leafCount }
    return score
}

extension ANLSValue {
    /// The number of leaves; nothing is a leaf, too.
    fileprivate var leafCount: Int {
        switch self {
        case .none, .leaf: 1
        case .list(let elements): elements.reduce(0) { $0 + $1.leafCount }
        case .dictionary(let members): members.values.reduce(0) { $0 + $1.leafCount }
        case .anyOf(let options): options.map(\.leafCount).max() ?? 1
        }
    }

    /// Whether it says that there is nothing.
    fileprivate var isNothing: Bool {
        switch self {
        case .none: true
        case .leaf(let text): text.isEmpty
        case .list(let elements): elements.isEmpty
        case .dictionary(let members): members.isEmpty
        case .anyOf: false
        }
    }
}

extension MetricDefinition {
    /// ANLS*.
    public static let anlsStar = MetricDefinition(
        id: "anls_star", title: "ANLS*",
        definition:
            "Mean normalised edit similarity of leaves (0 below 0.5), dictionaries paired by key and lists by best assignment, missing and invented leaves counting 0.",
        source: "Peer, Schöpf, Nebendahl, Rietzler and Stabinger, ANLS*, 2024 (arXiv:2402.03848).",
        direction: .higherIsBetter, unit: .ratio)
}
