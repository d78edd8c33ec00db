/// What became of a page. A failed page is a result, not an end: the others arrive all the same.
public enum PageOutcome: Sendable {
    /// The page was read.
    case read(ReadPage)
    /// The page could not be read.
    case failed(page: Int, ExtractionError)

    /// The page's number, from 1.
    public var number: Int {
        switch self {
        case .read(let page): page.page.number
        case .failed(let number, _): number
        }
    }
}
