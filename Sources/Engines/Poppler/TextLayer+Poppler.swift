internal import CPoppler
internal import ExtractionKit
internal import Foundation

extension TextLayer {
    /// Builds a text layer of what Poppler found on a page.
    ///
    /// Text that isn't painted, or that an image covers, is taken for what a program has read in a scan where it lies over or under a large
    /// image; elsewhere it is hidden.
    init(_ found: CPopplerText, on page: Rect) {
        let images = UnsafeBufferPointer(start: found.images, count: found.imageCount).map(Rect.init)
        let scans = images.filter { $0.area >= 0.25 * page.area }
        let covers = UnsafeBufferPointer(start: found.covers, count: found.coverCount)
        let characters = UnsafeRawBufferPointer(start: found.characters, count: found.characterCount)
        let styles = UnsafeBufferPointer(start: found.fonts, count: found.fontCount).map {
            FontStyle(name: String(cString: $0.name), isBold: $0.isBold, isItalic: $0.isItalic)
        }

        var builder = LayerBuilder()
        for piece in UnsafeBufferPointer(start: found.pieces, count: found.pieceCount) {
            let box = Rect(piece.box)
            let text = String(
                decoding: UnsafeRawBufferPointer(rebasing: characters[Int(piece.text)..<Int(piece.text) + Int(piece.length)]), as: UTF8.self
            )
            let visibility = Visibility(piece, box, under: covers, scans: scans)
            builder.append(
                text, box, rotation: Int(piece.rotation), size: piece.size,
                style: Int(piece.font) < styles.count ? styles[Int(piece.font)] : nil, visibility)
            if piece.spaceAfter { builder.endWord() }
            if piece.endsLine { builder.endLine() }
        }
        builder.endLine()

        var text = PageText(lines: builder.visible + builder.scanned)
        if found.isPartial {
            text.isPartial = true
            text.warnings.append(
                Warning(code: "text_layer_incomplete", message: "The page's text wasn't read to its end; what came after is left out."))
        }
        if builder.unplaced > 0 {
            text.isPartial = true
            text.warnings.append(
                Warning(
                    code: "text_without_position",
                    message: "\(builder.unplaced) words of the text layer have no finite position and are left out."))
        }
        self.init(
            text: text, imageAreas: images,
            rulings: UnsafeBufferPointer(start: found.rules, count: found.ruleCount).map {
                Ruling(start: Point(x: $0.startX, y: $0.startY), end: Point(x: $0.endX, y: $0.endY), thickness: $0.thickness)
            },
            links: UnsafeBufferPointer(start: found.links, count: found.linkCount).map { link in
                let address = characters[Int(link.text)..<Int(link.text) + Int(link.length)]
                return Link(
                    polygon: Polygon(Rect(link.box)),
                    target: link.page > 0
                        ? .page(Int(link.page)) : .uri(String(decoding: UnsafeRawBufferPointer(rebasing: address), as: UTF8.self)))
            }, hidden: builder.hidden, scannedWords: builder.scanned.reduce(0) { $0 + $1.words.count },
            unmappedGlyphs: Int(found.unmapped), outlinedShapes: Int(found.curves))
    }
}

extension Rect {
    init(_ box: CPopplerBox) { self.init(minX: box.left, minY: box.top, maxX: box.right, maxY: box.bottom) }
}

/// Where a word belongs.
enum Visibility: Hashable {
    case visible
    /// Not to be seen itself, but what an image shows in its place.
    case scanned
    case hidden(HiddenText.Reason)

    init(_ piece: CPopplerPiece, _ box: Rect, under covers: UnsafeBufferPointer<CPopplerPaint>, scans: [Rect]) {
        let middle = Point(x: box.midX, y: box.midY)
        switch UInt32(piece.visibility) {
        case CPOPPLER_UNPAINTED.rawValue:
            self = scans.contains { $0.contains(middle) } ? .scanned : .hidden(.unpainted)
        case CPOPPLER_PAPER_COLOUR.rawValue: self = .hidden(.paperColour)
        case CPOPPLER_OFF_PAGE.rawValue: self = .hidden(.offPage)
        case CPOPPLER_CLIPPED.rawValue: self = .hidden(.clipped)
        default:
            // The type's own box is a little higher than its letters.
            let core = Rect(
                minX: box.minX + box.width * 0.1, minY: box.minY + box.height * 0.2, maxX: box.maxX - box.width * 0.1,
                maxY: box.maxY - box.height * 0.2)
            let cover = covers.first {
                $0.order > piece.order && $0.box.left <= core.minX && $0.box.right >= core.maxX && $0.box.top <= core.minY
                    && $0.box.bottom >= core.maxY
            }
            guard let cover else {
                self = .visible
                return
            }
            self = cover.isImage && scans.contains(Rect(cover.box)) ? .scanned : .hidden(.covered)
        }
    }
}
