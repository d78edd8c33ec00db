internal import ExtractionEngineSupport
public import ExtractionKit

/// Writes a document as a PDF that looks as before and can be searched: the words that were recognised lie over their places in text that
/// isn't seen.
///
/// - A PDF keeps everything that it has, pages that weren't read included. A page that was recognised gets the words; a page that was read
///   by its own text layer stays as it is. A page that was recognised because its text layer is garbage has both. Of pages read by a
///   service, those without fonts get the words. An encrypted document stays encrypted; a signature over the document breaks.
/// - An image becomes a PDF of its pages. JPEG files, and PNG files without transparency and interlacing, are embedded as they are; other
///   images become grey, packed without loss. A page that can't be drawn is left out.
///
/// The text is placed word by word, turned and stretched as the word is, in the layout's order. It is written with an empty font that is
/// embedded, so that every reader selects alike. Any character of Unicode can be found; scripts that run from right to left are
/// written in visual order, from which readers restore them.
public struct SearchablePDFWriter: Sendable {
    /// Creates a writer.
    public init() {}

    /// The PDF file.
    ///
    /// - Parameters:
    ///   - read: What was read.
    ///   - document: The document that it was read from.
    ///   - loader: Opens the document, where it is an image.
    ///   - limits: What drawing may cost.
    ///   - deadline: When the file must be there.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `encrypted`, `corrupt` for a PDF that can't be written again or has other pages
    ///   than were read, `tooLarge`, `deadlineExceeded`; what the loader throws for an image.
    public func pdf(
        of read: ReadDocument, from document: Document, drawnBy loader: any DocumentLoader, limits: DocumentLimits = DocumentLimits(),
        deadline: Deadline = .never
    ) async throws -> [UInt8] {
        guard document.mediaType != .pdf else {
            let pool = ThreadConfinedPool(name: "qpdf", threads: 1) { try SearchablePDF(read, layingOver: document) }
            return try await pool.run("Writing the PDF", deadline: deadline) { pdf, _ in
                try pdf.layOver()
                return try pdf.finished()
            }
        }
        let pool = ThreadConfinedPool(name: "qpdf", threads: 1) { try SearchablePDF(read) }
        let pages = Dictionary(read.pages.map { ($0.page.number, $0) }, uniquingKeysWith: { first, _ in first })
        try await loader.withDocument(LoadRequest(document: document, limits: limits, deadline: deadline)) { open in
            var missing: ExtractionError?
            var count = 0
            for number in 1...open.pageCount {
                do {
                    let page = try await open.page(PageRequest(page: number, deadline: deadline))
                    let original = open.pageCount == 1 ? PageImage(document) : nil
                    let raster = original == nil ? try await open.raster(RasterRequest(page: number, deadline: deadline)) : nil
                    try await pool.run("Writing a page of the PDF", deadline: deadline) { pdf, _ in
                        guard let image = try original ?? raster.map(PageImage.init) else { return }
                        try pdf.add(image, size: page.size, read: pages[number])
                    }
                    count += 1
                } catch let error as ExtractionError where error.code != .deadlineExceeded {
                    missing = missing ?? error
                }
            }
            if count == 0, let missing { throw missing }
        }
        return try await pool.run("Writing the PDF", deadline: deadline) { pdf, _ in try pdf.finished() }
    }
}
