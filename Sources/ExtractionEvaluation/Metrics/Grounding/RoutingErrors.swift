public import ExtractionKit

/// How pages were read against how they should have been.
public struct RoutingErrors: Hashable, Sendable, Codable {
    /// How many pages there are of each combination.
    public private(set) var cells: [Cell]

    /// Pages that should be read in one way and were in another, or the same.
    public struct Cell: Hashable, Sendable, Codable {
        /// The way they should be read.
        public var expected: PageRoute.Method
        /// The way they were read; `nil` for pages that failed.
        public var actual: PageRoute.Method?
        /// How many.
        public var pages: Int
    }

    /// Creates a table of no pages.
    public init() { cells = [] }

    /// Counts a page.
    public mutating func record(expected: PageRoute.Method, actual: PageRoute.Method?, pages: Int = 1) {
        if let index = cells.firstIndex(where: { $0.expected == expected && $0.actual == actual }) {
            cells[index].pages += pages
        } else {
            cells.append(Cell(expected: expected, actual: actual, pages: pages))
            cells.sort { ($0.expected.rawValue, $0.actual?.rawValue ?? "") < ($1.expected.rawValue, $1.actual?.rawValue ?? "") }
        }
    }

    /// All pages.
    public var pages: Int { cells.reduce(0) { $0 + $1.pages } }
    /// Those that were read in another way, or not.
    public var errors: Int { cells.reduce(0) { $0 + ($1.expected == $1.actual ? 0 : $1.pages) } }
    /// The share of pages read in another way; `nil` for no pages.
    public var value: Double? { share(errors, of: pages) }

    /// The sums of both.
    public static func + (left: RoutingErrors, right: RoutingErrors) -> RoutingErrors {
        right.cells.reduce(into: left) { $0.record(expected: $1.expected, actual: $1.actual, pages: $1.pages) }
    }
}

extension MetricDefinition {
    /// The share of pages read in the wrong way.
    public static let routingErrorRate = MetricDefinition(
        id: "routing_error_rate", title: "Routing errors",
        definition: "Share of pages that were read in another way (text layer, OCR, blank, service) than they should be, or failed.",
        source: "Defined here: the error rate of a classifier.", direction: .lowerIsBetter, unit: .ratio)
}
