import ExtractionKit
import Testing

@testable import ExtractionPoppler

@Suite struct `Positioned text` {
    @Test func `is words between white space on lines between line feeds`() {
        let text = positioned("ab c\n\n d\u{00A0}e\n").pageText()
        #expect(text.lines.map { $0.words.map(\.text) } == [["ab", "c"], ["d", "e"]])
        #expect(text.words.map(\.polygon.bounds.minX) == [0, 30, 70, 90])
        #expect(text.words.first?.polygon.bounds.maxX == 19)
        #expect(text.warnings.isEmpty && !text.isPartial)
    }

    @Test(
        arguments: [(0.0, ["abcd"]), (2, ["abcd"]), (3, ["ab", "cd"]), (40, ["ab", "cd"]), (-40, ["ab", "cd"])] as [(Double, [String])])
    func `is two words where characters stand apart without a space`(gap: Double, words: [String]) {
        var text = positioned("abcd")
        text.typeSizes = [.init(start: 0, points: 10)]
        // The boxes of the test stand 1 point apart; the rest of the gap is added before the third.
        for index in 2..<4 {
            let box = text.boxes[index]
            text.boxes[index] = Rect(x: box.minX + gap - 1, y: box.minY, width: box.width, height: box.height)
        }
        #expect(text.pageText().words.map(\.text) == words)
    }

    @Test func `takes the size of a word's first character`() {
        var text = positioned("aa bb cc")
        text.typeSizes = [.init(start: 0, points: 8), .init(start: 4, points: 9), .init(start: 6, points: .nan)]
        #expect(text.pageText().words.map(\.fontSize) == [8, 8, nil])
    }

    @Test func `doesn't count the controls of writing direction`() {
        var text = positioned("ab cd")
        text.scalars = Array("\u{202B}ab\u{202C} \u{202B}cd\u{202C}".unicodeScalars)
        #expect(text.pageText().words.map(\.text) == ["ab", "cd"])
        #expect(text.pageText().warnings.isEmpty)
    }

    @Test(arguments: [-3, -1, 1, 4]) func `warns where characters and boxes disagree`(surplus: Int) {
        var text = positioned("abc def")
        if surplus < 0 { text.boxes.removeLast(-surplus) } else { text.boxes += Array(repeating: text.boxes[0], count: surplus) }
        let read = text.pageText()
        #expect(read.isPartial)
        #expect(read.warnings.map(\.code) == ["text_positions_incomplete"])
        #expect(read.plainText == String("abc def".prefix(7 + min(0, surplus))).trimmed)
    }

    @Test(arguments: [Double.nan, .infinity]) func `leaves out words without a finite place and says so`(edge: Double) {
        var text = positioned("abc def")
        text.boxes[1].maxX = edge
        let read = text.pageText()
        #expect(read.words.map(\.text) == ["def"])
        #expect(read.isPartial)
        #expect(read.warnings.map(\.code) == ["text_without_position"])
    }

    @Test func `composes accents`() {
        #expect(positioned("Cafe\u{301}").pageText().words.map { $0.text.unicodeScalars.count } == [4])
    }

    /// Each character in a box of its own, ten points apart.
    private func positioned(_ string: String) -> PositionedText {
        let scalars = Array(string.unicodeScalars)
        return PositionedText(
            scalars: scalars, boxes: scalars.indices.map { Rect(x: Double($0) * 10, y: 0, width: 9, height: 9) }, typeSizes: [])
    }
}

extension String {
    fileprivate var trimmed: String { hasSuffix(" ") ? String(dropLast()) : self }
}
