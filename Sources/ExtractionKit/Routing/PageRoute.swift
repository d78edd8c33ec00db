/// How a page was read, and why.
public struct PageRoute: Hashable, Sendable, Codable {
    /// The way it was read.
    public var method: Method
    /// Why this way.
    public var reason: Reason
    /// What the decision was made on.
    public var signals: RoutingSignals

    /// Creates a route.
    public init(method: Method, reason: Reason, signals: RoutingSignals) {
        self.method = method
        self.reason = reason
        self.signals = signals
    }

    /// A way to read a page.
    public enum Method: String, Hashable, Sendable, Codable {
        /// By the text in the file.
        case textLayer = "text_layer"
        /// By looking at the page.
        case ocr
        /// By looking at the page, with the text in the file in place of what was read where it stands.
        case merged
        /// By a service that reads whole documents and decides for itself.
        case service
        /// Not at all: nothing stands on it.
        case blank
    }

    /// Why a page was read in its way.
    public enum Reason: String, Hashable, Sendable, Codable {
        /// The caller asked for it.
        case requested
        /// The page is an image; there is no text in the file.
        case image
        /// The text layer is complete and reads well.
        case goodText = "good_text"
        /// The text layer is empty.
        case noText = "no_text"
        /// Too many characters stand for nothing.
        case unmappedCharacters = "unmapped_characters"
        /// Too few words look like words.
        case implausibleWords = "implausible_words"
        /// Most of the text stands outside of the page.
        case textOffPage = "text_off_page"
        /// The text layer isn't painted but lies over or under a scan, and reads well: what a program read before.
        case scannedText = "scanned_text"
        /// There is little text beside many shapes that may be the outlines of letters.
        case outlinedText = "outlined_text"
        /// A scan with a few characters of text beside it.
        case sparseTextOnScan = "sparse_text_on_scan"
        /// The rendered page has no ink.
        case noInk = "no_ink"
        /// A service read the page.
        case service
    }
}
