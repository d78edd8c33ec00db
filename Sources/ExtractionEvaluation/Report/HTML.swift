/// HTML that is put together so that text can't become markup: text is escaped where it enters, and only ``HTML`` isn't.
struct HTML: ExpressibleByStringInterpolation {
    private(set) var markup: String

    /// Markup that stands in the source.
    init(stringLiteral value: String) { markup = value }
    init(stringInterpolation: Interpolation) { markup = stringInterpolation.markup }

    /// Text, escaped for elements and for attributes in quotes. Characters that XML forbids are replaced.
    init(text: String) {
        markup = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": markup += "&amp;"
            case "<": markup += "&lt;"
            case ">": markup += "&gt;"
            case "\"": markup += "&quot;"
            case "'": markup += "&#39;"
            case "\n", "\t": markup.unicodeScalars.append(scalar)
            case _ where scalar.properties.generalCategory == .control || scalar.properties.isBidiControl: markup += "\u{FFFD}"
            default: markup.unicodeScalars.append(scalar)
            }
        }
    }

    static func + (left: HTML, right: HTML) -> HTML { "\(left)\(right)" }

    struct Interpolation: StringInterpolationProtocol {
        var markup = ""
        init(literalCapacity: Int, interpolationCount: Int) {}
        mutating func appendLiteral(_ literal: String) { markup += literal }
        mutating func appendInterpolation(_ html: HTML) { markup += html.markup }
        mutating func appendInterpolation(_ text: String) { markup += HTML(text: text).markup }
        mutating func appendInterpolation(_ number: Int) { markup += String(number) }
        /// A coordinate.
        mutating func appendInterpolation(_ number: Double) { markup += number.isFinite ? Self.coordinate(number) : "0" }

        private static func coordinate(_ number: Double) -> String {
            number.fixed(2).replacing("−", with: "-")
        }
    }
}

extension Sequence<HTML> {
    func joined(_ separator: String = "\n") -> HTML { HTML(stringLiteral: map(\.markup).joined(separator: separator)) }
}

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
