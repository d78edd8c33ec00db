internal import ExtractionEngineSupport
public import ExtractionKit
internal import ExtractionOpenVINO
internal import Foundation

/// Reads print and photographs with PP-OCR's neural networks, on this machine, word by word.
///
/// One network marks where lines are, another reads them one by one (Du et al., <https://arxiv.org/abs/2009.09941>;
/// <https://github.com/PaddlePaddle/PaddleOCR>). Both run in this process with OpenVINO; `./install-engine ppocr` installs it and the
/// networks. They read Latin script, Chinese and Japanese, in any mixture.
///
/// ```swift
/// let engine = try await PPOCREngine(configuration: .init(), environment: environment)
/// let reader = try PageByPageReader(loader: .images, ocr: engine)
/// ```
///
/// A page that lies on its side or stands on its head is read as if it were upright.
///
/// The lines of a page are shared out among the threads, and so are the pages in flight. A call notices within a few
/// milliseconds that nobody waits for it any more.
public struct PPOCREngine: OCREngine {
    /// The settings that the engine was made with.
    public let configuration: Configuration
    /// The runtime's version, with a digest of the models and the settings that change results.
    public let identity: PluginIdentity
    /// What the engine can do.
    public let capabilities: OCRCapabilities
    /// How the size is chosen at which lines are looked for.
    var rule: DetectionPlan.Rule
    /// Finds lines, one tile at a time on all processors: its memory is what the engine needs most of.
    let detectors: ThreadConfinedPool<LineDetector>
    /// Read lines, each on a processor of its own.
    let readers: ThreadConfinedPool<LineReader>

    /// What the engine does, as the subject of a sentence.
    static let activity = "Recognising the page"

    /// Creates an engine. The networks are loaded when they are first needed.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `invalidConfiguration`, and `missingResource` when the runtime or a model isn't
    ///   installed.
    public init(configuration: Configuration = Configuration(), environment: PluginEnvironment) throws {
        let threads = try configuration.checkedThreads()
        guard let folder = configuration.models ?? InstalledFolder.path("ppocr", environment: environment) else {
            throw ExtractionError(.missingResource, "There is no home folder to look for PP-OCR's models in; set 'models'.")
        }
        let files = try PPOCRModels.Files(folder: folder)
        let runtime = try NeuralRuntime(folder: configuration.runtime, environment: environment)
        var settings = configuration
        (settings.models, settings.runtime, settings.threads) = (files.description, nil, nil)
        self.configuration = configuration
        identity = try PluginIdentity(id: Self.id, version: "OpenVINO \(runtime.version)", digesting: settings)
        capabilities = OCRCapabilities(languages: [], granularity: .word, concurrentPages: threads, residency: .local)
        let loaded = LoadedOnce {
            try PPOCRModels(files, runtime: runtime, threads: threads, precision: configuration.precision)
        }
        rule = DetectionPlan.Rule(shortestSide: configuration.shortestSide, longestShortSide: configuration.longestShortSide)
        detectors = ThreadConfinedPool(name: "ppocr-lines", threads: 1) { try LineDetector(loaded.value()) }
        readers = ThreadConfinedPool(name: "ppocr-text", threads: threads) { try LineReader(loaded.value()) }
    }

    /// Reads the text of a page's image.
    ///
    /// When the deadline passes midway, the lines that were finished are the result, with ``/ExtractionKit/PageText/isPartial`` set and the warning
    /// `recognition_stopped`. An image with a side below 8 pixels holds no text: it gives no lines and the warning `image_too_small`.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `deadlineExceeded` when not one line was finished, `missingResource` when a model can't
    ///   be loaded or isn't one of PP-OCR, `engineFailure`; `CancellationError`.
    public func recognize(_ request: OCRRequest) async throws -> PageText {
        try Task.checkCancellation()
        try request.deadline.check(Self.activity)
        guard min(request.raster.width, request.raster.height) >= 8 else {
            let warning = Warning(
                code: "image_too_small",
                message: "An image of \(request.raster.width) x \(request.raster.height) pixels can't hold text; it wasn't read.",
                page: request.page.number)
            return PageText(lines: [], warnings: [warning])
        }
        var warnings: [Warning] = []
        var request = request
        var preparation: [PreparationStep]?
        var (boxes, isCut) = try await lines(on: request)
        if boxes.runDown {
            request.raster = try request.raster.turnedByThreeQuarters()
            preparation = [PreparationStep(.turned, by: 270, reason: "The lines run along the page's height.")]
            (boxes, isCut) = try await lines(on: request)
        }
        if isCut {
            warnings.append(
                Warning(
                    code: "too_many_regions", message: "The image has more spots than text has; the smallest weren't read.",
                    page: request.page.number))
        }
        let (read, isComplete, isTurnedOver) = try await readEitherWay(boxes, of: request)
        if isTurnedOver {
            let degrees = preparation == nil ? 180.0 : 90
            preparation = [PreparationStep(.turned, by: degrees, reason: "The other way round it read as nonsense.")]
        }
        if !isComplete {
            guard !read.isEmpty else { throw ExtractionError.deadlineExceeded(Self.activity) }
            warnings.append(
                Warning(
                    code: "recognition_stopped", message: "Recognition was stopped at its deadline and text is missing; allow more time.",
                    page: request.page.number))
        }
        let toPage = request.raster.toPage
        let text = read.compactMap { line -> TextLine? in
            guard line.confidence >= configuration.minimumConfidence else { return nil }
            let words = line.words(toPage)
            return words.isEmpty ? nil : TextLine(words: words)
        }
        return PageText(
            lines: text, isPartial: !isComplete, warnings: warnings, usage: Usage(pages: 1, calls: 1), preparation: preparation)
    }

    /// Reads the lines of a page that may stand on its head: where they make little sense, the longest are read from the other end too, and all of
    /// them where that makes more.
    private func readEitherWay(
        _ boxes: [LineBox], of request: OCRRequest
    ) async throws -> (lines: [RecognizedLine], isComplete: Bool, isTurnedOver: Bool) {
        let (lines, isComplete) = try await read(boxes, of: request)
        guard isComplete, lines.confidence < 0.9 else { return (lines, isComplete, false) }
        let longest = Array(lines.sorted { $0.box.width > $1.box.width }.prefix(8))
        let sample = try await read(longest.map(\.box).turnedOver, of: request)
        guard sample.isComplete, sample.lines.confidence > longest.confidence + 0.1 else { return (lines, true, false) }
        let other = try await read(boxes.turnedOver, of: request)
        return other.isComplete ? (other.lines, true, true) : (lines, true, false)
    }

    /// Where lines are, in reading order. The tiles of a page are looked at one by one.
    func lines(on request: OCRRequest) async throws -> (boxes: [LineBox], isCut: Bool) {
        let raster = request.raster
        let plan = DetectionPlan(width: raster.width, height: raster.height, rule: rule)
        return try await withThrowingTaskGroup(of: (boxes: [LineBox], isCut: Bool).self) { group in
            for tile in plan.tiles.indices {
                group.addTask { [detectors] in
                    try await detectors.run(Self.activity, deadline: request.deadline) { detector, status in
                        try detector.detect(raster, plan, tile: tile, finder: RegionFinder(), status: status)
                    }
                }
            }
            var all: (boxes: [LineBox], isCut: Bool) = ([], false)
            for try await (boxes, isCut) in group { all = (all.boxes + boxes, all.isCut || isCut) }
            return (all.boxes.inReadingOrder(), all.isCut)
        }
    }

    /// Reads the lines, a batch to a thread at a time.
    ///
    /// - Returns: Those that were finished in time, in the order given, and whether these are all.
    func read(_ boxes: [LineBox], of request: OCRRequest) async throws -> (lines: [RecognizedLine], isComplete: Bool) {
        let widths = LineWidths(narrowest: configuration.narrowestLine)
        return try await withThrowingTaskGroup(of: (Int, [RecognizedLine]).self) { group in
            let batches = LineBatch.batches(of: boxes, widths: widths)
            for batch in batches {
                group.addTask { [readers] in
                    do {
                        let lines = try await readers.run(Self.activity, deadline: request.deadline) { reader, status in
                            try batch.read(reader, request, widths: widths, status: status)
                        }
                        return (batch.range.lowerBound, lines)
                    } catch let error as ExtractionError where error.code == .deadlineExceeded {
                        return (batch.range.lowerBound, [])
                    }
                }
            }
            var results: [(Int, [RecognizedLine])] = []
            for try await result in group { results.append(result) }
            let lines = results.sorted { $0.0 < $1.0 }.flatMap(\.1)
            return (lines, lines.count == boxes.count)
        }
    }
}
