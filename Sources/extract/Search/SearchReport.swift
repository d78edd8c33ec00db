internal import ExtractionKit
internal import Foundation

/// What a search found, for people and for programs.
struct SearchReport {
    var query: String
    var hits: [SearchHit]

    /// A few lines for each passage.
    ///
    /// - Parameter highlighted: Whether words of the search are set off as a terminal does it.
    func lines(highlighted: Bool) -> [String] {
        hits.enumerated().flatMap { rank, hit in
            let attributes = hit.attributes
            let pages = hit.chunk.pages
            let place =
                switch pages.count {
                case 0: ""
                case 1: ", page \(pages[0])"
                default: ", pages \(pages[0])–\(pages[pages.count - 1])"
                }
            let notes = [attributes.type, attributes.date?.description].compactMap(\.self).joined(separator: ", ")
            let title = printable(attributes.title.isEmpty ? hit.documentID : attributes.title)
            var lines = ["\(rank + 1). \(title)\(place)" + (notes.isEmpty ? "" : "  (\(printable(notes)))")]
            if let heading = hit.chunk.context.first { lines.append("   § " + printable(heading)) }
            lines.append("   " + text(of: hit.snippet(length: 240), highlighted: highlighted))
            return lines
        }
    }

    private func text(of snippet: SearchHit.Snippet, highlighted: Bool) -> String {
        guard highlighted else { return printable(snippet.text) }
        var text = ""
        var end = 0
        for span in snippet.highlights {
            text += printable(snippet.text[TextSpan(end..<span.offset)].map(String.init) ?? "")
            text += "\u{1B}[1m" + printable(snippet.text[span].map(String.init) ?? "") + "\u{1B}[0m"
            end = span.end
        }
        return text + printable(snippet.text[TextSpan(end..<snippet.text.utf8.count)].map(String.init) ?? "")
    }

    private func printable(_ text: String) -> String { Console.printable(text, keepingLines: false) }

    /// An object with everything.
    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return try String(decoding: encoder.encode(Written(query: query, hits: hits.enumerated().map(WrittenHit.init))), as: UTF8.self)
        }
    }

    private struct Written: Encodable {
        var query: String
        var hits: [WrittenHit]
    }

    private struct WrittenHit: Encodable {
        var rank: Int
        var document: String
        var title: String
        var folder: String
        var type: String?
        var date: CalendarDate?
        var score: Double
        var chunk: Int
        var text: String
        var context: [String]
        var pages: [Int]
        var regions: [Region]
        var highlights: [TextSpan]

        init(_ element: (offset: Int, element: SearchHit)) {
            let hit = element.element
            rank = element.offset + 1
            document = hit.documentID
            title = hit.attributes.title
            folder = hit.attributes.folder
            type = hit.attributes.type
            date = hit.attributes.date
            score = hit.score
            chunk = hit.chunk.index
            text = hit.chunk.text
            context = hit.chunk.context
            pages = hit.chunk.pages
            regions = hit.chunk.regions.map { Region(page: $0.page, polygon: $0.polygon, offset: $0.span.offset, length: $0.span.length) }
            highlights = hit.highlights
        }
    }

    private struct Region: Encodable {
        var page: Int
        var polygon: Polygon
        var offset: Int
        var length: Int
    }
}
