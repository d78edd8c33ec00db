/// Writes XML, element by element. Text is escaped, and characters that XML 1.0 forbids are replaced.
struct XMLWriter {
    private(set) var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    private var depth = 0

    /// Writes a line of markup as it stands, such as a document type.
    mutating func markup(_ line: String) { xml += line + "\n" }

    /// Writes an element with what the closure writes in it. Attributes without a value are left out.
    mutating func element(
        _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ body: (inout XMLWriter) -> Void
    ) {
        open(name, attributes, end: ">\n")
        depth += 1
        body(&self)
        depth -= 1
        xml += String(repeating: " ", count: depth) + "</\(name)>\n"
    }

    /// Writes an element with text in it, or an empty one.
    mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:], text: String? = nil) {
        guard let text else { return open(name, attributes, end: "/>\n") }
        open(name, attributes, end: ">")
        append(text)
        xml += "</\(name)>\n"
    }

    private mutating func open(_ name: String, _ attributes: KeyValuePairs<String, String?>, end: String) {
        xml += String(repeating: " ", count: depth) + "<" + name
        for (key, value) in attributes {
            guard let value else { continue }
            xml += " \(key)=\""
            append(value)
            xml += "\""
        }
        xml += end
    }

    private mutating func append(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": xml += "&amp;"
            case "<": xml += "&lt;"
            case ">": xml += "&gt;"
            case "\"": xml += "&quot;"
            case "\t", "\n", "\r": xml += "&#\(scalar.value);"
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": xml += "\u{FFFD}"
            default: xml.unicodeScalars.append(scalar)
            }
        }
    }
}
