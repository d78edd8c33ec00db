/// A type that opens documents of some media types and gives their pages: sizes, text layers, rasters.
///
/// A loader knows a file format and nothing of recognition. It reads only the bytes it is given, never a path or an address
/// that it finds in them.
///
/// ### Implement a loader
///
/// Give the open document to the closure, and release what it holds when the closure returns. Blocking calls belong on threads
/// of your own, never on Swift's cooperative pool; `ThreadConfinedPool` in ExtractionEngineSupport is made for that. Begin with
/// ``LoadRequest/check(mediaTypes:)``, and throw
/// ``ExtractionError`` with the codes
///
/// - `emptyDocument` for a file without bytes, `noPages` for one without pages,
/// - `encrypted` where a password is needed or wrong,
/// - `corrupt` or `truncated` where the file can't be parsed,
/// - `unsupportedMediaType` for a kind of content that isn't in ``mediaTypes``,
/// - `tooLarge` where a limit of the request is passed, `deadlineExceeded` where its deadline is.
///
/// Check the loader with `DocumentLoaderConformance` of ExtractionTesting.
public protocol DocumentLoader: Sendable {
    /// Who this is, for results and caches.
    var identity: PluginIdentity { get }

    /// The kinds of documents that this loader opens.
    var mediaTypes: Set<MediaType> { get }

    /// Opens the document for the time of the closure.
    func withDocument<R: Sendable>(
        _ request: LoadRequest, _ body: (any OpenDocument) async throws -> R
    ) async throws -> R
}

/// What a ``DocumentLoader`` is asked to open.
public struct LoadRequest: Sendable {
    /// The document.
    public var document: Document
    /// What it may cost.
    public var limits: DocumentLimits
    /// When opening must have ended.
    public var deadline: Deadline

    /// Creates a request.
    public init(document: Document, limits: DocumentLimits = DocumentLimits(), deadline: Deadline = .never) {
        self.document = document
        self.limits = limits
        self.deadline = deadline
    }
}

extension LoadRequest {
    /// Refuses what needn't be looked at: the checks that every loader begins with.
    ///
    /// - Parameter mediaTypes: What the loader opens.
    /// - Throws: ``ExtractionError`` with the code `emptyDocument`, `unsupportedMediaType`, `tooLarge` for a file above the limit on bytes, or
    ///   `deadlineExceeded`.
    public func check(mediaTypes: Set<MediaType>) throws {
        try document.requireContent()
        guard mediaTypes.contains(document.mediaType) else {
            throw ExtractionError.unsupported(document.mediaType, supported: mediaTypes)
        }
        guard document.bytes.count <= limits.bytes else {
            throw ExtractionError(
                .tooLarge, "The file has more than the \(limits.bytes) bytes allowed; split it or raise the limit 'bytes'.")
        }
        try deadline.check("Opening the document")
    }
}

/// A document while it is open. Pages are numbered from 1.
///
/// Its methods may be called from several tasks at once; a loader whose library can't do that runs them one after the other.
public protocol OpenDocument: Sendable {
    /// The number of pages, at least 1.
    var pageCount: Int { get }

    /// How many pages the document works on at once, at least 1. Callers that ask for more wait for each other.
    var concurrentPages: Int { get }

    /// The page's size and orientation.
    ///
    /// - Throws: `corrupt` for a page that can't be parsed, `pageOutOfRange` for a number outside of the document.
    func page(_ request: PageRequest) async throws -> Page

    /// The text that the file itself says stands on the page, or `nil` for a format that has no text.
    ///
    /// A page without text in a format that has text gives an empty layer.
    func textLayer(_ request: PageRequest) async throws -> TextLayer?

    /// The page as an image.
    ///
    /// - Throws: `tooLarge` for a page that can't be rendered within the limits of the ``LoadRequest``.
    func raster(_ request: RasterRequest) async throws -> Raster
}

/// Which page, and until when.
public struct PageRequest: Sendable {
    /// The page's number, from 1.
    public var page: Int
    /// When the answer must be there.
    public var deadline: Deadline

    /// Creates a request.
    public init(page: Int, deadline: Deadline = .never) {
        self.page = page
        self.deadline = deadline
    }
}

/// Which page to draw, and how finely.
public struct RasterRequest: Sendable {
    /// The page's number, from 1.
    public var page: Int
    /// The resolution wanted, in dots per inch. A loader lowers it where the limit on pixels demands, and an image keeps its own.
    public var dpi: Double
    /// When the raster must be there.
    public var deadline: Deadline

    /// Creates a request.
    public init(page: Int, dpi: Double = 300, deadline: Deadline = .never) {
        self.page = page
        self.dpi = dpi
        self.deadline = deadline
    }
}
