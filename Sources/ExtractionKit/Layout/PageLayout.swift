/// The structure of one page: its text, and words, lines, paragraphs and tables as stretches of it.
///
/// ``content`` is the page's text in reading order. Everything else points into it with spans, and onto the page with
/// polygons.
public struct PageLayout: Hashable, Sendable, Codable {
    /// The page's text in reading order.
    public var content: String
    /// The words, in the order of the content.
    public var words: [Word]
    /// The lines, in the order of the content.
    public var lines: [Line]
    /// The paragraphs, in the order of the content.
    public var paragraphs: [Paragraph]
    /// The tables.
    public var tables: [Table]
    /// The check boxes and radio buttons. A drawn one is no part of the content; one that is a character is a word as well.
    public var selectionMarks: [SelectionMark]
    /// The pictures, plots and drawings, where the source tells of them.
    public var figures: [Figure]
    /// The areas that lead somewhere, where the source has any.
    public var links: [Link]

    /// Creates a layout.
    public init(
        content: String, words: [Word], lines: [Line], paragraphs: [Paragraph], tables: [Table] = [],
        selectionMarks: [SelectionMark] = [], figures: [Figure] = [], links: [Link] = []
    ) {
        self.content = content
        self.words = words
        self.lines = lines
        self.paragraphs = paragraphs
        self.tables = tables
        self.selectionMarks = selectionMarks
        self.figures = figures
        self.links = links
    }

    /// The layout of a page without text.
    public static let empty = PageLayout(content: "", words: [], lines: [], paragraphs: [])

    /// The same layout with every span moved, for a content that begins `distance` bytes into a longer one.
    public func shifted(by distance: Int) -> PageLayout {
        var copy = self
        for index in copy.words.indices { copy.words[index].span.offset += distance }
        for index in copy.lines.indices { copy.lines[index].span.offset += distance }
        for index in copy.paragraphs.indices { copy.paragraphs[index].span.offset += distance }
        for table in copy.tables.indices {
            for cell in copy.tables[table].cells.indices {
                for span in copy.tables[table].cells[cell].spans.indices {
                    copy.tables[table].cells[cell].spans[span].offset += distance
                }
            }
        }
        for link in copy.links.indices {
            for span in copy.links[link].spans.indices { copy.links[link].spans[span].offset += distance }
        }
        return copy
    }
}

extension PageLayout {
    /// Whether every span lies in the given stretch and every index in its list.
    func isConsistent(within content: Range<Int>) -> Bool {
        func holds(_ span: TextSpan) -> Bool {
            span.length >= 0 && span.offset >= content.lowerBound && span.offset <= content.upperBound
                && span.length <= content.upperBound - span.offset
        }
        return words.allSatisfy { holds($0.span) }
            && lines.allSatisfy { holds($0.span) && $0.words.lowerBound >= 0 && $0.words.upperBound <= words.count }
            && paragraphs.allSatisfy { holds($0.span) && $0.lines.lowerBound >= 0 && $0.lines.upperBound <= lines.count }
            && tables.allSatisfy { $0.cells.allSatisfy { $0.spans.allSatisfy(holds) } }
            && links.allSatisfy { $0.spans.allSatisfy(holds) }
            && figures.allSatisfy { $0.caption.map(paragraphs.indices.contains) ?? true }
    }
}

extension PageLayout {
    private enum CodingKeys: String, CodingKey { case content, words, lines, paragraphs, tables, selectionMarks, figures, links }

    /// Reads a layout; one that was written before there were selection marks, figures and links has none.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            content: container.decode(String.self, forKey: .content), words: container.decode([Word].self, forKey: .words),
            lines: container.decode([Line].self, forKey: .lines),
            paragraphs: container.decode([Paragraph].self, forKey: .paragraphs),
            tables: container.decode([Table].self, forKey: .tables),
            selectionMarks: container.decodeIfPresent([SelectionMark].self, forKey: .selectionMarks) ?? [],
            figures: container.decodeIfPresent([Figure].self, forKey: .figures) ?? [],
            links: container.decodeIfPresent([Link].self, forKey: .links) ?? [])
    }

    /// Writes the layout, without keys for selection marks, figures and links where there are none.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(content, forKey: .content)
        try container.encode(words, forKey: .words)
        try container.encode(lines, forKey: .lines)
        try container.encode(paragraphs, forKey: .paragraphs)
        try container.encode(tables, forKey: .tables)
        if !selectionMarks.isEmpty { try container.encode(selectionMarks, forKey: .selectionMarks) }
        if !figures.isEmpty { try container.encode(figures, forKey: .figures) }
        if !links.isEmpty { try container.encode(links, forKey: .links) }
    }
}

/// A word: a stretch of the content without white space.
public struct Word: Hashable, Sendable, Codable {
    /// The stretch of content.
    public var span: TextSpan
    /// Where it stands on the page.
    public var polygon: Polygon
    /// How sure the engine is, from 0 to 1; `nil` where the text comes from the file itself.
    public var confidence: Double?
    /// The size of the type in points, where known.
    public var fontSize: Double?
    /// Whether the type is bold; `nil` where the source doesn't say.
    public var isBold: Bool?
    /// Whether the type is italic or slanted; `nil` where the source doesn't say.
    public var isItalic: Bool?

    /// Creates a word.
    public init(
        span: TextSpan, polygon: Polygon, confidence: Double? = nil, fontSize: Double? = nil, isBold: Bool? = nil,
        isItalic: Bool? = nil
    ) {
        self.span = span
        self.polygon = polygon
        self.confidence = confidence
        self.fontSize = fontSize
        self.isBold = isBold
        self.isItalic = isItalic
    }
}

/// A line of words.
public struct Line: Hashable, Sendable, Codable {
    /// The stretch of content.
    public var span: TextSpan
    /// Where it stands on the page.
    public var polygon: Polygon
    /// The indices of its words in ``PageLayout/words``.
    public var words: Range<Int>

    /// Creates a line.
    public init(span: TextSpan, polygon: Polygon, words: Range<Int>) {
        self.span = span
        self.polygon = polygon
        self.words = words
    }
}

/// Lines that belong together.
public struct Paragraph: Hashable, Sendable, Codable {
    /// The stretch of content.
    public var span: TextSpan
    /// Where it stands on the page.
    public var polygon: Polygon
    /// The indices of its lines in ``PageLayout/lines``.
    public var lines: Range<Int>
    /// What the paragraph is for.
    public var role: Role

    /// Creates a paragraph.
    public init(span: TextSpan, polygon: Polygon, lines: Range<Int>, role: Role = .body) {
        self.span = span
        self.polygon = polygon
        self.lines = lines
        self.role = role
    }

    /// What a paragraph is for.
    public enum Role: String, Hashable, Sendable, Codable {
        /// Running text.
        case body
        /// The title of the document.
        case title
        /// The heading of a section.
        case heading
        /// An item of a list.
        case listItem = "list_item"
        /// A line at the top of the page that belongs to every page, such as the running title.
        case pageHeader = "page_header"
        /// A line at the bottom of the page that belongs to every page.
        case pageFooter = "page_footer"
        /// The number that is printed on the page.
        case pageNumber = "page_number"
        /// A note under the text.
        case footnote
        /// What stands above or below a table or a figure to explain it.
        case caption
        /// A formula that stands by itself.
        case formula
    }
}

/// A table: cells in rows and columns.
public struct Table: Hashable, Sendable, Codable {
    /// The number of rows.
    public var rowCount: Int
    /// The number of columns.
    public var columnCount: Int
    /// Where the table stands on the page.
    public var polygon: Polygon
    /// Whether the table goes on from the last one of the page before.
    public var continuesPrevious: Bool
    /// The cells, by row and then column. A position that no cell covers is empty; a source that lists empty cells gives them without spans.
    public var cells: [Cell]

    /// Creates a table.
    public init(rowCount: Int, columnCount: Int, polygon: Polygon, cells: [Cell], continuesPrevious: Bool = false) {
        self.rowCount = rowCount
        self.columnCount = columnCount
        self.polygon = polygon
        self.cells = cells
        self.continuesPrevious = continuesPrevious
    }

    /// A cell of a table.
    public struct Cell: Hashable, Sendable, Codable {
        /// The first row it covers, from 0.
        public var row: Int
        /// The first column it covers, from 0.
        public var column: Int
        /// How many rows it covers.
        public var rowSpan: Int
        /// How many columns it covers.
        public var columnSpan: Int
        /// Where it stands on the page.
        public var polygon: Polygon
        /// Its text: one stretch of content a line.
        public var spans: [TextSpan]
        /// Whether it heads its columns.
        public var isHeader: Bool
        /// How sure the reader is of the cell, from 0 to 1: of its words, and that they belong together here; `nil` where it doesn't say.
        public var confidence: Double?

        /// Creates a cell.
        public init(
            row: Int, column: Int, rowSpan: Int = 1, columnSpan: Int = 1, polygon: Polygon, spans: [TextSpan],
            isHeader: Bool = false, confidence: Double? = nil
        ) {
            self.row = row
            self.column = column
            self.rowSpan = rowSpan
            self.columnSpan = columnSpan
            self.polygon = polygon
            self.spans = spans
            self.isHeader = isHeader
            self.confidence = confidence
        }
    }
}

extension Table {
    private enum CodingKeys: String, CodingKey { case rowCount, columnCount, polygon, cells, continuesPrevious }

    /// Reads a table; one that doesn't say whether it goes on from another begins here.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            rowCount: container.decode(Int.self, forKey: .rowCount), columnCount: container.decode(Int.self, forKey: .columnCount),
            polygon: container.decode(Polygon.self, forKey: .polygon), cells: container.decode([Cell].self, forKey: .cells),
            continuesPrevious: container.decodeIfPresent(Bool.self, forKey: .continuesPrevious) ?? false)
    }
}

extension Table.Cell {
    private enum CodingKeys: String, CodingKey { case row, column, rowSpan, columnSpan, polygon, spans, isHeader, confidence }

    /// Reads a cell; one that doesn't say that it heads its columns doesn't.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            row: container.decode(Int.self, forKey: .row), column: container.decode(Int.self, forKey: .column),
            rowSpan: container.decode(Int.self, forKey: .rowSpan), columnSpan: container.decode(Int.self, forKey: .columnSpan),
            polygon: container.decode(Polygon.self, forKey: .polygon), spans: container.decode([TextSpan].self, forKey: .spans),
            isHeader: container.decodeIfPresent(Bool.self, forKey: .isHeader) ?? false,
            confidence: container.decodeIfPresent(Double.self, forKey: .confidence))
    }
}
