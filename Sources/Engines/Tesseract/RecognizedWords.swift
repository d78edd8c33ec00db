internal import CTesseract
internal import ExtractionKit
internal import Foundation

/// The words that a Tesseract has found, in its reading order.
struct RecognizedWords {
    var api: OpaquePointer?
    /// From pixels to the page's points.
    var toPage: PageTransform
    /// What Tesseract was told of the image, in dots per inch.
    var resolution: Double

    /// The words by lines. After an interrupted recognition, words that weren't reached are blank and left out.
    func lines() -> [TextLine] {
        guard let results = TessBaseAPIGetIterator(api) else { return [] }
        defer { TessResultIteratorDelete(results) }
        var lines: [TextLine] = []
        var words: [TextWord] = []
        repeat {
            if TessPageIteratorIsAtBeginningOf(TessResultIteratorGetPageIteratorConst(results), RIL_TEXTLINE) != 0, !words.isEmpty {
                lines.append(TextLine(words: words))
                words = []
            }
            if let word = word(at: results) { words.append(word) }
        } while TessResultIteratorNext(results, RIL_WORD) != 0
        if !words.isEmpty { lines.append(TextLine(words: words)) }
        return lines
    }

    private func word(at results: OpaquePointer) -> TextWord? {
        guard let characters = TessResultIteratorGetUTF8Text(results, RIL_WORD) else { return nil }
        defer { TessDeleteText(characters) }
        let text = String(cString: characters).filter { !$0.isWhitespace }.precomposedStringWithCanonicalMapping
        guard !text.isEmpty, let polygon = polygon(at: TessResultIteratorGetPageIterator(results)) else { return nil }
        let confidence = Double(TessResultIteratorConfidence(results, RIL_WORD)) / 100
        return TextWord(
            text: text, polygon: polygon, confidence: confidence.isFinite ? min(max(confidence, 0), 1) : nil,
            fontSize: fontSize(at: results))
    }

    private func polygon(at position: OpaquePointer?) -> Polygon? {
        var left: CInt = 0, top: CInt = 0, right: CInt = 0, bottom: CInt = 0
        guard TessPageIteratorBoundingBox(position, RIL_WORD, &left, &top, &right, &bottom) != 0 else { return nil }
        let box = Polygon(Rect(minX: Double(left), minY: Double(top), maxX: Double(right), maxY: Double(bottom)))
        var orientation = ORIENTATION_PAGE_UP, direction = WRITING_DIRECTION_LEFT_TO_RIGHT, order = TEXTLINE_ORDER_TOP_TO_BOTTOM
        var skew: Float = 0
        TessPageIteratorOrientation(position, &orientation, &direction, &order, &skew)
        // Lines that run down are turned upright before they are read, and their orientation is told as if they had stood so.
        return toPage(box.turned(direction == WRITING_DIRECTION_TOP_TO_BOTTOM ? ORIENTATION_PAGE_RIGHT : orientation))
    }

    /// The size of the type in the page's points. Tesseract gives whole points at the resolution that it was told.
    private func fontSize(at results: OpaquePointer) -> Double? {
        var isBold: CInt = 0, isItalic: CInt = 0, isUnderlined: CInt = 0, isMonospace: CInt = 0, isSerif: CInt = 0, isSmallCaps: CInt = 0
        var points: CInt = 0, font: CInt = 0
        _ = TessResultIteratorWordFontAttributes(
            results, &isBold, &isItalic, &isUnderlined, &isMonospace, &isSerif, &isSmallCaps, &points, &font)
        let size = Double(points) / 72 * resolution * hypot(toPage.c, toPage.d)
        return size.isFinite && size > 0 ? size : nil
    }
}

extension Polygon {
    /// The same box with its corners in the reading order of text whose top points to that side of the image.
    fileprivate func turned(_ orientation: TessOrientation) -> Polygon {
        switch orientation {
        case ORIENTATION_PAGE_RIGHT: Polygon(topLeft: topRight, topRight: bottomRight, bottomRight: bottomLeft, bottomLeft: topLeft)
        case ORIENTATION_PAGE_DOWN: Polygon(topLeft: bottomRight, topRight: bottomLeft, bottomRight: topLeft, bottomLeft: topRight)
        case ORIENTATION_PAGE_LEFT: Polygon(topLeft: bottomLeft, topRight: topLeft, bottomRight: topRight, bottomLeft: bottomRight)
        default: self
        }
    }
}
