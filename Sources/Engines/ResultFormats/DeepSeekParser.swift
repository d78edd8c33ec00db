internal import ExtractionKit

/// Reads answers of DeepSeek-OCR and DeepSeek-OCR-2 as the model wrote them.
///
/// An answer is blocks of `<|ref|>label<|/ref|><|det|>[[x1, y1, x2, y2]]<|/det|>` and text, with coordinates from 0 to 999 on both axes;
/// the same without its marks, as servers give it that strip special tokens; or Markdown without any places. Tables are HTML. Several
/// pages are separated by a form feed or by the line `<--- Page Split --->`, which the model's own program writes.
///
/// The model gives places of blocks, not of words, so words get their share of their block's. It sometimes falls into a loop and
/// repeats itself until its limit: the loop is left out, which a warning says, and the page is partial.
public struct DeepSeekParser: RecordedResultParser {
    /// An answer has at most 8,192 tokens; this many bytes is far more.
    static let largestPage = 1 << 18

    /// Creates a parser.
    public init() {}

    /// Reads a result.
    ///
    /// - Throws: As ``RecordedResultParser``.
    public func result(of bytes: [UInt8]) throws -> RecordedResult {
        let text = try String(recorded: bytes).replacing("<--- Page Split --->", with: "\u{0C}")
        var pages = text.split(separator: "\u{0C}", omittingEmptySubsequences: false)
        if pages.count > 1, pages.last?.allSatisfy(\.isWhitespace) == true { pages.removeLast() }
        guard pages.count <= 100_000 else { throw ExtractionError.tooLargeResult("more than 100000 pages") }
        return try RecordedResult(source: "deepseek-ocr", pages: pages.enumerated().map { try Self.page($1, number: $0 + 1) })
    }

    private static func page(_ text: Substring, number: Int) throws -> RecordedPage {
        guard text.utf8.count <= largestPage else { throw ExtractionError.tooLargeResult("a page of more than \(largestPage) bytes") }
        let ended = text.replacing("<｜end▁of▁sentence｜>", with: "")
        var kept = String(ended)
        let loop = RepetitionDetector.firstRepetition(in: kept)
        if let loop { kept = String(decoding: Array(kept.utf8.prefix(loop.keptBytes)), as: UTF8.self) }
        var (blocks, isCutOff) = try DeepSeekBlock.blocks(of: kept)
        let repeated = DeepSeekBlock.removeRepetition(from: &blocks)
        var page = try DeepSeekPageBuilder.page(blocks, number: number)
        if isCutOff, loop == nil {
            page.isPartial = true
            page.warnings.append(
                Warning(code: "cut_off_output", message: "The answer ends in the middle of a place; text is missing.", page: number))
        }
        if loop != nil || repeated > 0 {
            let what = loop.map { "\($0.repeatedBytes) bytes" } ?? "\(repeated) blocks"
            page.isPartial = true
            page.warnings.append(
                Warning(
                    code: "degenerate_output",
                    message: "The model repeated itself; \(what) of repetition and whatever follows are left out. Read the page again.",
                    page: number))
        }
        return page
    }
}
