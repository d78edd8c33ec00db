/// Fills chunks with the units of a document.
struct UnitPacking<Measure: ContentMeasure> {
    private let document: ReadDocument
    private let size: Int
    private let cuts: ContentCuts
    private let measure: Measure
    private let units: [ContentUnit]
    /// How much each unit belongs with the next.
    private let bonds: [ContentBond]
    private var outline = Outline()
    private var open: OpenChunk?
    private var stretches: [(span: TextSpan, context: [String])] = []

    /// - Parameters:
    ///   - size: The size of the largest chunk with its context, as the measure counts.
    init(_ document: ReadDocument, _ cuts: ContentCuts, by measure: Measure, size: Int) {
        let units = ContentUnit.units(of: document, cuts)
        self.document = document
        self.size = size
        self.cuts = cuts
        self.measure = measure
        self.units = units
        bonds = zip(units, units.dropFirst()).map { ContentBond($0, $1, cuts) } + [.none]
    }

    /// The stretches of the chunks, each with its context.
    mutating func pack() -> [(span: TextSpan, context: [String])] {
        for run in runs(of: units.indices, from: .part) { add(run) }
        close()
        return stretches
    }

    /// A chunk that may grow.
    private struct OpenChunk {
        var span: TextSpan
        var context: [String]
        /// The context of its other pieces, where it is too long.
        var laterContext: [String]
        /// Where it ends at the latest.
        var limit: Int
        /// Whether it holds nothing but headings.
        var isHeading: Bool
    }

    /// Stretches of units with at least a bond between all of each.
    private func runs(of range: Range<Int>, from bond: ContentBond) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = range.lowerBound
        for index in range where index == range.upperBound - 1 || bonds[index] < bond {
            runs.append(start..<index + 1)
            start = index + 1
        }
        return runs
    }

    /// Adds units that belong together: to the open chunk, to one of their own, or where neither is large enough, in parts.
    private mutating func add(_ run: Range<Int>) {
        let first = units[run.lowerBound], last = units[run.upperBound - 1]
        guard !first.isFurniture else { return close() }
        let span = first.span.union(last.span)
        if let open, !first.isHeading || open.isHeading || isShort(open) {
            // Headings stand with what they are of, even if that has to be cut.
            let isCut = open.isHeading && run.count == 1 && !measure.fits(span, size)
            if open.limit >= span.end || isCut { return extend(by: run, to: span) }
        }
        let weakest = bonds[run.dropLast()].min()
        if let weakest,
            !measure.fits(span, weakest == .part ? size - measure.size(ofLines: context(before: first, size / 2)) : size)
        {
            for part in weakest == .part ? runs(of: run, from: .explanation) : run.map({ $0..<$0 + 1 }) { add(part) }
            return
        }
        close()
        let room = measure.fits(span, size) ? size - measure.size(of: span.range) : size
        let context = context(before: first, min(size / 2, room))
        open = OpenChunk(
            span: span, context: context, laterContext: context,
            limit: measure.end(of: size - measure.size(ofLines: context), from: span.offset), isHeading: last.isHeading)
        enterHeadings(of: run)
    }

    private mutating func extend(by run: Range<Int>, to span: TextSpan) {
        enterHeadings(of: run)
        guard var chunk = open, let last = units[run].last else { return }
        chunk.span = chunk.span.union(span)
        chunk.isHeading = chunk.isHeading && last.isHeading
        if chunk.limit < chunk.span.end, !last.isHeading { chunk.laterContext = context(before: last, size / 2) }
        open = chunk
    }

    private mutating func close() {
        guard let chunk = open else { return }
        open = nil
        let pieces = cuts.pieces(
            of: chunk.span.range, first: size - measure.size(ofLines: chunk.context),
            others: size - measure.size(ofLines: chunk.laterContext), by: measure)
        for (index, piece) in pieces.enumerated() {
            stretches.append((TextSpan(piece), index == 0 ? chunk.context : chunk.laterContext))
        }
    }

    private mutating func enterHeadings(of run: Range<Int>) {
        for unit in units[run] where unit.isHeading { outline.enter(document.text(of: unit.span), size: unit.size) }
    }

    /// Whether a chunk is too short to stand on its own: what a receipt sets in large type isn't a chapter.
    private func isShort(_ chunk: OpenChunk) -> Bool { measure.fits(chunk.span, size / 4) }

    /// What is above a unit, its table's head and the headings: what fits, the innermost first.
    private func context(before unit: ContentUnit, _ size: Int) -> [String] {
        var outline = outline
        if unit.isHeading { outline.enter("", size: unit.size) }
        var context = unit.isHeading ? outline.above : outline.headings
        if let head = unit.head, !head.overlaps(unit.span), measure.fits(head, size) { context.append(document.text(of: head)) }
        var left = size
        return context.reversed().filter { entry in
            let part = measure.size(ofLine: entry)
            guard part <= left else { return false }
            left -= part
            return true
        }.reversed()
    }
}
