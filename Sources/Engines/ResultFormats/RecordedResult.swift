public import ExtractionKit

/// What an engine once made of a document, as it was written into a file.
public struct RecordedResult: Hashable, Sendable {
    /// The engine as the file names it, such as `tesseract 5.3.0`; empty where it doesn't. Only letters, digits and `.-_ `, at most 64.
    public var source: String
    /// The pages, by number. A result of some pages of a document has gaps.
    public var pages: [RecordedPage]
    /// What a person should know of the whole result: what it holds that isn't kept.
    public var warnings: [Warning]

    /// Creates a result.
    public init(source: String = "", pages: [RecordedPage], warnings: [Warning] = []) {
        self.source = String(source.unicodeScalars.filter { Self.harmless.contains($0) }.prefix(64).map(Character.init))
        self.pages = pages
        self.warnings = warnings
    }

    private static let harmless = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_ ".unicodeScalars)
}

/// A type that reads one format of recorded results.
///
/// ### Implement a parser
///
/// The bytes may be anything. Throw ``/ExtractionKit/ExtractionError`` with the codes `corrupt` for what can't be parsed or has an
/// impossible size or place in it, `truncated` for what ends too early, `tooLarge` for more than is sensible, `unsupportedFeature` for
/// another encoding than Unicode. Whatever the format says and ``RecordedPage`` has no room for is counted in a warning.
public protocol RecordedResultParser: Sendable {
    /// Reads a result.
    func result(of bytes: [UInt8]) throws -> RecordedResult
}

/// The formats of recorded results.
public enum RecordedFormat: String, Hashable, Sendable, Codable, CaseIterable {
    /// The JSON of an analysis by Azure Form Recognizer or Document Intelligence: `NAME.azure.json`.
    case azure
    /// hOCR: `NAME.hocr`.
    case hocr
    /// ALTO: `NAME.xml`.
    case alto
    /// The answer of DeepSeek-OCR: `NAME.deepseek.txt`.
    case deepseek
    /// Text without positions: `NAME.txt`.
    case text

    /// What follows the document's name in the name of the file.
    public var suffix: String {
        switch self {
        case .azure: ".azure.json"
        case .hocr: ".hocr"
        case .alto: ".xml"
        case .deepseek: ".deepseek.txt"
        case .text: ".txt"
        }
    }

    /// What reads the format.
    public var parser: any RecordedResultParser {
        switch self {
        case .azure: AzureResultParser()
        case .hocr: HOCRParser()
        case .alto: ALTOParser()
        case .deepseek: DeepSeekParser()
        case .text: PlainTextParser()
        }
    }
}
