internal import ExtractionKit

/// Reads hOCR, version 1.2 (kba.github.io/hocr-spec), as Tesseract, OCRopus, Kraken and ABBYY's converters write it.
///
/// Pages are `ocr_page`, paragraphs `ocr_par`, lines `ocr_line` and the classes that stand for it, words `ocrx_word`. Coordinates are
/// pixels; `scan_res` gives their resolution. A line without words is split at white space, and its words get shares of its box.
/// Images, separators and tables are counted in a warning, and so is text that stands in no line.
public struct HOCRParser: RecordedResultParser {
    /// Creates a parser.
    public init() {}

    /// Reads a result.
    ///
    /// - Throws: As ``RecordedResultParser``; `corrupt` also for a file without any `ocr_page`.
    public func result(of bytes: [UInt8]) throws -> RecordedResult {
        let root = try MarkupElement(String(recorded: bytes), as: .html)
        var pages: [MarkupElement] = []
        var source = ""
        Self.collect(root, &pages, &source)
        guard !pages.isEmpty else { throw ExtractionError.corruptResult("it has no 'ocr_page', so it isn't hOCR") }
        return try RecordedResult(
            source: source,
            pages: pages.enumerated().map { index, element in
                var reader = HOCRPageReader(number: index + 1)
                return try reader.page(element)
            })
    }

    private static func collect(_ element: MarkupElement, _ pages: inout [MarkupElement], _ source: inout String) {
        if element.name == "meta", element.attributes["name"] == "ocr-system" { source = element.attributes["content"] ?? "" }
        if element.classes.contains("ocr_page") {
            pages.append(element)
        } else {
            for child in element.elements { collect(child, &pages, &source) }
        }
    }
}

extension MarkupElement {
    /// The classes of HTML.
    var classes: Set<Substring> { Set((attributes["class"] ?? "").split(separator: " ")) }
}
