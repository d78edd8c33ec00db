internal import ExtractionEngineSupport
public import ExtractionKit

/// Reads print with Tesseract 5, on this machine, word by word.
///
/// Each page in flight has a Tesseract of its own, on a thread of its own; what is above ``Configuration/handles`` waits. They are made
/// when they are first needed, at about 70 ms and 20 MB each, and end with the last copy of the engine.
///
/// ```swift
/// let reader = try PageByPageReader(loader: .images, ocr: .tesseract(languages: ["de", "en"]))
/// ```
///
/// It knows letters by their height in pixels, so an image is scaled first to where it reads best, whatever resolution a file claims. A page that
/// reads as nonsense is read again upside down, and the better reading stands: ``/ExtractionKit/PageText/preparation`` says what was done.
/// Words always stand where they are on the page that was given.
///
/// Tesseract looks whether it should stop only while it reads lines. Finding the lines of a page takes it up to some seconds, and
/// nothing ends that sooner: callers get their error in time all the same, and the engine replaces a thread that doesn't come back.
public struct TesseractOCREngine: OCREngine {
    /// The settings that the engine was made with.
    public let configuration: Configuration
    /// Tesseract's version, with a digest of the languages, the segmentation, the preparation and the sizes of the models: the same on every machine that
    /// would read the same.
    public let identity: PluginIdentity
    /// What the engine can do with its settings.
    public let capabilities: OCRCapabilities
    let pool: ThreadConfinedPool<TesseractHandle>

    /// Creates an engine. It lists the installed languages and loads none of them yet.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `invalidConfiguration`, and `missingResource` when a language isn't installed.
    public init(_ configuration: Configuration = Configuration()) throws {
        let handles = try configuration.checkedHandles()
        let installation = try TesseractInstallation(dataPath: configuration.tessdataPath)
        let languages = try installation.languages(for: configuration.languages)
        if configuration.pageSegmentation.needsOrientationModel { try installation.require(.orientation) }

        let segmentation = configuration.pageSegmentation
        self.configuration = configuration
        identity = try PluginIdentity(
            id: Self.id, version: installation.version,
            digesting: ResultSettings(
                languages: languages.map(\.code), pageSegmentation: segmentation, preparation: configuration.preparation,
                preparationVersion: 1, modelBytes: languages.map(installation.modelByteCount)))
        capabilities = OCRCapabilities(
            languages: languages.map(\.tag), granularity: .word, concurrentPages: handles, residency: .local)
        pool = ThreadConfinedPool(name: "tesseract", threads: handles) {
            try TesseractHandle(languages: languages, segmentation: segmentation, dataPath: configuration.tessdataPath)
        }
    }

    /// Reads the text of a page's image.
    ///
    /// When the deadline passes midway, the words that were finished are the result, with ``/ExtractionKit/PageText/isPartial`` set and the warning
    /// `recognition_stopped`. An image with a side below 3 pixels holds no text: it gives no lines and the warning `image_too_small`.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `tooLarge` for a side above 32,767 pixels, `deadlineExceeded` when not one word was
    ///   finished, `missingResource` when a model can't be loaded, `engineFailure`; `CancellationError`.
    public func recognize(_ request: OCRRequest) async throws -> PageText {
        try Task.checkCancellation()
        try request.deadline.check(TesseractHandle.activity)
        let raster = request.raster
        guard max(raster.width, raster.height) <= TesseractHandle.longestSide else {
            throw ExtractionError(
                .tooLarge,
                "An image of \(raster.width) x \(raster.height) pixels is beyond Tesseract's \(TesseractHandle.longestSide) a side; lower the resolution."
            )
        }
        guard min(raster.width, raster.height) >= TesseractHandle.shortestSide else {
            let warning = Warning(
                code: "image_too_small", message: "An image of \(raster.width) x \(raster.height) pixels can't hold text; it wasn't read.",
                page: request.page.number)
            return PageText(lines: [], warnings: [warning])
        }
        let preparation = configuration.preparation
        return try await pool.run(TesseractHandle.activity, deadline: request.deadline) { handle, status in
            try handle.recognize(request, preparation: preparation, status: status)
        }
    }
}

/// What of an engine's settings changes its results. The models' sizes tell the fast ones from the best ones.
private struct ResultSettings: Encodable {
    var languages: [String]
    var pageSegmentation: TesseractOCREngine.PageSegmentation
    var preparation: TesseractOCREngine.Preparation
    /// Counts up when what ``ImagePlan`` decides changes.
    var preparationVersion: Int
    var modelBytes: [Int?]
}

extension OCREngine where Self == TesseractOCREngine {
    /// Tesseract on this machine.
    ///
    /// - Parameters:
    ///   - languages: BCP 47 tags such as `de`, or Tesseract's names such as `deu`; the main one first.
    ///   - pageSegmentation: How Tesseract looks for lines.
    ///   - handles: How many pages are read at once; `nil` for one a processor.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `invalidConfiguration` and `missingResource`.
    public static func tesseract(
        languages: [String] = ["eng"], pageSegmentation: TesseractOCREngine.PageSegmentation = .automatic, handles: Int? = nil
    ) throws -> TesseractOCREngine {
        try TesseractOCREngine(.init(languages: languages, pageSegmentation: pageSegmentation, handles: handles))
    }
}
