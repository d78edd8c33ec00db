internal import ExtractionOutput

extension ReportTable {
    /// The table in a box that scrolls by itself where the page is too narrow.
    var html: HTML {
        let isNumeric = columns.indices.map { column in
            column > 0 && rows.allSatisfy { $0.count <= column || $0[column].isEmpty || $0[column].first?.isNumericStart == true }
        }
        func cells(_ row: [String], _ tag: HTML) -> HTML {
            row.enumerated().map { index, cell -> HTML in
                index == 0 && tag.markup == "td"
                    ? "<th scope=\"row\">\(cell)</th>"
                    : "<\(tag)\(isNumeric[index] ? " class=\"n\"" : HTML(stringLiteral: ""))>\(cell)</\(tag)>"
            }.joined("")
        }
        return """
            <div class="scroll"><table><thead><tr>\(cells(columns, "th"))</tr></thead>
            <tbody>\(rows.map { "<tr>\(cells($0, "td"))</tr>" as HTML }.joined())</tbody></table></div>
            """
    }
}
