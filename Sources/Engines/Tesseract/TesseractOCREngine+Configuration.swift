public import ExtractionKit
internal import Foundation

extension TesseractOCREngine {
    /// The settings of the engine. Keys in a file: `languages`, `page_segmentation`, `preparation`, `handles`,
    /// `tessdata_path`.
    public struct Configuration: PluginConfiguration, Hashable {
        /// `languages`: what the pages are written in, the main language first. BCP 47 tags such as `de`, or Tesseract's own names such as
        /// `deu`, which is what its files are called. Each more costs time; none that isn't needed.
        public var languages: [String] = ["eng"]
        /// `page_segmentation`: how Tesseract looks for lines.
        public var pageSegmentation: PageSegmentation = .automatic
        /// `preparation`: what is done to an image before it is read.
        public var preparation: Preparation = .automatic
        /// `handles`: how many pages are read at once, from 1 to 16; `nil` for as many as there are active processors. It doesn't change results.
        public var handles: Int?
        /// `tessdata_path`: the folder with the `.traineddata` files; `nil` for the one in the environment variable `TESSDATA_PREFIX`, or else
        /// the one that Tesseract was built with.
        public var tessdataPath: String?

        /// Creates the default settings: English, automatic segmentation, one handle a processor.
        public init() {}

        /// Creates settings.
        public init(
            languages: [String] = ["eng"], pageSegmentation: PageSegmentation = .automatic, preparation: Preparation = .automatic,
            handles: Int? = nil, tessdataPath: String? = nil
        ) {
            self.languages = languages
            self.pageSegmentation = pageSegmentation
            self.preparation = preparation
            self.handles = handles
            self.tessdataPath = tessdataPath
        }
    }

    /// What is done to an image before Tesseract reads it.
    public enum Preparation: String, Hashable, Sendable, Codable, CaseIterable {
        /// What its pixels ask for: it is scaled so that letters have the height that Tesseract reads best, and turned over where
        /// nothing sensible could be read. Results say what was done, and why.
        case automatic
        /// Nothing.
        case off
    }

    /// How Tesseract looks for lines on a page.
    public enum PageSegmentation: String, Hashable, Sendable, Codable, CaseIterable {
        /// Columns, blocks and lines are found; the page must stand upright.
        case automatic
        /// As ``automatic``, after finding out which way up the page is; about a sixth slower, and it needs the model `osd`.
        case automaticWithOrientation
        /// One column of text in various sizes.
        case singleColumn
        /// One block of even text. Faster, and it mixes what stands side by side.
        case singleBlock
        /// One line.
        case singleLine
        /// One word.
        case singleWord
        /// As much text as there is, in no particular order.
        case sparseText
    }
}

extension TesseractOCREngine.PageSegmentation {
    var needsOrientationModel: Bool { self == .automaticWithOrientation }
}

extension TesseractOCREngine.Configuration {
    private static var handleRange: ClosedRange<Int> { 1...16 }

    /// How many handles there shall be.
    func checkedHandles() throws -> Int {
        let range = Self.handleRange
        guard let handles else { return min(max(ProcessInfo.processInfo.activeProcessorCount, range.lowerBound), range.upperBound) }
        guard range.contains(handles) else {
            throw ExtractionError(
                .invalidConfiguration, "'handles' is \(handles); it must be from \(range.lowerBound) to \(range.upperBound), or left out.")
        }
        return handles
    }
}
