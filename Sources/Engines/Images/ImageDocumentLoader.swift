internal import CGIF
internal import CJPEG
internal import CPNG
internal import ExtractionEngineSupport
public import ExtractionKit

/// Opens images: PNG, JPEG, TIFF with one or more frames, WebP, BMP and GIF.
///
/// What is read is decided by the bytes alone (``/ExtractionKit/Document/mediaType``), and only from memory. Every raster is 8-bit grey and
/// upright: the orientation that Exif or TIFF declare is applied, transparency lies on white paper (or, where white ink would vanish on
/// it, on black, inverted), and colours are reduced to their luma (ITU-R BT.601).
///
/// ### Pages and sizes
///
/// - Each frame of a TIFF is a page, except those that the file marks as thumbnails or masks. Every other format has one page: of an
///   animated GIF, PNG or WebP it is the first picture, and the page's warning `frames_ignored` says how many there are.
/// - A page is as large as its pixels at the declared resolution, if that is between 30 and 2,400 dpi. Where the file declares none, the
///   longer side is taken for that of A4, 297 mm, within 72 and 300 dpi; ``Configuration/assumedDPI`` sets another assumption.
/// - Where one side's declared resolution is at least half as fine again as the other's, as in a fax of 204 x 98 dpi, rows or columns are
///   repeated until pixels are about square; the finer resolution is the page's.
/// - An image keeps its own pixels whatever resolution is asked for. Only a JPEG beyond the limit on pixels is decoded at a half, a
///   quarter or an eighth, not below the limit's `minimumDPI`; any other image beyond it is refused.
///
/// ### Errors
///
/// Opening throws `emptyDocument`, `unsupportedMediaType`, `tooLarge`, `corrupt`, `truncated`, `noPages`, `unsupportedFeature` and `deadlineExceeded`; a page throws `pageOutOfRange`, `corrupt` and `deadlineExceeded`, and its raster also `truncated`, `tooLarge` and
/// `unsupportedFeature`, which is the code for samples of floating point. An image that ends early or is damaged is an error, never
/// half a page. Sizes are checked before anything is decoded.
public struct ImageDocumentLoader: DocumentLoader {
    /// The settings of the loader.
    public struct Configuration: PluginConfiguration, Hashable {
        /// The resolution of images that declare none, in dots per inch, from 30 to 2,400; `nil` takes the longer side for A4's.
        public var assumedDPI: Double?

        /// Creates the default settings.
        public init() {}

        /// Creates settings.
        public init(assumedDPI: Double?) { self.assumedDPI = assumedDPI }
    }

    /// The loader's settings.
    public let configuration: Configuration

    /// Names the version of this loader and of the libraries that decode.
    public let identity: PluginIdentity

    /// The kinds of images that are read.
    public var mediaTypes: Set<MediaType> { [.png, .jpeg, .tiff, .webp, .bmp, .gif] }

    /// Creates a loader.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `invalidConfiguration` for a resolution out of range.
    public init(configuration: Configuration = Configuration()) throws {
        if let dpi = configuration.assumedDPI, !Resolution.plausible.contains(dpi) {
            throw ExtractionError(.invalidConfiguration, "'assumed_dpi' must be between 30 and 2400.")
        }
        self.configuration = configuration
        identity = try PluginIdentity(id: Self.id, version: (["1"] + Self.libraries).joined(separator: ", "), digesting: configuration)
    }

    /// Opens the image for the time of the closure. Nothing is decoded before a raster is asked for.
    public func withDocument<R: Sendable>(
        _ request: LoadRequest, _ body: (any OpenDocument) async throws -> R
    ) async throws -> R {
        try request.check(mediaTypes: mediaTypes)
        let pool = ThreadConfinedPool<any ImageFile>(name: "images", threads: 1) { try Self.file(of: request.document) }
        let count = try await pool.run("Opening the image", deadline: request.deadline) { file, _ in file.frameCount }
        return try await body(
            OpenImage(pageCount: count, pool: pool, limits: request.limits, assumedDPI: configuration.assumedDPI))
    }

    private static func file(of document: Document) throws -> any ImageFile {
        switch document.mediaType {
        case .png: try PNGFile(document.bytes)
        case .jpeg: try JPEGFile(document.bytes)
        case .tiff: try TIFFFile(document.bytes)
        case .webp: try WebPFile(document.bytes)
        case .bmp: try BMPFile(document.bytes)
        case .gif: try GIFFile(document.bytes)
        default: throw ExtractionError.unsupported(document.mediaType, supported: [])
        }
    }
}

extension ImageDocumentLoader: ConfigurablePlugin {
    /// The name `images`.
    public static let id: PluginID = "images"

    /// What the loader does.
    public static let summary = "Opens PNG, JPEG, TIFF, WebP, BMP and GIF images."

    /// Makes the loader from a plan.
    public init(configuration: Configuration, environment: PluginEnvironment) async throws {
        try self.init(configuration: configuration)
    }

    /// Names the formats and the libraries' versions.
    public static func check(environment: PluginEnvironment) async -> PluginCheck {
        .works("PNG, JPEG, TIFF, WebP, BMP, GIF (\(libraries.joined(separator: ", ")))")
    }

    /// The libraries that decode; of Leptonica's, only the one that reads WebP.
    private static let libraries =
        [
            "libpng \(String(cString: png_get_libpng_ver(nil)))", TIFFPixels.version,
            "giflib \(GIFLIB_MAJOR).\(GIFLIB_MINOR).\(GIFLIB_RELEASE)",
        ] + Leptonica.versions.filter { $0.contains("jpeg") || $0.hasPrefix("leptonica") || $0.hasPrefix("libwebp") }
}
