/// HTML that is put together so that text can't become markup: text is escaped where it enters, and only ``HTML`` isn't.
package struct HTML: ExpressibleByStringInterpolation, Sendable {
    package private(set) var markup: String

    /// Markup that stands in the source.
    package init(stringLiteral value: String) { markup = value }
    package init(stringInterpolation: Interpolation) { markup = stringInterpolation.markup }

    /// Text, escaped for elements and for attributes in quotes. Control characters, and those that turn the direction of what stands around
    /// them, are replaced.
    package init(text: String) {
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

    package static func + (left: HTML, right: HTML) -> HTML { "\(left)\(right)" }

    package struct Interpolation: StringInterpolationProtocol {
        var markup = ""
        package init(literalCapacity: Int, interpolationCount: Int) {}
        package mutating func appendLiteral(_ literal: String) { markup += literal }
        package mutating func appendInterpolation(_ html: HTML) { markup += html.markup }
        package mutating func appendInterpolation(_ text: String) { markup += HTML(text: text).markup }
        package mutating func appendInterpolation(_ number: Int) { markup += String(number) }
        /// A coordinate.
        package mutating func appendInterpolation(_ number: Double) { markup += number.coordinate }
    }
}

extension Sequence<HTML> {
    package func joined(_ separator: String = "\n") -> HTML { HTML(stringLiteral: map(\.markup).joined(separator: separator)) }
}
