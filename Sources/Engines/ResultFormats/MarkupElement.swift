internal import ExtractionKit

/// An element of XML or HTML with what is in it.
struct MarkupElement {
    var name: String
    var attributes: [String: String]
    var children: [MarkupNode] = []

    /// The elements directly in this one.
    var elements: [MarkupElement] { children.compactMap { if case .element(let element) = $0 { element } else { nil } } }

    /// All characters in the element.
    var text: String {
        children.reduce(into: "") { text, child in
            switch child {
            case .element(let element): text += element.name == "br" ? "\n" : element.text
            case .text(let characters): text += characters
            }
        }
    }
}

/// A part of an element's content.
enum MarkupNode {
    case element(MarkupElement)
    case text(String)
}

extension MarkupElement {
    /// Deeper than any page nests, and shallow enough for the smallest stack.
    private static let deepest = 100
    private static let mostNodes = 4_000_000
    private static let voidNames: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    ]
    /// Elements whose end tag HTML allows to leave out.
    private static let openNames: Set<String> = ["html", "body", "p", "li", "td", "th", "tr", "tbody", "thead", "tfoot"]

    /// Reads a whole text. The element that is returned has no name and holds everything.
    ///
    /// - Throws: `truncated` where elements aren't closed, `corrupt` for XML that isn't well formed and for a depth of more than 100,
    ///   `tooLarge` for more than 4 million nodes.
    init(_ text: String, as dialect: MarkupDialect) throws {
        var reader = MarkupReader(text, as: dialect)
        var open = [MarkupElement(name: "", attributes: [:])]
        var nodes = 0
        func close() {
            guard open.count > 1, let element = open.popLast() else { return }
            open[open.count - 1].children.append(.element(element))
        }
        while let token = try reader.next() {
            nodes += 1
            guard nodes <= Self.mostNodes else { throw ExtractionError.tooLargeResult("more than \(Self.mostNodes) elements") }
            switch token {
            case .text(let text): open[open.count - 1].children.append(.text(text))
            case .start(let tag):
                if dialect == .html {
                    while let top = open.last?.name, Self.isClosed(top, by: tag.name) { close() }
                }
                guard open.count <= Self.deepest else { throw ExtractionError.corruptResult("its elements nest too deeply") }
                open.append(MarkupElement(name: tag.name, attributes: tag.attributes))
                if tag.isEmpty || dialect == .html && Self.voidNames.contains(tag.name) {
                    close()
                } else if dialect == .html, tag.name == "script" || tag.name == "style" {
                    try reader.skipContent(of: tag.name)
                    close()
                }
            case .end(let name):
                if dialect == .xml {
                    guard open.count > 1, open.last?.name == name else {
                        throw ExtractionError.corruptResult("its XML has an end tag that ends nothing")
                    }
                    close()
                } else if let index = open.lastIndex(where: { $0.name == name }), index > 0 {
                    while open.count > index { close() }
                }
            }
        }
        guard open.dropFirst().allSatisfy({ dialect == .html && Self.openNames.contains($0.name) }) else {
            throw ExtractionError.truncatedResult()
        }
        while open.count > 1 { close() }
        self = open[0]
    }

    /// Whether an open element ends where another begins, though HTML doesn't say so.
    private static func isClosed(_ open: String, by name: String) -> Bool {
        switch name {
        case "td", "th": open == "td" || open == "th" || open == "p"
        case "tr", "tbody", "tfoot": ["td", "th", "tr", "p"].contains(open)
        case "li", "p": open == name
        default: false
        }
    }
}
