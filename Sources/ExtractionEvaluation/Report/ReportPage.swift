internal import ExtractionOutput

/// A page of sections for a browser that needs no network.
struct ReportPage {
    var title: String
    var note: String
    var sections: [Section]

    struct Section {
        var title: String
        var body: HTML

        init(_ title: String, _ body: HTML) {
            self.title = title
            self.body = body
        }
    }

    var markup: String {
        let page: HTML = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
            <title>\(title)</title><style>
            \(HTML(stringLiteral: reportStyle))
            </style></head><body>
            <header><h1>\(title)</h1>
            <p class="note">\(note)</p>
            <nav><ul>\(sections.enumerated().map { "<li><a href=\"#s\($0)\">\($1.title)</a></li>" as HTML }.joined())</ul></nav></header>
            <main>\(sections.enumerated().map { "<section id=\"s\($0)\"><h2>\($1.title)</h2>\($1.body)</section>" as HTML }.joined())</main>
            </body></html>

            """
        return page.markup
    }
}
