internal import CTesseract
internal import ExtractionEngineSupport
internal import ExtractionKit
internal import Synchronization

/// One Tesseract with its models loaded. It belongs to the thread that made it.
final class TesseractHandle {
    /// What Tesseract does, as the subject of a sentence.
    static let activity = "Recognising the page"
    /// Tesseract counts pixels in 16 bits.
    static let longestSide = Int(Int16.max)
    /// Tesseract can't scale what is narrower.
    static let shortestSide = 3

    private let api: OpaquePointer?

    /// Loads the models.
    ///
    /// - Throws: `missingResource` when one can't be loaded.
    init(languages: [TesseractLanguage], segmentation: TesseractOCREngine.PageSegmentation, dataPath: String?) throws {
        TesseractInstallation.silence()
        LinkedFunction.setMaxActiveLevels?(0)
        api = TessBaseAPICreate()
        let names = languages.map(\.code).joined(separator: "+")
        let outcome = Self.loading.withLock { _ in TessBaseAPIInit2(api, dataPath, names, OEM_LSTM_ONLY) }
        guard outcome == 0 else {
            // Deinit runs as well: every property is set.
            throw ExtractionError(
                .missingResource,
                "Tesseract can't load \(names); install \(languages.map(\.debianPackage).joined(separator: ", ")) again, with models for Tesseract 4 or later."
            )
        }
        TessBaseAPISetPageSegMode(api, segmentation.mode)
    }

    deinit {
        TessBaseAPIEnd(api)
        TessBaseAPIDelete(api)
    }

    /// Models may set variables of the process while they are loaded, so only one handle loads at a time.
    private static let loading = Mutex<Void>(())

    /// Reads a page whose sides are within the limits.
    ///
    /// - Throws: `deadlineExceeded` when no word was finished in time; `CancellationError`; `engineFailure`.
    func recognize(_ request: OCRRequest, status: CallStatus) throws -> PageText {
        defer { TessBaseAPIClear(api) }
        let raster = request.raster
        // What was learnt from one page must not change how the next is read.
        TessBaseAPIClearAdaptiveClassifier(api)
        raster.pixels.withUnsafeBufferPointer { pixels in
            TessBaseAPISetImage(api, pixels.baseAddress, CInt(raster.width), CInt(raster.height), 1, CInt(raster.width))
        }
        let resolution = min(max(raster.dpi.rounded(), 70), 2400)
        TessBaseAPISetSourceResolution(api, CInt(resolution))

        let monitor = RecognitionMonitor(status: status, deadline: request.deadline)
        let outcome = withExtendedLifetime(monitor) { TessBaseAPIRecognize(api, monitor.description) }
        let isComplete = outcome == 0
        if !isComplete, !request.deadline.hasPassed {
            if status.isAbandoned { throw CancellationError() }
            throw ExtractionError(.engineFailure, "Tesseract couldn't read the page and doesn't say why; try another resolution or engine.")
        }
        let lines = RecognizedWords(api: api, toPage: raster.toPage, resolution: resolution).lines()
        if isComplete { return PageText(lines: lines, usage: Usage(pages: 1, calls: 1)) }
        guard !lines.isEmpty else { throw ExtractionError.deadlineExceeded(Self.activity) }
        let warning = Warning(
            code: "recognition_stopped", message: "Recognition was stopped at its deadline and text is missing; allow more time.",
            page: request.page.number)
        return PageText(lines: lines, isPartial: true, warnings: [warning], usage: Usage(pages: 1, calls: 1))
    }
}

extension TesseractOCREngine.PageSegmentation {
    fileprivate var mode: TessPageSegMode {
        switch self {
        case .automatic: PSM_AUTO
        case .automaticWithOrientation: PSM_AUTO_OSD
        case .singleColumn: PSM_SINGLE_COLUMN
        case .singleBlock: PSM_SINGLE_BLOCK
        case .singleLine: PSM_SINGLE_LINE
        case .singleWord: PSM_SINGLE_WORD
        case .sparseText: PSM_SPARSE_TEXT
        }
    }
}
