internal import ExtractionKit

/// The page by which people check a result.
struct ReviewPage {
    var extraction: Extraction
    var read: ReadDocument
    var pictures: PagePictures

    var html: String {
        document(
            title: extraction.document.filename, style: Self.style,
            body: """
                <header><h1>\(extraction.document.filename)</h1><p class="note">\(summary)</p></header>
                <main><section class="fields">\(problems)<table>
                <colgroup><col class="name"><col><col class="confidence"></colgroup><tbody>\(fields)</tbody></table>\(missing)
                <p class="note">Choose a value to see its place, a place to see its field. Confidence:
                <span class="chip sure">≥ 90 %</span> <span class="chip doubtful">≥ 60 %</span> <span class="chip unsure">less</span></p></section>
                <section class="pages">\(figures.joined())</section></main>
                """)
    }

    private var summary: HTML {
        let doubtful = extraction.allFields.count { Certainty($0.confidence) != .sure }
        let kind: HTML =
            extraction.documentType.map { type in
                let runnerUp: HTML = type.runnerUp.map { ", then \($0.id) \($0.confidence.percent)" } ?? ""
                return "\(type.id) \(type.confidence.percent)\(runnerUp) · "
            } ?? ""
        let pages = extraction.document.pageCount, count = extraction.allFields.count
        return """
            \(kind)\(pages) page\(pages == 1 ? "" : "s") · \(count) field\(count == 1 ? "" : "s"), \(doubtful) to check
            """
    }

    private var problems: HTML {
        let errors = extraction.errors.map { error -> HTML in
            "<p>\(error.page.map { "Page \($0) failed: " } ?? "")\(error.message)</p>"
        }
        let warnings = extraction.warnings.map { warning -> HTML in "<p>\(warning.page.map { "Page \($0): " } ?? "")\(warning.message)</p>"
        }
        return errors.isEmpty && warnings.isEmpty ? "" : "<div class=\"problems\">\((errors + warnings).joined())</div>"
    }

    private var missing: HTML {
        let all = extraction.missing + extraction.parts.flatMap(\.missing)
        guard !all.isEmpty else { return "" }
        let items = all.map { "<li><strong>\($0.name)</strong> <span class=\"note\">\($0.reason)</span></li>" as HTML }
        return "<h2>Not found</h2><ul>\(items.joined())</ul>"
    }

    // MARK: - Fields

    private var fields: HTML {
        extraction.allFields.enumerated().map { index, field -> HTML in
            """
            <tr id="f\(index)"><th scope="row">\(Self.breakable(field.name))</th><td>\(link(to: "p\(index)", field))\(details(of: field))\(rows(of: field, index))</td>
            <td>\(chip(field.confidence))</td></tr>
            """
        }.joined()
    }

    /// A name that a narrow column breaks between its words.
    private static func breakable(_ name: String) -> HTML {
        name.split(separator: "_", omittingEmptySubsequences: false).map { HTML(text: String($0)) }.joined("_<wbr>")
    }

    private func link(to place: String, _ field: ExtractedField) -> HTML {
        let text: HTML = field.value.shownText.isEmpty ? "–" : "\(field.value.shownText)"
        guard !field.grounding.isEmpty else { return "<span class=\"value\">\(text)</span>" }
        return "<a class=\"value\" href=\"#\(place)\" title=\"\(field.raw)\">\(text)</a>"
    }

    private func details(of field: ExtractedField) -> HTML {
        var parts: [HTML] = []
        if case .table = field.value {
        } else {
            if field.raw != field.value.shownText {
                parts.append("<p class=\"note\">as printed: <span class=\"raw\">\(field.raw)</span></p>")
            }
            let quotes = field.grounding.prefix(4).compactMap { Quote($0.region.span, in: read.content) }
            if !quotes.isEmpty { parts.append("<p class=\"note\">\(quotes.map(\.html).joined(" "))</p>") }
        }
        let pages = Set(field.grounding.map(\.region.page)).sorted().map(String.init).joined(separator: ", ")
        let status = Set(field.grounding.map(\.status.rawValue)).sorted().joined(separator: ", ")
        let place: HTML = pages.isEmpty ? "no place" : "page \(pages), \(status)"
        parts.append("<p class=\"note\">\(place) · \(field.source)</p>")
        return parts.joined()
    }

    private func rows(of field: ExtractedField, _ index: Int) -> HTML {
        guard case .table(let rows) = field.value, !rows.isEmpty else { return "" }
        var columns: [String] = []
        for name in rows.flatMap(\.cells).map(\.name) where !columns.contains(name) { columns.append(name) }
        let body = rows.enumerated().map { row, cells -> HTML in
            let cells = columns.enumerated().map { column, name -> HTML in
                guard let cell = cells[name] else { return "<td></td>" }
                let certainty = Certainty(cell.confidence).rawValue
                return
                    "<td class=\"cell \(certainty)\" id=\"f\(index)-\(row)-\(column)\">\(link(to: "p\(index)-\(row)-\(column)", cell))</td>"
            }
            return "<tr>\(cells.joined(""))</tr>"
        }
        return """
            <div class="scroll"><table class="rows"><thead><tr>\(columns.map { "<th scope=\"col\">\($0)</th>" as HTML }.joined(""))</tr></thead>
            <tbody>\(body.joined())</tbody></table></div>
            """
    }

    private func chip(_ confidence: Double) -> HTML {
        "<span class=\"chip \(Certainty(confidence).rawValue)\">\(confidence.percent)</span>"
    }

    // MARK: - Places

    private var figures: [HTML] {
        var places: [Int: [HTML]] = [:]
        for (index, field) in extraction.allFields.enumerated() {
            add(field, id: "\(index)", isCell: false, to: &places)
            guard case .table(let rows) = field.value else { continue }
            var columns: [String] = []
            for name in rows.flatMap(\.cells).map(\.name) where !columns.contains(name) { columns.append(name) }
            for (row, cells) in rows.enumerated() {
                for (column, name) in columns.enumerated() {
                    if let cell = cells[name] { add(cell, id: "\(index)-\(row)-\(column)", isCell: true, to: &places) }
                }
            }
        }
        return read.pages.map { page in
            let method: HTML = " · \(page.route.method.rawValue)"
            return PageFigure(
                page: page.page, pictures: pictures, layers: (places[page.page.number] ?? []).joined(), caption: method
            ).html
        }
    }

    /// Marks the places of a field on the pages that they are on. The first of them is where the field's link leads.
    private func add(_ field: ExtractedField, id: String, isCell: Bool, to places: inout [Int: [HTML]]) {
        if case .table = field.value, field.grounding.isEmpty { return }
        let byPage = Dictionary(grouping: field.grounding, by: \.region.page)
        let first = field.grounding.first?.region.page
        for (page, grounding) in byPage.sorted(by: { $0.key < $1.key }) {
            let title = "\(field.name): \(field.value.shownText) (\(field.confidence.percent))"
            let shapes = grounding.map { $0.region.polygon.svg(margin: 1.5, title: title) }
            let corner = grounding.first?.region.polygon.bounds
            let label: HTML = isCell ? "" : corner.map { "<text x=\"\($0.minX)\" y=\"\($0.minY - 3)\">\(field.name)</text>" } ?? ""
            let name: HTML = page == first ? " id=\"p\(id)\"" : ""
            var kind = "filled place \(Certainty(field.confidence).rawValue)"
            if case .table = field.value { kind = "place whole \(Certainty(field.confidence).rawValue)" }
            places[page, default: []].append(
                "<a href=\"#f\(id)\"><g\(name) class=\"\(kind)\">\(shapes.joined())\(label)</g></a>")
        }
    }

    private static let style: HTML = """
        main { display: grid; grid-template-columns: minmax(0, 1fr); }
        section { padding: 1rem; min-width: 0; }
        .fields > table { width: 100%; table-layout: fixed; border-collapse: collapse; }
        .fields > table > tbody > tr > * { padding: .55rem .5rem; border-bottom: 1px solid var(--rule); vertical-align: top; text-align: left; }
        .name { width: 27%; } .confidence { width: 4.8em; }
        .fields > table > tbody > tr > th { font-weight: 500; color: var(--soft); }
        .fields > table > tbody > tr > td:last-child { text-align: right; }
        .value { font-weight: 600; color: var(--ink); text-decoration-color: var(--soft); text-underline-offset: 3px; }
        tr:focus-within, tr:target, td:target { background: var(--panel); box-shadow: inset 3px 0 var(--accent); }
        mark { background: var(--mark); color: inherit; } q { quotes: none; } .raw { white-space: pre-line; }
        .scroll { overflow-x: auto; margin-top: .4rem; }
        .rows { border-collapse: collapse; font-size: .85rem; width: 100%; overflow-wrap: normal; }
        .rows th, .rows td { padding: .25rem .5rem; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; }
        .rows th { color: var(--soft); font-weight: 500; } .rows .value { font-weight: 400; } .rows .cell { border-left: 3px solid var(--certainty); }
        .page a { cursor: pointer; }
        .whole polygon { stroke-dasharray: 6 4; }
        .place text { display: none; } .place:hover text, .place:target text { display: block; }
        .place:hover polygon { fill-opacity: .25; }
        .place:target polygon { stroke-width: 4px; fill: var(--certainty); fill-opacity: .3; } .place:target text { font-weight: 700; font-size: 9px; }
        @media (min-width: 900px) {
          body { height: 100vh; display: flex; flex-direction: column; }
          main { flex: 1; min-height: 0; grid-template-columns: minmax(0, 9fr) minmax(0, 11fr); grid-template-rows: minmax(0, 1fr); }
          section { overflow-y: auto; } .pages { background: var(--panel); border-left: 1px solid var(--rule); }
        }
        @media (max-width: 480px) { .name { width: 29%; } section { padding: .75rem; } .fields > table > tbody > tr > * { padding: .55rem .25rem; } }
        @media print { body { height: auto; display: block; } main { display: block; } section { overflow: visible; } }
        """
}
