/// Finds lines and paragraphs from where words stand, in the order in which the source read them.
///
/// A line that follows the one above it closely, at a like size and with a shared stretch of the page, continues its paragraph.
/// A line clearly larger than the page's usual type is a heading, the first such line of the first page its title. Page numbers, captions and
/// footnotes are known by their place and their beginning.
///
/// Tables are found between drawn lines, where the source or the page's image shows them, and otherwise in words that line up: rows of several
/// stretches of text whose gaps stand above each other. A cell has the lines of text that belong to it, may cover several rows or columns, and
/// says whether it heads its columns. Words keep the order in which the source read them.
///
/// Selection marks are characters that show boxes, and boxes that are drawn. Figures are where the file draws images.
public struct GeometricLayoutAnalyzer: LayoutAnalyzer, ConfigurablePlugin {
    /// The settings.
    public struct Configuration: PluginConfiguration {
        /// A gap between lines above this multiple of their height begins a new paragraph.
        public var paragraphGap = 0.8
        /// A line this many times as high as the page's median line is a heading.
        public var headingScale = 1.3

        /// Creates the default settings.
        public init() {}
    }

    /// The settings.
    public let configuration: Configuration

    /// `geometric`.
    public static let id: PluginID = "geometric"
    /// One sentence for people.
    public static let summary = "Finds lines, paragraphs, headings and tables from where words stand."

    /// Creates an analyzer.
    public init(configuration: Configuration = Configuration(), environment: PluginEnvironment = PluginEnvironment()) {
        self.configuration = configuration
    }

    /// Pure geometry, version 4, with its two settings.
    public var identity: PluginIdentity {
        PluginIdentity(id: Self.id, version: "4", settings: "\(configuration.paragraphGap),\(configuration.headingScale)")
    }

    /// Finds lines and paragraphs.
    public func layout(for request: LayoutRequest) async throws -> PageLayout {
        var builder = LayoutBuilder()
        let lines = request.text.lines.filter { line in line.words.contains { !$0.text.isEmpty } }
        let heights = lines.map(height(of:))
        let usual = heights.sorted().dropFirst(heights.count / 2).first ?? 0
        var previous: (bounds: Rect, height: Double)?
        var hasTitle = false
        for (line, height) in zip(lines, heights) {
            guard let bounds = line.words.lazy.map(\.polygon.bounds).union() else { continue }
            if previous.map({ !continues($0, with: bounds, height: height) }) ?? true {
                let isHeading = usual > 0 && height > usual * configuration.headingScale && line.words.count <= 16
                let role: Paragraph.Role =
                    isHeading
                    ? (request.page.number == 1 && !hasTitle ? .title : .heading)
                    : startsListItem(line) ? .listItem : .body
                hasTitle = hasTitle || isHeading
                builder.beginParagraph(role: role)
            } else if startsListItem(line) {
                builder.beginParagraph(role: .listItem)
            }
            builder.addLine(line.words)
            previous = (bounds, height)
        }
        var layout = builder.finish()
        let words = lines.flatMap { $0.words.filter { !$0.text.isEmpty } }.enumerated().map { index, word in
            PlacedWord(word, index: index, box: word.polygon.bounds)
        }
        let rulings = request.rulings + (request.raster?.rulings ?? [])
        layout.add(TableFinder(rulings: rulings).tables(among: words), toPage: .identity)
        layout.selectionMarks =
            SelectionMark.marks(among: lines.lazy.flatMap(\.words))
            + SelectionMark.marks(among: request.rulings, words: request.text.words) + (request.raster?.selectionMarks ?? [])
        layout.findRoles(on: request.page, imageAreas: request.imageAreas)
        layout.findFigures(on: request.page, imageAreas: request.imageAreas)
        layout.addLinks(request.links)
        return layout
    }

    /// The type's size where known, otherwise the median height of the line's words.
    private func height(of line: TextLine) -> Double {
        let heights = line.words.map { $0.fontSize ?? $0.polygon.bounds.height }.sorted()
        return heights[heights.count / 2]
    }

    private func continues(_ previous: (bounds: Rect, height: Double), with bounds: Rect, height: Double) -> Bool {
        let larger = max(previous.height, height), smaller = min(previous.height, height)
        guard smaller > 0, larger / smaller < 1.25 else { return false }
        let gap = bounds.minY - previous.bounds.maxY
        return gap < larger * configuration.paragraphGap && gap > -larger && previous.bounds.horizontalOverlap(with: bounds) > 0
    }

    private func startsListItem(_ line: TextLine) -> Bool {
        guard line.words.count > 1, let mark = line.words.first?.text else { return false }
        return ["•", "◦", "▪", "–", "-", "*", "·", "‣", "●", "○", "■"].contains(mark)
    }
}
