/// An area of a page that leads somewhere when it is clicked.
public struct Link: Hashable, Sendable, Codable {
    /// The area on the page.
    public var polygon: Polygon
    /// Where it leads.
    public var target: Target
    /// The stretches of content under the area, one a line; empty where nothing but an image is, and in a ``TextLayer``, which has no content.
    public var spans: [TextSpan]

    /// Creates a link.
    public init(polygon: Polygon, target: Target, spans: [TextSpan] = []) {
        self.polygon = polygon
        self.target = target
        self.spans = spans
    }

    /// Where a link leads.
    public enum Target: Hashable, Sendable {
        /// An address, as the file has it: nobody has checked it, and it may be made to deceive.
        case uri(String)
        /// A page of the same document, from 1.
        case page(Int)
    }
}

extension Link.Target: Codable {
    private enum CodingKeys: String, CodingKey { case uri, page }

    /// Reads `{"uri": …}` or `{"page": …}`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let uri = try container.decodeIfPresent(String.self, forKey: .uri) {
            self = .uri(uri)
        } else {
            self = .page(try container.decode(Int.self, forKey: .page))
        }
    }

    /// Writes `{"uri": …}` or `{"page": …}`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .uri(let uri): try container.encode(uri, forKey: .uri)
        case .page(let page): try container.encode(page, forKey: .page)
        }
    }
}

extension PageLayout {
    /// Adds links with the words that stand under them.
    mutating func addLinks(_ found: [Link]) {
        let boxes = found.isEmpty ? [] : words.map(\.polygon.bounds)
        links += found.map { link in
            let area = link.polygon.bounds
            var link = link
            link.spans = lines.compactMap { line in
                let spans = line.words.filter { area.contains(Point(x: boxes[$0].midX, y: boxes[$0].midY)) }.map { words[$0].span }
                return spans.dropFirst().reduce(spans.first) { $0?.union($1) }
            }
            return link
        }
    }
}
