internal import CPoppler
internal import ExtractionEngineSupport
public import ExtractionKit
internal import Foundation

/// A loader that opens PDF documents with Poppler.
///
/// A document is only ever read from the bytes it is given: no path, no address, no script in it is followed. Each open document has
/// threads of its own, on which all of Poppler's work is done. When a page's deadline passes, Poppler is asked to stop and does between two
/// operators of the page; where one operator takes too long, such as a stream that inflates without end, its caller gets the error on time
/// and the thread is given up, to end whenever Poppler does, or with the process. Untrusted files belong in a process that can be killed.
///
/// Words, lines and their order are those of Poppler's analysis, of the text that can be seen: what is painted on the page and within its
/// clip, in a colour that stands out, and isn't painted over. The rest is in ``/ExtractionKit/TextLayer/hidden``, apart from text that
/// lies over or under a large image, as programs add it to scans. A page that is nothing but one upright image isn't drawn: its raster is
/// the image itself. Poppler's diagnostics on damaged files, which may quote the document, are dropped.
///
/// Uses Poppler's C++ interface, which changes between versions: made for 22.12, the one of Debian 12.
public struct PopplerDocumentLoader: DocumentLoader {
    /// The settings.
    public var configuration: Configuration

    /// Creates a loader.
    public init(configuration: Configuration = Configuration()) {
        self.configuration = configuration
    }

    /// `poppler`, with the version of Poppler.
    public var identity: PluginIdentity { PluginIdentity(id: Self.id, version: Self.popplerVersion) }

    /// PDF.
    public var mediaTypes: Set<MediaType> { [.pdf] }

    /// Opens the document for the time of the closure.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `emptyDocument`, `unsupportedMediaType`, `tooLarge` for a file above the limit on
    ///   bytes, `encrypted`, `truncated` for a file that can't be opened and has no end, `corrupt`, `noPages` and `deadlineExceeded`;
    ///   what the closure throws.
    public func withDocument<R: Sendable>(
        _ request: LoadRequest, _ body: (any OpenDocument) async throws -> R
    ) async throws -> R {
        let document = request.document
        try request.check(mediaTypes: mediaTypes)
        // Poppler stops between two operators, or not at all: a call that outlives its deadline by this much is given up.
        let pool = ThreadConfinedPool(
            name: "poppler", threads: configuration.threads, grace: .milliseconds(500)
        ) { try PopplerDocument(document) }
        let pageCount = try await pool.run("Opening the document", deadline: request.deadline) { document, _ in document.pageCount }
        return try await body(
            OpenPopplerDocument(
                pool: pool, pageCount: pageCount, concurrentPages: configuration.threads, limits: request.limits))
    }
}

extension PopplerDocumentLoader: ConfigurablePlugin {
    /// The settings of the loader.
    public struct Configuration: PluginConfiguration, Hashable {
        /// How many pages of one document are worked on at once, from 1 to 64. Each thread opens the document for itself, on first use;
        /// with more than one, a page that hangs doesn't hold up the others. By default as many as there are processors, at most 4.
        /// Changes only speed.
        public var threads = min(4, max(1, ProcessInfo.processInfo.activeProcessorCount))

        /// Creates the default settings.
        public init() {}
    }

    /// `poppler`.
    public static let id: PluginID = "poppler"
    /// What the loader does and needs.
    public static let summary = "Opens PDF documents: text layers with positions, and pages drawn as images. Needs libpoppler."

    /// Creates a loader from settings.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `invalidConfiguration` for a number of threads outside of 1 to 64.
    public init(configuration: Configuration, environment: PluginEnvironment) async throws {
        guard (1...64).contains(configuration.threads) else {
            throw ExtractionError(.invalidConfiguration, "The setting 'threads' of 'poppler' must be from 1 to 64; correct it.")
        }
        self.init(configuration: configuration)
    }

    /// Says which version of Poppler it is made for.
    public static func check(environment: PluginEnvironment) async -> PluginCheck {
        .works("Poppler \(popplerVersion)")
    }

    private static var popplerVersion: String { String(cString: cpoppler_version()) }
}

extension DocumentLoader where Self == PopplerDocumentLoader {
    /// Opens PDF documents with Poppler, with the default settings.
    public static var poppler: PopplerDocumentLoader { PopplerDocumentLoader() }
}
