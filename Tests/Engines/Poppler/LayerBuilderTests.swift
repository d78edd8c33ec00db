import ExtractionKit
import Testing

@testable import ExtractionPoppler

@Suite struct `A layer builder` {
    private func box(_ x: Double, width: Double = 10, y: Double = 0) -> Rect { Rect(x: x, y: y, width: width, height: 10) }

    private func built(_ body: (inout LayerBuilder) -> Void) -> LayerBuilder {
        var builder = LayerBuilder()
        body(&builder)
        builder.endLine()
        return builder
    }

    private func append(_ text: String, _ box: Rect, rotation: Int = 0, _ visibility: Visibility = .visible, to builder: inout LayerBuilder)
    {
        builder.append(text, box, rotation: rotation, size: 10, style: nil, visibility)
    }

    @Test(arguments: [(0.0, ["abcd"]), (2, ["abcd"]), (3, ["ab", "cd"]), (40, ["ab", "cd"])] as [(Double, [String])])
    func `makes two words where pieces stand apart without a space`(gap: Double, words: [String]) {
        let builder = built {
            append("ab", box(0), to: &$0)
            append("cd", box(10 + gap), to: &$0)
        }
        #expect(builder.visible.map { $0.words.map(\.text) } == [words])
    }

    @Test func `ends words and lines where it is told to`() {
        let builder = built {
            append("a", box(0), to: &$0)
            $0.endWord()
            append("b", box(10), to: &$0)
            $0.endLine()
            $0.endLine()
            append("c", box(0, y: 20), to: &$0)
        }
        #expect(builder.visible.map { $0.words.map(\.text) } == [["a", "b"], ["c"]])
    }

    @Test func `keeps apart what isn't seen`() {
        let builder = built {
            append("seen", box(0), to: &$0)
            append("white", box(10), .hidden(.paperColour), to: &$0)
            append("too", box(20), to: &$0)
            append("scan", box(30), .scanned, to: &$0)
        }
        #expect(builder.visible.map(\.plainText) == ["seen too"])
        #expect(builder.scanned.map(\.plainText) == ["scan"])
        #expect(builder.hidden.map(\.line.plainText) == ["white"])
        #expect(builder.hidden.map(\.reason) == [.paperColour])
    }

    @Test func `leaves out words without a finite place and counts them`() {
        let builder = built {
            append("lost", Rect(minX: 0, minY: 0, maxX: .infinity, maxY: 10), to: &$0)
            $0.endWord()
            append("here", box(20), to: &$0)
        }
        #expect(builder.visible.map(\.plainText) == ["here"])
        #expect(builder.unplaced == 1)
    }

    @Test(arguments: [0, 1, 2, 3]) func `divides a piece of several words along its reading direction`(rotation: Int) throws {
        let builder = built { append("ab  cde", Rect(x: 0, y: 0, width: 70, height: 70), rotation: rotation, to: &$0) }
        let words = try #require(builder.visible.first).words
        #expect(words.map(\.text) == ["ab", "cde"])
        let first = words[0].polygon.bounds, second = words[1].polygon.bounds
        let (start, end) = [((0.0, 20.0), (40.0, 70.0)), ((0, 20), (40, 70)), ((50, 70), (0, 30)), ((50, 70), (0, 30))][rotation]
        let isUpright = rotation % 2 == 0
        #expect(abs((isUpright ? first.minX : first.minY) - start.0) < 1e-9 && abs((isUpright ? first.maxX : first.maxY) - start.1) < 1e-9)
        #expect(abs((isUpright ? second.minX : second.minY) - end.0) < 1e-9 && abs((isUpright ? second.maxX : second.maxY) - end.1) < 1e-9)
    }

    @Test func `composes accents`() {
        let builder = built { append("Cafe\u{301}", box(0), to: &$0) }
        #expect(builder.visible.first?.words.first?.text.unicodeScalars.count == 4)
    }

    @Test func `puts a line that runs from right to left into its reading order`() {
        // As it stands on paper from left to right: the number, then the second word, then the first.
        let builder = built {
            append("417", box(0), to: &$0)
            $0.endWord()
            append("\u{05DD}\u{05DC}", box(20), to: &$0)
            $0.endWord()
            append("\u{05D1}\u{05D0}", box(40), to: &$0)
        }
        #expect(builder.visible.map(\.plainText) == ["\u{05D0}\u{05D1} \u{05DC}\u{05DD} 417"])
    }
}

@Suite struct `The style of a font` {
    @Test(
        arguments: [
            ("ABCDEF+Arial-BoldItalicMT", "Arial-BoldItalicMT", true, true), ("Helvetica", "Helvetica", false, false),
            ("Calibri,Bold", "Calibri,Bold", true, false), ("Frutiger-Black", "Frutiger-Black", true, false),
            ("CMU+Serif", "CMU+Serif", false, false), ("DejaVuSans-Oblique", "DejaVuSans-Oblique", false, true),
        ] as [(String, String, Bool, Bool)])
    func `is told by its name`(name: String, bare: String, isBold: Bool, isItalic: Bool) {
        let style = FontStyle(name: name, isBold: false, isItalic: false)
        #expect(style.name == bare)
        #expect(style.isBold == isBold)
        #expect(style.isItalic == isItalic)
    }

    @Test func `is told by its flags`() {
        let style = FontStyle(name: "", isBold: true, isItalic: true)
        #expect(style.name == nil)
        #expect(style.isBold && style.isItalic)
    }
}
