internal import ExtractionKit

extension PageText {
    /// What breaks the contract of a page's text.
    func violations(on page: Page) -> [String] {
        var violations: [String] = []
        if lines.contains(where: \.words.isEmpty) { violations.append("a line should have words") }
        for word in words {
            if word.text.isEmpty || word.text.contains(where: \.isWhitespace) {
                violations.append("a word should have characters and no white space")
            }
            violations += word.polygon.violations(on: page) + confidenceViolations(word.confidence)
            if let size = word.fontSize, !(size.isFinite && size > 0) {
                violations.append("a word's size of type should be above 0, and is \(size)")
            }
        }
        return violations.uniqued()
    }
}

extension PageLayout {
    /// What breaks the contract of a layout whose spans point into its own content.
    func violations(on page: Page) -> [String] {
        let length = content.utf8.count
        let spans = words.map(\.span) + lines.map(\.span) + paragraphs.map(\.span) + tables.flatMap { $0.cells.flatMap(\.spans) }
        // Nothing else can be asked of spans and ranges that point nowhere.
        guard spans.allSatisfy({ $0.lies(within: length) }) else { return ["a span should lie in the content"] }
        guard lines.allSatisfy({ words.indices.contains($0.words) }), paragraphs.allSatisfy({ lines.indices.contains($0.lines) }) else {
            return ["a line should hold words of its page, and a paragraph lines"]
        }
        var violations: [String] = []
        func check(_ holds: Bool, _ violation: String) { if !holds { violations.append(violation) } }
        for word in words {
            let text = content[word.span]
            check(text.map { !$0.isEmpty && !$0.contains(where: \.isWhitespace) } ?? false, "a word's span should hold a word")
            violations += word.polygon.violations(on: page) + confidenceViolations(word.confidence)
        }
        for (word, next) in zip(words, words.dropFirst()) {
            check(word.span.end <= next.span.offset, "words should stand in the order of the content")
        }
        check(lines.flatMap { Array($0.words) } == Array(words.indices), "lines should hold every word once, in order")
        check(paragraphs.flatMap { Array($0.lines) } == Array(lines.indices), "paragraphs should hold every line once, in order")
        for line in lines {
            guard let first = words[line.words].first, let last = words[line.words].last else {
                check(false, "a line should have words")
                continue
            }
            check(line.span == first.span.union(last.span), "a line's span should reach from its first word to its last")
        }
        for paragraph in paragraphs {
            guard let first = lines[paragraph.lines].first, let last = lines[paragraph.lines].last else {
                check(false, "a paragraph should have lines")
                continue
            }
            check(paragraph.span == first.span.union(last.span), "a paragraph's span should reach from its first line to its last")
        }
        for table in tables {
            for cell in table.cells {
                check(
                    cell.row >= 0 && cell.column >= 0 && cell.rowSpan > 0 && cell.columnSpan > 0
                        && cell.rowSpan <= table.rowCount - cell.row && cell.columnSpan <= table.columnCount - cell.column,
                    "a cell should stand within its table")
                check(cell.spans.allSatisfy { content[$0] != nil }, "a cell's spans should hold whole characters")
            }
        }
        return violations.uniqued()
    }
}

extension Polygon {
    /// What is wrong with the place of a word. Type may reach over the edge of a page, as a bleed does; it may not lie beyond it.
    fileprivate func violations(on page: Page) -> [String] {
        guard corners.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) else { return ["a word's corners should be finite"] }
        let box = bounds
        let touches = box.maxX >= -1 && box.maxY >= -1 && box.minX <= page.size.width + 1 && box.minY <= page.size.height + 1
        return touches ? [] : ["a word should stand on its page, in points"]
    }
}

private func confidenceViolations(_ confidence: Double?) -> [String] {
    guard let confidence, !(0...1).contains(confidence) else { return [] }
    return ["a word's confidence should be from 0 to 1, and is \(confidence)"]
}

extension Range<Int> {
    /// Whether every number of the other range is one of this, and the other's ends too.
    fileprivate func contains(_ other: Range<Int>) -> Bool { other.lowerBound >= lowerBound && other.upperBound <= upperBound }
}

extension Array<String> {
    /// Each string once, in the order of first appearance.
    func uniqued() -> [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
