internal import CPoppler
internal import ExtractionEngineSupport
public import ExtractionKit

/// A loader that opens PDF documents with Poppler and draws them with cairo.
///
/// A document is only ever read from the bytes it is given: no path, no address, no script in it is followed. Each open document has
/// threads of its own, on which all of Poppler's work is done. Poppler can't be interrupted: when a page's deadline passes, its caller gets
/// the error on time and the page's thread is given up, to end whenever Poppler does, or with the process. Untrusted files belong in a process that can be killed.
///
/// Poppler's text has one box per character; words are what stands between white space, lines what stands between line feeds, in
/// Poppler's reading order. Its diagnostics on damaged files, which may quote the document, are dropped.
public struct PopplerDocumentLoader: DocumentLoader {
    /// The settings.
    public var configuration: Configuration

    /// Creates a loader.
    public init(configuration: Configuration = Configuration()) {
        self.configuration = configuration
        PopplerMessages.silence()
    }

    /// `poppler`, with the version of the Poppler library that is loaded.
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
        // Nothing in Poppler reacts to being asked to stop, so a call that outlives its deadline is given up soon after.
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
        /// with more than one, a page that hangs doesn't hold up the others. Changes only speed.
        public var threads = 1

        /// Creates the default settings.
        public init() {}
    }

    /// `poppler`.
    public static let id: PluginID = "poppler"
    /// What the loader does and needs.
    public static let summary = "Opens PDF documents: text layers with positions, and pages drawn as images. Needs libpoppler-glib."

    /// Creates a loader from settings.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `invalidConfiguration` for a number of threads outside of 1 to 64.
    public init(configuration: Configuration, environment: PluginEnvironment) async throws {
        guard (1...64).contains(configuration.threads) else {
            throw ExtractionError(.invalidConfiguration, "The setting 'threads' of 'poppler' must be from 1 to 64; correct it.")
        }
        self.init(configuration: configuration)
    }

    /// Says which versions of the libraries are loaded.
    public static func check(environment: PluginEnvironment) async -> PluginCheck {
        .works("Poppler \(popplerVersion), cairo \(cairoVersion)")
    }

    private static var popplerVersion: String { poppler_get_version().map { String(cString: $0) } ?? "unknown" }
    private static var cairoVersion: String { cairo_version_string().map { String(cString: $0) } ?? "unknown" }
}

extension DocumentLoader where Self == PopplerDocumentLoader {
    /// Opens PDF documents with Poppler, with the default settings.
    public static var poppler: PopplerDocumentLoader { PopplerDocumentLoader() }
}
