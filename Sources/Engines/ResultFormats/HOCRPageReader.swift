internal import ExtractionKit

/// Reads one page of hOCR.
struct HOCRPageReader {
    private static let lineClasses: Set<Substring> = [
        "ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat", "ocr_pageno",
    ]
    private static let wordClasses: Set<Substring> = ["ocrx_word", "ocr_word"]
    private static let notKept: [Substring: String] = [
        "ocr_photo": "images", "ocr_image": "images", "ocr_linedrawing": "drawings", "ocr_separator": "separators", "ocr_table": "tables",
        "ocr_math": "formulas", "ocr_chem": "formulas",
    ]

    private let number: Int
    private var builder = RecordedLayoutBuilder()
    private var kept = NotKept()
    private var estimated = 0
    private var strayWords: [TextWord] = []
    private var furthest = (x: 0.0, y: 0.0)
    private var dpi: Double?

    init(number: Int) { self.number = number }

    mutating func page(_ element: MarkupElement) throws -> RecordedPage {
        let title = HOCRTitle(element.attributes["title"])
        dpi = RecordedNumbers.resolution(title.numbers("scan_res")?.first)
        try read(element, role: .body)
        endStrayLine()
        let extent: PageExtent
        if let box = try title.box(), box.width > 0, box.height > 0 {
            // A page's own box may begin elsewhere than at 0; words are placed from the image's corner all the same.
            extent = PageExtent(width: box.maxX, height: box.maxY, unit: .pixel(dpi: dpi))
        } else {
            kept.count("pages whose size isn't given, which is taken from their text")
            extent = PageExtent(width: max(furthest.x, 1), height: max(furthest.y, 1), unit: .pixel(dpi: dpi))
        }
        _ = try (RecordedNumbers.length(extent.width), RecordedNumbers.length(extent.height))
        return RecordedPage(
            number: number, extent: extent, layout: builder.finish(),
            warnings: kept.warning(page: number) + Warning.estimatedPositions(estimated, page: number))
    }

    private mutating func read(_ element: MarkupElement, role: Paragraph.Role) throws {
        for child in element.children {
            switch child {
            case .text(let text): kept.count("characters outside of lines", text.count { !$0.isWhitespace })
            case .element(let child):
                let classes = child.classes
                let outer = role
                let role = Self.role(classes) ?? outer
                if !classes.isDisjoint(with: Self.lineClasses), !child.contains(Self.lineClasses) {
                    endStrayLine()
                    if !classes.isDisjoint(with: ["ocr_line", "ocrx_line"]) {
                        try readLine(child)
                    } else {
                        builder.beginParagraph(role)
                        try readLine(child)
                        builder.beginParagraph(outer)
                    }
                } else if !classes.isDisjoint(with: Self.wordClasses) {
                    strayWords += try words(child)
                } else if let kind = classes.lazy.compactMap({ Self.notKept[$0] }).first {
                    kept.count(kind)
                    try read(child, role: role)
                } else {
                    if classes.contains("ocr_par") || Self.role(classes) != nil || classes.contains("ocr_carea") {
                        endStrayLine()
                        builder.beginParagraph(role)
                    }
                    try read(child, role: role)
                }
            }
        }
    }

    private mutating func endStrayLine() {
        if !strayWords.isEmpty { builder.addLine(strayWords) }
        strayWords = []
    }

    private mutating func readLine(_ element: MarkupElement) throws {
        var found: [MarkupElement] = []
        element.collect(Self.wordClasses, into: &found)
        var line: [TextWord] = []
        if found.isEmpty {
            line = try words(element)
            if line.count > 1 { estimated += line.count }
        } else {
            for word in found { line += try words(word, in: element) }
            let inWords = found.reduce(0) { $0 + $1.text.count { !$0.isWhitespace } }
            kept.count("characters outside of words", element.text.count { !$0.isWhitespace } - inWords)
        }
        if !line.isEmpty { builder.addLine(line) }
    }

    private mutating func words(_ element: MarkupElement, in line: MarkupElement? = nil) throws -> [TextWord] {
        let title = HOCRTitle(element.attributes["title"])
        let text = element.text
        guard text.contains(where: { !$0.isWhitespace }) else { return [] }
        var box = try title.box()
        if box == nil, let line {
            box = try HOCRTitle(line.attributes["title"]).box()
            estimated += 1
        }
        guard let box else { throw ExtractionError.corruptResult("a word has no 'bbox'") }
        furthest = (max(furthest.x, box.maxX), max(furthest.y, box.maxY))
        let words = TextWord.sharing(
            Polygon(box), of: text, confidence: RecordedNumbers.confidence(title.numbers("x_wconf")?.first.map { $0 / 100 }),
            fontSize: RecordedNumbers.typeSize(title.numbers("x_fsize")?.first))
        if line != nil, words.count > 1 { estimated += words.count }
        return words
    }

    private static func role(_ classes: Set<Substring>) -> Paragraph.Role? {
        let roles: [Substring: Paragraph.Role] = [
            "ocr_title": .title, "ocr_chapter": .heading, "ocr_section": .heading, "ocr_subsection": .heading,
            "ocr_header": .pageHeader, "ocr_footer": .pageFooter, "ocr_pageno": .pageNumber, "ocr_caption": .caption,
        ]
        return classes.lazy.compactMap { roles[$0] }.first
    }
}

extension MarkupElement {
    /// Whether an element of one of the classes is inside.
    fileprivate func contains(_ wanted: Set<Substring>) -> Bool {
        elements.contains { !$0.classes.isDisjoint(with: wanted) || $0.contains(wanted) }
    }

    /// Collects the outermost elements of the classes.
    fileprivate func collect(_ wanted: Set<Substring>, into found: inout [MarkupElement]) {
        for element in elements {
            if element.classes.isDisjoint(with: wanted) { element.collect(wanted, into: &found) } else { found.append(element) }
        }
    }
}
