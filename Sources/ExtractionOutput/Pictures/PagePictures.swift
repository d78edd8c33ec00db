public import ExtractionKit

/// Small grey pictures of a document's pages, to be shown with what was read from them.
public struct PagePictures: Sendable {
    /// The widest picture, in pixels.
    public static let width = 1_400
    /// The largest number of pages that are drawn, so that a page for people stays one that a browser opens.
    public static let largestCount = 50

    private var pictures: [Int: (pixels: GreyPixels, size: Size)] = [:]
    private var failures: [Int: ExtractionError.Code] = [:]

    /// No pictures: pages are shown by their boxes alone.
    public init() {}

    /// Draws pages. One that can't be drawn is shown without its picture, and with the reason.
    ///
    /// - Parameters:
    ///   - pages: The pages' numbers, most important first; those beyond the largest number are left out.
    ///   - document: The document.
    ///   - loader: Opens it.
    ///   - limits: What it may cost.
    /// - Throws: What the loader throws for the whole document; `CancellationError` when the task is cancelled.
    public init(
        of pages: some Sequence<Int>, in document: Document, drawnBy loader: any DocumentLoader, limits: DocumentLimits = DocumentLimits()
    ) async throws {
        let deadline = Deadline.after(seconds: limits.secondsPerDocument)
        let wanted = Array(pages.prefix(Self.largestCount))
        (pictures, failures) = try await loader.withDocument(LoadRequest(document: document, limits: limits, deadline: deadline)) { open in
            var pictures: [Int: (pixels: GreyPixels, size: Size)] = [:]
            var failures: [Int: ExtractionError.Code] = [:]
            for page in wanted {
                do {
                    let pageDeadline = min(deadline, .after(seconds: limits.secondsPerPage))
                    let picture = try await PagePicture.draw(page: page, of: open, width: Self.width, deadline: pageDeadline)
                    pictures[page] = (picture.reduced(width: Self.width), picture.size)
                } catch let error as CancellationError {
                    throw error
                } catch {
                    failures[page] = ExtractionError(wrapping: error).code
                }
            }
            return (pictures, failures)
        }
    }

    /// The page as a picture to draw on, where there is one.
    func canvas(ofPage page: Int) -> Canvas? { pictures[page].map { Canvas($0.pixels, pageSize: $0.size) } }

    /// The page as a data URI, where there is one.
    func dataURI(ofPage page: Int) -> String? { pictures[page]?.pixels.png.dataURI }

    /// Why a page has no picture.
    func reason(ofPage page: Int) -> String { failures[page]?.rawValue ?? "not drawn" }
}
