/// A place on a line, and what each voter so far read there.
struct VotingSlot: Sendable {
    /// By voter, in the order of the voters; `nil` for one that read nothing here.
    var readings: [Reading?]

    /// Where it is: by the voters that place words, if there are any.
    var bounds: Rect {
        let found = readings.compactMap(\.self)
        let placed = found.filter(\.isPlaced)
        return (placed.isEmpty ? found : placed).map(\.bounds).union() ?? Rect(x: 0, y: 0, width: 0, height: 0)
    }

    /// Whether a voter that places words read something here.
    var isPlaced: Bool { readings.contains { $0?.isPlaced ?? false } }

    /// Both places as one.
    func joined(with next: VotingSlot) -> VotingSlot {
        VotingSlot(
            readings: zip(readings, next.readings).map { reading, following in
                switch (reading, following) {
                case (let reading?, let following?): reading.joined(with: following)
                default: reading ?? following
                }
            })
    }

    /// The words that win, or none where silence does.
    ///
    /// A reading's weight is the sum of the confidences of those who read it; who read nothing votes for nothing with its weight of silence.
    /// The greatest weight wins. Among equals words win over silence, and the reading of the earliest voter over others.
    ///
    /// The confidence of the words is how likely the reading is right if the voters err independently and exactly one of the readings, or none of
    /// them, is right: agreement raises it and disagreement lowers it.
    func winner(silence: [Double]) -> [TextWord] {
        var candidates: [(texts: [String]?, weight: Double, voters: [Reading])] = []
        for (voter, reading) in readings.enumerated() {
            let texts = reading?.texts
            let index = candidates.firstIndex { $0.texts == texts } ?? candidates.count
            if index == candidates.count { candidates.append((texts, 0, [])) }
            candidates[index].weight += reading?.confidence ?? silence[voter]
            if let reading { candidates[index].voters.append(reading) }
        }
        // What was read comes before silence; otherwise the order of the voters stays.
        let ordered = candidates.filter { $0.texts != nil } + candidates.filter { $0.texts == nil }
        guard var best = ordered.first else { return [] }
        for candidate in ordered.dropFirst() where candidate.weight > best.weight + 1e-9 { best = candidate }
        guard let texts = best.texts, let reading = best.voters.max(by: { Self.rank($0) < Self.rank($1) }) else { return [] }
        return placed(cut(reading), confidence: probability(of: texts, silence: silence))
    }

    /// The reading with its words cut where those who place words show gaps.
    private func cut(_ reading: Reading) -> Reading {
        guard !reading.isPlaced else { return reading }
        return readings.compactMap(\.self).filter(\.isPlaced).reduce(reading) { $0.cut(atGapsOf: $1) }
    }

    /// Whose boxes are taken: who places words before who doesn't, then the surest.
    private static func rank(_ reading: Reading) -> Double { reading.confidence + (reading.isPlaced ? 2 : 0) }

    private func probability(of texts: [String], silence: [Double]) -> Double {
        func likelihood(_ right: (Reading?) -> Bool) -> Double {
            zip(readings, silence).reduce(1) { product, vote in
                let (reading, silence) = vote
                // Nobody is certain: one engine's 1 must not silence all others.
                let confidence = min(max(reading?.confidence ?? silence, 0.01), 0.99)
                return product * (right(reading) ? confidence : 1 - confidence)
            }
        }
        // In the voters' order: sums in the order of a set differ in their last digits from one run to the next.
        var hypotheses: [[String]] = []
        for reading in readings where !hypotheses.contains(reading?.texts ?? []) { hypotheses.append(reading?.texts ?? []) }
        let total = hypotheses.reduce(likelihood { _ in false }) { sum, texts in sum + likelihood { ($0?.texts ?? []) == texts } }
        return total > 0 ? likelihood { $0?.texts == texts } / total : 0
    }

    /// The words of a reading. Those of a voter that gives each word the place of its whole line get a share of the place that others saw. One that
    /// divides its lines keeps its places: beside each other they make a line, which they wouldn't with others' between them.
    private func placed(_ reading: Reading, confidence: Double) -> [TextWord] {
        let box = bounds
        let length = Double(reading.joined.count) + Double(reading.words.count - 1)
        var start = 0.0
        return reading.words.map { word in
            var word = word
            let count = Double(word.text.unicodeScalars.count)
            if !reading.isDivided, isPlaced, length > 0 {
                word.polygon = Polygon(
                    Rect(
                        x: box.minX + box.width * start / length, y: box.minY, width: box.width * count / length, height: box.height))
            }
            start += count + 1
            word.confidence = confidence
            return word
        }
    }
}
