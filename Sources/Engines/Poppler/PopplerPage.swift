internal import CPoppler
internal import ExtractionEngineSupport
internal import ExtractionKit

/// A page of a document that Poppler has open. Confined to its document's thread.
struct PopplerPage {
    let document: PopplerDocument
    let number: Int
    /// The size of the upright page in points: its crop box, turned by its rotation.
    let size: Size
    /// How far the file turns the page clockwise: 0, 90, 180 or 270.
    let rotation: Int

    /// Takes a page.
    ///
    /// - Throws: `corrupt` for a page without a usable size.
    init(_ number: Int, of document: PopplerDocument, _ geometry: CPopplerGeometry) throws {
        self.document = document
        self.number = number
        size = Size(width: geometry.width, height: geometry.height)
        rotation = Int(geometry.rotation)
        // A user unit makes a page at most 75,000 times 14,400 points large (PDF 1.7, annex C).
        guard [size.width, size.height].allSatisfy({ $0.isFinite && $0 >= 0.01 && $0 <= 1.1e9 }) else {
            throw ExtractionError(.corrupt, "The page has no usable size; repair the file or leave the page out.").scoped(page: number)
        }
    }

    /// The page in the kit's terms.
    var description: Page { Page(number: number, size: size, rotation: rotation) }

    /// The text of the page, and what stands beside it.
    ///
    /// - Throws: `corrupt`.
    func textLayer(_ status: CallStatus) throws -> TextLayer {
        guard let text = status.stopping({ cpoppler_text(document.handle, Int32(number), $0) }) else {
            throw ExtractionError(.corrupt, "The page's text can't be parsed; repair the file or leave the page out.")
        }
        defer { cpoppler_text_free(text) }
        return TextLayer(text.pointee, on: Rect(x: 0, y: 0, width: size.width, height: size.height))
    }
}

extension CallStatus {
    /// Makes a call into Poppler that stops soon when nobody waits for it any more.
    func stopping<R>(_ call: (CPopplerStop) throws -> R) rethrows -> R {
        try withExtendedLifetime(self) {
            try call(
                CPopplerStop(
                    isWanted: { context in
                        guard let context else { return false }
                        return Unmanaged<CallStatus>.fromOpaque(context).takeUnretainedValue().isAbandoned
                    }, context: Unmanaged.passUnretained(self).toOpaque()))
        }
    }
}
