/// A type that turns a document into read pages, each as soon as it is ready.
///
/// ``PageByPageReader`` makes one of a loader, an OCR engine and a layout analyzer; a service that takes whole documents is one by
/// itself. A ``Pipeline`` has one slot for a reader and doesn't know the difference.
///
/// ### Implement a reader
///
/// Throw for what concerns the whole document (it can't be opened, the service refuses it) with the codes that
/// ``DocumentLoader`` lists; give a page's own failure as ``PageOutcome/failed(page:_:)``. Give every selected page exactly once, in any
/// order. Stop the work when the closure returns or the task is cancelled.
///
/// Check the reader with `DocumentReaderConformance` of ExtractionTesting.
public protocol DocumentReader: Sendable {
    /// Who this is, for results and caches.
    var identity: PluginIdentity { get }

    /// Where documents go to be read.
    var residency: Residency { get }

    /// Reads the document's pages for the time of the closure.
    func withPages<R: Sendable>(of request: ReadRequest, _ body: (PageSequence) async throws -> R) async throws -> R
}

/// A document to be read.
public struct ReadRequest: Sendable {
    /// The document.
    public var document: Document
    /// The pages wanted.
    public var pages: PageSelection
    /// What it may cost.
    public var limits: DocumentLimits
    /// When it must have ended.
    public var deadline: Deadline

    /// Creates a request.
    public init(
        document: Document, pages: PageSelection = .all, limits: DocumentLimits = DocumentLimits(), deadline: Deadline = .never
    ) {
        self.document = document
        self.pages = pages
        self.limits = limits
        self.deadline = deadline
    }
}
