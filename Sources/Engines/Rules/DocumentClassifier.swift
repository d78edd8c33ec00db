internal import ExtractionKit

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Decides what kind of document it is, by the cues of the schemas.
///
/// A cue counts once, more where it stands in the upper part of the first page or in large type, less within running text. The cue
/// `[narrow print]` is no text: it stands for the shape of a till's print. The weights of a kind are summed, and the
/// sums compared with each other and with a constant for "none of them" by a softmax.
struct DocumentClassifier {
    private let schemas: [RecordSchema]
    private let threshold: Double

    /// The sum of weights that speaks as much for a kind as for none.
    private static let noneScore = 1.0
    /// The rows that are looked at.
    private static let rowLimit = 3_000

    init(_ schemas: [RecordSchema], threshold: Double) {
        self.schemas = schemas
        self.threshold = threshold
    }

    /// The kind, or `unknown`.
    func finding(in view: DocumentView, deadline: Deadline) throws -> DocumentTypeFinding {
        guard !schemas.isEmpty else { return DocumentTypeFinding(id: DocumentTypeFinding.unknown, confidence: 1) }
        let cues = schemas.map(\.cues)
        var matcher = LabelMatcher(cues.map { $0.map(\.text) })
        var best = cues.map { [Double](repeating: 0, count: $0.count) }
        let sizes = view.rows.prefix(Self.rowLimit).map(\.size).sorted()
        let usual = sizes.isEmpty ? 1 : sizes[sizes.count / 2]
        var head = 0.0
        if let page = view.pages.first, let first = page.first, let last = page.last {
            head = view.rows[first].box.minY + 0.3 * (view.rows[last].box.maxY - view.rows[first].box.minY)
        }
        for (index, row) in view.rows.prefix(Self.rowLimit).enumerated() {
            if index.isMultiple(of: 256) { try deadline.check("The search for the kind of document") }
            let isTop = view.pages.first?.contains(index) == true && (index < 6 || row.box.midY < head)
            for hit in matcher.hits(in: row, at: index) {
                let place = Self.share(of: hit, in: row) * (isTop ? 1.5 : 1) * (row.size > usual * 1.25 ? 1.4 : 1)
                best[hit.owner][hit.rank] = max(best[hit.owner][hit.rank], place * hit.quality)
            }
        }
        if view.isNarrow {
            for (schema, cue) in cues.indices.flatMap({ schema in cues[schema].indices.map { (schema, $0) } })
            where cues[schema][cue].text == Self.narrowPrint {
                best[schema][cue] = 1
            }
        }
        let scores = schemas.indices.map { schema in
            zip(cues[schema], best[schema]).reduce(0.0) { sum, cue in sum + cue.0.weight * cue.1 }
        }
        let shares = Self.softmax(scores + [Self.noneScore])
        let ranked = schemas.indices.sorted { (shares[$0], -$0) > (shares[$1], -$1) }
        guard let first = ranked.first else { return DocumentTypeFinding(id: DocumentTypeFinding.unknown, confidence: 1) }
        let strengths = zip(cues[first], best[first]).map { cue, place in (text: cue.text, strength: cue.weight * place) }
        let evidence = strengths.filter { $0.strength > 0 }.sorted { $0.strength > $1.strength }.map(\.text)
        let none = shares[schemas.count]
        if shares[first] < threshold || none >= shares[first] {
            return DocumentTypeFinding(
                id: DocumentTypeFinding.unknown, confidence: max(0, 1 - shares[first]),
                runnerUp: .init(id: schemas[first].id, confidence: shares[first]), evidence: [])
        }
        let second = ranked.dropFirst().first.map { DocumentTypeFinding.RunnerUp(id: schemas[$0].id, confidence: shares[$0]) }
        return DocumentTypeFinding(id: schemas[first].id, confidence: shares[first], runnerUp: second, evidence: Array(evidence.prefix(8)))
    }

    /// What a word counts: less within running text, and less if it is short and was not read letter by letter.
    private static func share(of hit: LabelMatcher.Hit, in row: Row) -> Double {
        var share = hit.wordCount == 1 && hit.quality < 1 && hit.range.count < 8 ? 0.4 : 1
        guard hit.wordCount < 3, let segment = row.segment(at: hit.range.lowerBound) else { return share }
        let words = LabelWord.words(in: Array(row.scalars[row.segments[segment].range])).count
        let isFirst = hit.range.lowerBound == row.segments[segment].range.lowerBound
        if words > (isFirst ? 14 : 6 + hit.wordCount) { share *= 0.35 }
        return share
    }

    /// The cue that isn't a text of the document but its shape.
    private static let narrowPrint = "[narrow print]"

    private static func softmax(_ scores: [Double]) -> [Double] {
        let highest = scores.max() ?? 0
        let powers = scores.map { exp($0 - highest) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }
}
