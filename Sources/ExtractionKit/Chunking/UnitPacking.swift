/// Fills chunks with the units of a document.
struct UnitPacking {
    private let document: ReadDocument
    private let maximumLength: Int
    private let cuts: ContentCuts
    private let units: [ContentUnit]
    /// How much each unit belongs with the next.
    private let bonds: [ContentBond]
    private var outline = Outline()
    private var open: OpenChunk?
    private var stretches: [(span: TextSpan, context: [String])] = []

    init(_ document: ReadDocument, maximumLength: Int) {
        let cuts = ContentCuts(document.content)
        let units = ContentUnit.units(of: document, cuts)
        self.document = document
        self.maximumLength = maximumLength
        self.cuts = cuts
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
            let isCut = open.isHeading && run.count == 1 && !fits(span, maximumLength)
            if open.limit >= span.end || isCut { return extend(by: run, to: span) }
        }
        let weakest = bonds[run.dropLast()].min()
        if let weakest,
            !fits(span, weakest == .part ? maximumLength - length(of: context(before: first, maximumLength / 2)) : maximumLength)
        {
            for part in weakest == .part ? runs(of: run, from: .explanation) : run.map({ $0..<$0 + 1 }) { add(part) }
            return
        }
        close()
        let room = fits(span, maximumLength) ? maximumLength - cuts.scalarCount(span.range) : maximumLength
        let context = context(before: first, min(maximumLength / 2, room))
        open = OpenChunk(
            span: span, context: context, laterContext: context,
            limit: cuts.end(of: maximumLength - length(of: context), from: span.offset), isHeading: last.isHeading)
        enterHeadings(of: run)
    }

    private mutating func extend(by run: Range<Int>, to span: TextSpan) {
        enterHeadings(of: run)
        guard var chunk = open, let last = units[run].last else { return }
        chunk.span = chunk.span.union(span)
        chunk.isHeading = chunk.isHeading && last.isHeading
        if chunk.limit < chunk.span.end, !last.isHeading { chunk.laterContext = context(before: last, maximumLength / 2) }
        open = chunk
    }

    private mutating func close() {
        guard let chunk = open else { return }
        open = nil
        let pieces = cuts.pieces(
            of: chunk.span.range, first: maximumLength - length(of: chunk.context),
            maximumLength: maximumLength - length(of: chunk.laterContext))
        for (index, piece) in pieces.enumerated() {
            stretches.append((TextSpan(piece), index == 0 ? chunk.context : chunk.laterContext))
        }
    }

    private mutating func enterHeadings(of run: Range<Int>) {
        for unit in units[run] where unit.isHeading { outline.enter(document.text(of: unit.span), size: unit.size) }
    }

    /// Whether a chunk is too short to stand on its own: what a receipt sets in large type isn't a chapter.
    private func isShort(_ chunk: OpenChunk) -> Bool { fits(chunk.span, maximumLength / 4) }

    private func fits(_ span: TextSpan, _ length: Int) -> Bool { cuts.end(of: length, from: span.offset) >= span.end }

    /// What is above a unit, its table's head and the headings: what fits, the innermost first.
    private func context(before unit: ContentUnit, _ length: Int) -> [String] {
        var outline = outline
        if unit.isHeading { outline.enter("", size: unit.size) }
        var context = unit.isHeading ? outline.above : outline.headings
        if let head = unit.head, !head.overlaps(unit.span), fits(head, length) { context.append(document.text(of: head)) }
        var left = length
        return context.reversed().filter { entry in
            let size = entry.unicodeScalars.count + 1
            guard size <= left else { return false }
            left -= size
            return true
        }.reversed()
    }

    /// The characters of a context, with the ends of its lines.
    private func length(of context: [String]) -> Int { context.reduce(0) { $0 + $1.unicodeScalars.count + 1 } }
}
