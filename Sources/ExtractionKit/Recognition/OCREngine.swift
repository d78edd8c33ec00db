/// A type that turns the image of a page into text with positions.
///
/// ### Choose between an engine and a reader
///
/// An engine sees one page's pixels and nothing else; rendering, routing and layout are done by others, so that every engine
/// gets the same pages and can be compared. A service that takes whole documents and does all of this itself is a
/// ``DocumentReader``.
///
/// ### Implement an engine
///
/// - Report every box through ``Raster/toPage``, so that it lands in the page's points.
/// - Report words without white space, confidences from 0 to 1, and no line without words. A page without text gives no lines.
/// - Return what was found with ``PageText/isPartial`` set when ``OCRRequest/deadline`` passes midway, or throw
///   `deadlineExceeded`; never run on. Throw `CancellationError` when the task is cancelled.
/// - Throw `missingResource` when a language or a model isn't installed, `tooLarge` for a raster beyond the engine's reach.
/// - Several pages may arrive at once, up to ``OCRCapabilities/concurrentPages``; above it, callers wait for their turn.
///
/// Check the engine with `OCREngineConformance` of ExtractionTesting, and see <doc:Implementing-an-OCR-engine>.
public protocol OCREngine: Sendable {
    /// Who this is, for results and caches.
    var identity: PluginIdentity { get }

    /// What the engine can do.
    var capabilities: OCRCapabilities { get }

    /// Reads the text of a page's image.
    func recognize(_ request: OCRRequest) async throws -> PageText
}

/// A page's image to be read.
public struct OCRRequest: Sendable {
    /// The page.
    public var page: Page
    /// Its image.
    public var raster: Raster
    /// When the answer must be there.
    public var deadline: Deadline

    /// Creates a request.
    public init(page: Page, raster: Raster, deadline: Deadline = .never) {
        self.page = page
        self.raster = raster
        self.deadline = deadline
    }
}

/// What an OCR engine can do: facts that a planner can compare.
public struct OCRCapabilities: Hashable, Sendable, Codable {
    /// The languages that the engine is set up to read, as BCP 47 tags; empty where it reads any.
    public var languages: [String]
    /// The finest unit that has a position of its own.
    public var granularity: Granularity
    /// How many pages the engine reads at once.
    public var concurrentPages: Int
    /// Where the work is done.
    public var residency: Residency

    /// Creates capabilities.
    public init(languages: [String], granularity: Granularity, concurrentPages: Int, residency: Residency) {
        self.languages = languages
        self.granularity = granularity
        self.concurrentPages = concurrentPages
        self.residency = residency
    }

    /// A unit of text that has a position.
    public enum Granularity: String, Hashable, Sendable, Codable {
        /// A block of lines.
        case block
        /// A line.
        case line
        /// A word.
        case word
    }
}
