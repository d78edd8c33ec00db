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
    /// - Throws: `deadlineExceeded` when no word was finished in time; `tooLarge`, `CancellationError`, `engineFailure`.
    func recognize(
        _ request: OCRRequest, preparation: TesseractOCREngine.Preparation, status: CallStatus
    ) throws -> PageText {
        let dpi = min(max(request.raster.dpi.rounded(), 70), 2400)
        let raw = try PreparedImage(request.raster, resolution: dpi)
        guard preparation == .automatic else { return try reading(of: raw, for: request, status: status).text }

        let signals = try ImageSignals(request.raster) { try Self.check(request.deadline, status) }
        let image = try raw.applying(ImagePlan(signals, width: request.raster.width, height: request.raster.height, dpi: dpi))
        let upright = try reading(of: image, for: request, status: status)
        guard upright.looksTurned, !request.deadline.hasPassed else { return upright.text }
        let turned = try image.turned(quarters: 2, reason: "Upright it read as nonsense.")
        do {
            let other = try reading(of: turned, for: request, status: status)
            var text = other.isBetter(than: upright) ? other.text : upright.text
            text.usage.calls = 2
            return text
        } catch let error as ExtractionError where error.code == .deadlineExceeded {
            return upright.text
        }
    }

    private static func check(_ deadline: Deadline, _ status: CallStatus) throws {
        try deadline.check(activity)
        if status.isAbandoned { throw CancellationError() }
    }

    private func reading(of image: PreparedImage, for request: OCRRequest, status: CallStatus) throws -> PageReading {
        defer { TessBaseAPIClear(api) }
        // What was learnt from one page must not change how the next is read.
        TessBaseAPIClearAdaptiveClassifier(api)
        image.image.set(in: api, resolution: image.resolution)

        let monitor = RecognitionMonitor(status: status, deadline: request.deadline)
        let outcome = withExtendedLifetime(monitor) { TessBaseAPIRecognize(api, monitor.description) }
        let isComplete = outcome == 0
        if !isComplete, !request.deadline.hasPassed {
            if status.isAbandoned { throw CancellationError() }
            throw ExtractionError(.engineFailure, "Tesseract couldn't read the page and doesn't say why; try another resolution or engine.")
        }
        let lines = RecognizedWords(api: api, toPage: image.toPage, resolution: image.resolution).lines()
        var text = PageText(lines: lines, usage: Usage(pages: 1, calls: 1), preparation: image.steps)
        guard !isComplete else { return PageReading(text: text) }
        guard !lines.isEmpty else { throw ExtractionError.deadlineExceeded(Self.activity) }
        text.isPartial = true
        text.warnings = [
            Warning(
                code: "recognition_stopped", message: "Recognition was stopped at its deadline and text is missing; allow more time.",
                page: request.page.number)
        ]
        return PageReading(text: text)
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
