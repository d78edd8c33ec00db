/// The pages of a document that a caller wants, such as `1-3,7,10-`.
public struct PageSelection: Hashable, Sendable, Codable {
    /// Ranges of page numbers, from 1; an open end is `Int.max`.
    public var ranges: [ClosedRange<Int>]

    /// Every page.
    public static let all = PageSelection(ranges: [1...Int.max])

    /// Creates a selection from ranges of page numbers.
    public init(ranges: [ClosedRange<Int>]) { self.ranges = ranges }

    /// Reads a selection such as `1-3,7,10-`.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidRequest`.
    public init(_ text: String) throws {
        ranges = try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            let ends = part.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
                .map { $0.trimmingWhitespace() }
            guard ends.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else { throw Self.invalid }
            guard let first = ends.first.flatMap({ Int($0) }), first >= 1 else { throw Self.invalid }
            guard ends.count == 2 else { return first...first }
            guard !ends[1].isEmpty else { return first...Int.max }
            guard let last = Int(ends[1]), last >= first else { throw Self.invalid }
            return first...last
        }
    }

    /// The selected page numbers of a document, ascending, each once.
    ///
    /// - Throws: ``ExtractionError`` with the code `pageOutOfRange` when nothing of a range exists, `tooManyPages` when more
    ///   pages than the limit allows are selected.
    public func pages(of pageCount: Int, limit: Int = .max) throws -> [Int] {
        var selected: Set<Int> = []
        for range in ranges {
            guard range.lowerBound >= 1 else { throw Self.invalid }
            guard range.lowerBound <= pageCount else {
                throw ExtractionError(
                    .pageOutOfRange, "Page \(range.lowerBound) was asked for, but the document has \(pageCount); correct the selection."
                )
            }
            let clipped = range.clamped(to: 1...max(1, pageCount))
            guard clipped.count <= limit else { throw Self.tooMany(pageCount: pageCount, limit: limit) }
            selected.formUnion(clipped)
        }
        guard selected.count <= limit else { throw Self.tooMany(pageCount: pageCount, limit: limit) }
        return selected.sorted()
    }

    private static let invalid = ExtractionError(
        .invalidRequest, "Pages are written as numbers from 1 and ranges of them, such as '1-3,7,10-'."
    )

    private static func tooMany(pageCount: Int, limit: Int) -> ExtractionError {
        ExtractionError(
            .tooManyPages, "The document has \(pageCount) pages and \(limit) are allowed; select pages or raise the limit 'pages'."
        )
    }
}
