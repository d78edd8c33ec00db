public import ExtractionKit

extension ReadDocument {
    /// One HTML file that shows what was read: every page with its words coloured by confidence, its lines, paragraphs, tables and the order
    /// of reading over its picture, each to be switched on and off.
    ///
    /// It needs nothing from the network and runs no script; text of the document can't become markup.
    ///
    /// - Parameters:
    ///   - filename: What the document is called.
    ///   - pictures: The pages' pictures; without them the boxes stand on white.
    public func overlay(filename: String, pictures: PagePictures = PagePictures()) -> String {
        let names = ["words", "lines", "paragraphs", "tables", "order"]
        let switches = names.map { layer -> HTML in
            """
            <input type="checkbox" id="\(layer)"\(layer == "lines" ? "" : " checked" as HTML)><label for="\(layer)">\(layer)</label>
            """
        }
        let hidden = names.map { "#\($0):not(:checked) ~ main .\($0) { display: none; }" as HTML }
        let failed = failures.map { "<p>Page \($0.page) could not be read: \($0.error.message)</p>" as HTML }
        return document(
            title: filename,
            style: """
                main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
                header h1 { margin-bottom: .2rem; }
                input { margin: .6rem .3rem .6rem 1rem; } label { margin-right: .3rem; }
                .lines polygon { stroke: var(--accent); stroke-dasharray: 3 2; } .paragraphs polygon { stroke: #60646c; }
                .paragraphs text { fill: #60646c; }
                .tables polygon { stroke: var(--table); fill: var(--table); fill-opacity: .06; } .tables .outline { stroke-width: 3px; }
                .words polygon { fill: var(--certainty); fill-opacity: .1; stroke-width: 1px; }
                .order polyline { stroke: var(--order); stroke-opacity: .6; } .page .order text { fill: var(--order); font-weight: 700; font-size: 9px; }
                \(hidden.joined())
                """,
            body: """
                <header><h1>\(filename)</h1><p class="note">\(pages.count) of \(pageCount) pages · words:
                <span class="chip sure">≥ 90 %</span> <span class="chip doubtful">≥ 60 %</span> <span class="chip unsure">less</span></p></header>
                \(switches.joined())
                <main>\(failed.isEmpty ? "" : "<div class=\"problems\">\(failed.joined())</div>")
                \(pages.map { PageFigure(page: $0.page, pictures: pictures, layers: layers(of: $0), caption: caption(of: $0)).html }.joined())</main>
                """)
    }

    /// A page's picture with its words, tables and reading order drawn on it, as a PNG file; `nil` for a page without picture.
    ///
    /// Words are outlined in green (sure), amber and red by confidence, tables and their cells in violet; a line goes from paragraph to
    /// numbered paragraph in the order of reading.
    public func overlayPNG(ofPage number: Int, pictures: PagePictures) -> [UInt8]? {
        guard var canvas = pictures.canvas(ofPage: number), let page = pages.first(where: { $0.page.number == number }) else { return nil }
        let layout = page.layout
        for table in layout.tables {
            canvas.tint(table.polygon.bounds, Colour(red: 226, green: 205, blue: 245))
            for cell in table.cells { canvas.outline(cell.polygon, .table, thickness: 1) }
            canvas.outline(table.polygon, .table, thickness: 3)
        }
        for word in layout.words { canvas.outline(word.polygon, Certainty(word.confidence).colour, thickness: 1) }
        for line in layout.lines { canvas.line(line.polygon.bottomLeft, line.polygon.bottomRight, .line, thickness: 2) }
        let places = layout.paragraphs.map(\.polygon.topLeft)
        for (start, end) in zip(places, places.dropFirst()) { canvas.line(start, end, .order, thickness: 2) }
        for (index, place) in places.enumerated() { canvas.number(index + 1, at: place, .order) }
        return canvas.png.bytes
    }

    private func caption(of page: ReadPage) -> HTML {
        let engine: HTML = page.engine.map { " by \($0.id.rawValue)" } ?? ""
        return " · \(page.route.method.rawValue)\(engine) (\(page.route.reason.rawValue)) · \(page.layout.words.count) words"
    }

    private func layers(of page: ReadPage) -> HTML {
        let layout = page.layout
        let tables = layout.tables.map { table -> HTML in
            "\(table.cells.map { $0.polygon.svg() }.joined(""))<g class=\"outline\">\(table.polygon.svg(margin: 2))</g>"
        }
        let marks = layout.selectionMarks.map { $0.polygon.svg(margin: 1, title: $0.isSelected ? "selected" : "not selected") }
        let figures = layout.figures.map { $0.polygon.svg(margin: 2, title: "figure") }
        let paragraphs = layout.paragraphs.map { paragraph -> HTML in
            let corner = paragraph.polygon.bounds
            let label: HTML =
                paragraph.role == .body ? "" : "<text x=\"\(corner.minX)\" y=\"\(corner.minY - 3)\">\(paragraph.role.rawValue)</text>"
            return paragraph.polygon.svg(margin: 2) + label
        }
        let words = layout.words.map { word -> HTML in
            let certainty = Certainty(word.confidence).rawValue
            let title = text(of: word.span) + (word.confidence.map { " (\($0.percent))" } ?? "")
            return "<g class=\"\(certainty)\">\(word.polygon.svg(title: title))</g>"
        }
        let places = layout.paragraphs.map(\.polygon.topLeft)
        let numbers = places.enumerated().map { "<text x=\"\($1.x - 4)\" y=\"\($1.y + 6)\">\($0 + 1)</text>" as HTML }
        let path = places.map { "\($0.x.coordinate),\($0.y.coordinate)" }.joined(separator: " ")
        return """
            <g class="tables">\(tables.joined())\(marks.joined())<g class="outline">\(figures.joined())</g></g><g class="paragraphs">\(paragraphs.joined())</g>
            <g class="lines">\(layout.lines.map { $0.polygon.svg() }.joined())</g><g class="words">\(words.joined())</g>
            <g class="order"><polyline points="\(path)"/>\(numbers.joined())</g>
            """
    }
}
