extension Reading {
    /// The width of a gap between words, in heights of the words: a blank is a quarter of the type's size or more, and boxes of words are about
    /// seven tenths of it high.
    private static let gap = 0.4

    /// The reading with its words cut where another, whose words have places, shows a gap.
    ///
    /// A gap counts where both readings have the same characters on its two sides. Inside of a number it doesn't: loose type before and after
    /// points, slashes and ones is taken for a blank more often than a number is followed by another without any other sign.
    func cut(atGapsOf other: Reading) -> Reading {
        let own = joined, gaps = other.gaps
        guard !gaps.isEmpty else { return self }
        let partners = own.partners(in: other.joined)
        var cuts: [Int] = []
        for gap in gaps {
            guard let position = partners.firstIndex(of: gap), position > 0, partners[position - 1] == gap - 1,
                !own.isInNumber(at: position)
            else { continue }
            cuts.append(position)
        }
        guard !cuts.isEmpty else { return self }
        var result = self
        result.words = []
        var start = 0
        for word in words {
            let end = start + word.text.unicodeScalars.count
            let edges = [start] + cuts.filter { start < $0 && $0 < end } + [end]
            result.words += zip(edges, edges.dropFirst()).map { word.part(of: start..<end, from: $0, to: $1, isDivided: isDivided) }
            start = end
        }
        return result
    }

    /// Before which of the joined characters there is a gap.
    private var gaps: [Int] {
        var position = 0
        return zip(words, words.dropFirst()).compactMap { word, next in
            position += word.text.unicodeScalars.count
            let (left, right) = (word.polygon.bounds, next.polygon.bounds)
            return right.minX - left.maxX >= Self.gap * (left.height + right.height) / 2 ? position : nil
        }
    }
}

extension TextWord {
    /// Some of the word's characters, in their share of its place where it has one of its own.
    fileprivate func part(of whole: Range<Int>, from start: Int, to end: Int, isDivided: Bool) -> TextWord {
        guard start..<end != whole else { return self }
        var part = self
        let scalars = text.unicodeScalars.dropFirst(start - whole.lowerBound).prefix(end - start)
        part.text = String(String.UnicodeScalarView(scalars))
        if isDivided {
            let box = polygon.bounds
            let width = box.width / Double(whole.count)
            part.polygon = Polygon(
                Rect(
                    x: box.minX + width * Double(start - whole.lowerBound), y: box.minY, width: width * Double(end - start),
                    height: box.height))
        }
        return part
    }
}

extension [Unicode.Scalar] {
    /// For each character the index of the one that stands for it in the other text and is the same but for its case, on the cheapest way
    /// from one text to the other (Levenshtein 1966).
    ///
    /// Texts of more than 200 characters have no partners.
    fileprivate func partners(in other: [Unicode.Scalar]) -> [Int?] {
        var partners = [Int?](repeating: nil, count: count)
        guard !isEmpty, !other.isEmpty, count <= 200, other.count <= 200 else { return partners }
        let (mine, others) = (map(\.properties.lowercaseMapping), other.map(\.properties.lowercaseMapping))
        let columns = other.count + 1
        var costs = [Int](repeating: 0, count: (count + 1) * columns)
        for row in 0...count {
            for column in 0...other.count {
                guard row > 0, column > 0 else {
                    costs[row * columns + column] = row + column
                    continue
                }
                costs[row * columns + column] = Swift.min(
                    costs[(row - 1) * columns + column - 1] + (mine[row - 1] == others[column - 1] ? 0 : 1),
                    costs[(row - 1) * columns + column] + 1, costs[row * columns + column - 1] + 1)
            }
        }
        var (row, column) = (count, other.count)
        while row > 0, column > 0 {
            let cost = costs[row * columns + column], isSame = mine[row - 1] == others[column - 1]
            if cost == costs[(row - 1) * columns + column - 1] + (isSame ? 0 : 1) {
                if isSame { partners[row - 1] = column - 1 }
                (row, column) = (row - 1, column - 1)
            } else if cost == costs[(row - 1) * columns + column] + 1 {
                row -= 1
            } else {
                column -= 1
            }
        }
        return partners
    }

    /// Whether a digit stands at the index, and a digit, or one and a mark that numbers, dates and times have, before it.
    fileprivate func isInNumber(at index: Int) -> Bool {
        func isDigit(_ index: Int) -> Bool { indices.contains(index) && self[index].properties.numericType == .decimal }
        return isDigit(index) && (isDigit(index - 1) || (isDigit(index - 2) && Set(".,-/:'’".unicodeScalars).contains(self[index - 1])))
    }
}
