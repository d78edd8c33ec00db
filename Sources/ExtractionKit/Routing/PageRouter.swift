/// Decides how to read a page: by the text that the file holds, or by looking at it.
///
/// A pure decision over ``RoutingSignals`` with thresholds that are kept in the plan; the decision, its reason and its signals are
/// kept with the page.
public struct PageRouter: Hashable, Sendable, Codable {
    /// Whether the choice is free.
    public var mode: Mode
    /// A text layer with more unmapped characters than this share isn't believed.
    public var unmappedLimit: Double
    /// A text layer with a smaller share of plausible words isn't believed.
    public var plausibleMinimum: Double
    /// A text layer whose letters from A to Z cost more bits each isn't believed: their mapping is wrong.
    public var letterCostLimit: Double
    /// Below this number of characters, a page mostly covered by an image is taken for a scan with a stamp or a page number.
    public var sparseCharacters: Int
    /// An image that covers at least this share of a page with sparse text makes it a scan.
    public var scanCoverage: Double
    /// A page with sparse text and at least this many small filled shapes with curves has its text as outlines.
    public var outlineMinimum: Int
    /// A rendered page with less ink than this is blank.
    public var blankInk: Double

    /// Creates a router.
    public init(
        mode: Mode = .auto, unmappedLimit: Double = 0.05, plausibleMinimum: Double = 0.6, letterCostLimit: Double = 4.65,
        sparseCharacters: Int = 100, scanCoverage: Double = 0.4, outlineMinimum: Int = 200, blankInk: Double = 0.000_02
    ) {
        self.mode = mode
        self.unmappedLimit = unmappedLimit
        self.plausibleMinimum = plausibleMinimum
        self.letterCostLimit = letterCostLimit
        self.sparseCharacters = sparseCharacters
        self.scanCoverage = scanCoverage
        self.outlineMinimum = outlineMinimum
        self.blankInk = blankInk
    }

    private enum CodingKeys: String, CodingKey {
        case mode
        case unmappedLimit = "unmapped_limit"
        case plausibleMinimum = "plausible_minimum"
        case letterCostLimit = "letter_cost_limit"
        case sparseCharacters = "sparse_characters"
        case scanCoverage = "scan_coverage"
        case outlineMinimum = "outline_minimum"
        case blankInk = "blank_ink"
    }

    /// Who chooses how pages are read.
    public enum Mode: String, Hashable, Sendable, Codable, CaseIterable {
        /// The router, page by page.
        case auto
        /// The caller: always the text layer.
        case text
        /// The caller: always the OCR engine.
        case ocr
    }

    /// Decides for a page. `signals` is `nil` for a format that has no text layer, such as an image.
    public func route(_ signals: RoutingSignals?) -> PageRoute {
        let known = signals ?? RoutingSignals()
        func decided(_ method: PageRoute.Method, _ reason: PageRoute.Reason) -> PageRoute {
            PageRoute(method: method, reason: reason, signals: known)
        }
        switch mode {
        case .text: return decided(.textLayer, .requested)
        case .ocr: return decided(.ocr, .requested)
        case .auto: break
        }
        guard signals != nil else { return decided(.ocr, .image) }
        if known.characters == 0 { return decided(.ocr, .noText) }
        if known.unmappedShare > unmappedLimit { return decided(.ocr, .unmappedCharacters) }
        if known.plausibleShare < plausibleMinimum || known.letterCost ?? 0 > letterCostLimit { return decided(.ocr, .implausibleWords) }
        if known.onPageShare < 0.5 { return decided(.ocr, .textOffPage) }
        if known.characters < sparseCharacters {
            if known.imageCoverage >= scanCoverage { return decided(known.scannedShare > 0 ? .ocr : .merged, .sparseTextOnScan) }
            if known.outlinedShapes >= outlineMinimum { return decided(.merged, .outlinedText) }
        }
        return decided(.textLayer, known.scannedShare > 0.5 ? .scannedText : .goodText)
    }

    /// A digest of the mode and every threshold: what may read a page differently has another.
    var digest: String {
        "\(mode.rawValue),\(unmappedLimit),\(plausibleMinimum),\(letterCostLimit),\(sparseCharacters),\(scanCoverage),\(outlineMinimum),\(blankInk)"
    }

    /// Whether a rendered page is blank.
    public func isBlank(inkCoverage: Double) -> Bool { inkCoverage < blankInk }
}
