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
            if let confidence = word.confidence, !(0...1).contains(confidence) {
                violations.append("a word's confidence should be from 0 to 1, and is \(confidence)")
            }
            let corners = word.polygon.corners
            if !corners.allSatisfy({ $0.x.isFinite && $0.y.isFinite }) { violations.append("a word's corners should be finite") }
        }
        return violations.uniqued()
    }
}

extension PageLayout {
    /// What breaks the contract of a layout whose spans point into `content`.
    func violations(in content: String) -> [String] {
        var violations: [String] = []
        func check(_ holds: Bool, _ violation: String) { if !holds { violations.append(violation) } }
        for word in words {
            let text = content[word.span]
            check(text.map { !$0.isEmpty && !$0.contains(where: \.isWhitespace) } ?? false, "a word's span should hold a word")
        }
        for (word, next) in zip(words, words.dropFirst()) {
            check(word.span.end <= next.span.offset, "words should stand in the order of the content")
        }
        check(lines.flatMap { Array($0.words) } == Array(words.indices), "lines should hold every word once, in order")
        check(paragraphs.flatMap { Array($0.lines) } == Array(lines.indices), "paragraphs should hold every line once, in order")
        for line in lines {
            check(!line.words.isEmpty && line.words.upperBound <= words.count, "a line should have words")
            if let first = words[line.words].first, let last = words[line.words].last {
                check(line.span == first.span.union(last.span), "a line's span should reach from its first word to its last")
            }
        }
        for table in tables {
            for cell in table.cells {
                check(
                    cell.row >= 0 && cell.column >= 0 && cell.rowSpan > 0 && cell.columnSpan > 0
                        && cell.row + cell.rowSpan <= table.rowCount && cell.column + cell.columnSpan <= table.columnCount,
                    "a cell should stand within its table")
                check(cell.spans.allSatisfy { content[$0] != nil }, "a cell's spans should lie in the content")
            }
        }
        return violations.uniqued()
    }
}

extension ReadDocument {
    /// What breaks the contract of a read document.
    func violations() -> [String] { pages.flatMap { $0.layout.violations(in: content) }.uniqued() }
}

extension Array<String> {
    /// Each string once, in the order of first appearance.
    func uniqued() -> [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
