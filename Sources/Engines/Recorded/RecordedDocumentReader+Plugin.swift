public import ExtractionKit
public import ExtractionResultFormats

extension RecordedDocumentReader: ConfigurablePlugin {
    /// The settings of the reader. Keys in a file: `folder`, `format`, `pageSize`, `dpi`.
    public struct Configuration: PluginConfiguration, Hashable {
        /// `folder`: where the results are; it has no default. A relative path starts at the working directory.
        public var folder = ""
        /// `format`: `azure`, `hocr`, `alto`, `deepseek` or `text`; `nil` for whichever there is.
        public var format: RecordedFormat?
        /// `page_size`: the `width` and `height` of every page in points, for results that don't say it; `nil` to assume A4.
        public var pageSize: Size?
        /// `dpi`: the resolution of results in pixels that don't say it, in dots per inch, from 30 to 2,400; `nil` to take the longer side
        /// for A4's.
        public var dpi: Double?

        /// Creates the default settings, which lack the folder.
        public init() {}

        /// Creates settings.
        public init(folder: String, format: RecordedFormat? = nil, pageSize: Size? = nil, dpi: Double? = nil) {
            self.folder = folder
            self.format = format
            self.pageSize = pageSize
            self.dpi = dpi
        }
    }

    /// `recorded`.
    public static let id: PluginID = "recorded"
    /// One sentence for people.
    public static let summary = "Gives results that were recorded before: hOCR, ALTO, Azure, DeepSeek-OCR, plain text; needs their folder."

    /// Makes the reader.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `invalidConfiguration` and `missingResource`.
    public init(configuration: Configuration, environment: PluginEnvironment) async throws { try self.init(configuration) }

    /// Works everywhere: all that it needs is the folder in its settings.
    public static func check(environment: PluginEnvironment) async -> PluginCheck { .works("needs the setting 'folder'") }
}

extension RecordedDocumentReader.Configuration {
    func check() throws {
        guard !folder.isEmpty else {
            throw ExtractionError(.invalidConfiguration, "The settings of 'recorded' lack 'folder': name the folder with the results.")
        }
        if let dpi, RecordedNumbers.resolution(dpi) == nil {
            throw ExtractionError(.invalidConfiguration, "'dpi' must be from 30 to 2400, or left out.")
        }
        if let pageSize, ![pageSize.width, pageSize.height].allSatisfy({ $0 >= 1 && $0 <= 14_400 }) {
            throw ExtractionError(.invalidConfiguration, "'page_size' must be from 1 to 14400 points each way, or left out.")
        }
    }
}
