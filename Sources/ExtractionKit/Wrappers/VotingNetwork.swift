/// The readings of a page by several voters, laid beside each other: ROVER's word transition network, one for each line.
struct VotingNetwork {
    /// A line of the page.
    private struct Line {
        var slots: [VotingSlot]

        /// The weight of each voter's silence in a place: who read the stretch as something else doesn't say that nothing is there, and is as
        /// sure as of that.
        func silences(at index: Int, otherwise silence: Double) -> [Double] {
            let place = slots[index].bounds
            return slots[index].readings.indices.map { voter in
                guard slots[index].readings[voter] == nil else { return silence }
                let others = slots.compactMap { $0.readings[voter] }.filter {
                    min($0.bounds.maxX, place.maxX) - max($0.bounds.minX, place.minX) >= 0.5 * place.width
                }
                return others.map(\.confidence).max() ?? silence
            }
        }
    }

    /// The page has more words than can be laid beside each other in a reasonable time.
    struct TooLarge: Error {}

    /// The number of comparisons of words with places above which a page is too large. A dense page has some hundred thousand.
    private static let comparisonLimit = 50_000_000

    private var lines: [Line] = []
    private var voters = 0

    /// Adds what the next voter read. The first one's lines and their order are the page's; a line that none before had is put in by its height.
    ///
    /// - Throws: ``TooLarge``; `CancellationError`.
    mutating func add(_ ballot: Ballot) throws {
        let (assigned, left) = try assign(ballot.pieces)
        for index in lines.indices {
            lines[index].slots = try Self.aligned(lines[index].slots, assigned[index] ?? [], voters: voters)
        }
        for pieces in left { insert(pieces) }
        voters += 1
    }

    /// The lines of words that win.
    func winners(silence: Double) -> [TextLine] {
        lines.compactMap { line in
            let words = line.slots.indices.flatMap { index in
                line.slots[index].winner(silence: line.silences(at: index, otherwise: silence))
            }
            return words.isEmpty ? nil : TextLine(words: words)
        }
    }

    /// Brings each piece to the line of the place that is nearest to it at its height; pieces without one are left, by their voter's lines.
    private func assign(_ pieces: [Ballot.Piece]) throws -> (assigned: [Int: [Reading]], left: [[Ballot.Piece]]) {
        let places = lines.enumerated().flatMap { number, line in
            line.slots.enumerated().map { (line: number, slot: $0.offset, bounds: $0.element.bounds) }
        }
        guard !pieces.count.multipliedReportingOverflow(by: places.count).overflow,
            pieces.count * places.count <= Self.comparisonLimit
        else { throw TooLarge() }
        var found: [Int: [(slot: Int, words: [Reading])]] = [:]
        var left: [Int: [Ballot.Piece]] = [:]
        for piece in pieces {
            try Task.checkCancellation()
            var nearest: (line: Int, slot: Int, distance: Double)?
            for place in places {
                let overlap = place.bounds.verticalOverlap(with: piece.bounds)
                guard overlap >= 0.5 else { continue }
                let gap = max(0, max(place.bounds.minX, piece.bounds.minX) - min(place.bounds.maxX, piece.bounds.maxX))
                let height = max(place.bounds.height, piece.bounds.height)
                // Farther than three heights to the side is another column.
                guard gap <= 3 * height else { continue }
                let middles = abs(place.bounds.midX - piece.bounds.midX) / max(place.bounds.width + piece.bounds.width, 1e-6)
                let distance = (height > 0 ? gap / height : 0) + (1 - min(1, overlap)) + 0.01 * min(1, middles)
                if distance < nearest?.distance ?? .infinity { nearest = (place.line, place.slot, distance) }
            }
            if let nearest {
                found[nearest.line, default: []].append((nearest.slot, piece.words))
            } else {
                left[piece.line, default: []].append(piece)
            }
        }
        // The order of the places is the order of reading, whatever the direction of the writing; beside one place it is the voter's.
        let assigned = found.mapValues { pieces in
            pieces.enumerated().sorted { ($0.element.slot, $0.offset) < ($1.element.slot, $1.offset) }.flatMap(\.element.words)
        }
        return (assigned, left.sorted { $0.key < $1.key }.map(\.value))
    }

    private static func aligned(_ slots: [VotingSlot], _ words: [Reading], voters: Int) throws -> [VotingSlot] {
        guard slots.count <= WordAlignment.cellLimit, words.count <= WordAlignment.cellLimit,
            (slots.count + 1) * (words.count + 1) <= WordAlignment.cellLimit
        else { throw TooLarge() }
        try Task.checkCancellation()
        return WordAlignment(slots: slots, words: words).steps().compactMap { step in
            switch step {
            case .skip(let slot): return VotingSlot(readings: slots[slot].readings + [nil])
            case .add(let word): return VotingSlot(readings: Array(repeating: nil, count: voters) + [words[word]])
            case .meet(let slotRange, let wordRange):
                guard let first = slots[slotRange].first, let word = words[wordRange].first else { return nil }
                var slot = slots[slotRange].dropFirst().reduce(first) { $0.joined(with: $1) }
                slot.readings.append(words[wordRange].dropFirst().reduce(word) { $0.joined(with: $1) })
                return slot
            }
        }
    }

    private mutating func insert(_ pieces: [Ballot.Piece]) {
        guard let bounds = pieces.lazy.map(\.bounds).union() else { return }
        let slots = pieces.flatMap(\.words).map { VotingSlot(readings: Array(repeating: nil, count: voters) + [$0]) }
        let index = lines.firstIndex { line in
            guard let other = line.slots.lazy.map(\.bounds).union() else { return false }
            return other.midY > bounds.midY
        }
        lines.insert(Line(slots: slots), at: voters == 0 ? lines.count : index ?? lines.count)
    }
}
