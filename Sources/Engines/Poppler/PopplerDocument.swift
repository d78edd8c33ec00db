internal import CPoppler
internal import ExtractionKit

/// A document that Poppler has open. Confined to one thread, with everything made from it.
final class PopplerDocument {
    /// Poppler's document.
    let handle: OpaquePointer
    /// Poppler reads from these as long as the document is open.
    private let bytes: UnsafeMutableRawBufferPointer
    /// The number of pages, at least 1.
    let pageCount: Int

    /// Opens a document from its bytes, which are copied.
    init(_ document: Document) throws {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, document.bytes.count), alignment: 1)
        bytes.copyBytes(from: document.bytes)
        self.bytes = bytes
        var status = CPOPPLER_OK
        let opened =
            if let password = document.password?.reveal() {
                cpoppler_open(bytes.baseAddress, document.bytes.count, password, &status)
            } else {
                cpoppler_open(bytes.baseAddress, document.bytes.count, nil, &status)
            }
        guard let opened else {
            bytes.deallocate()
            throw Self.error(for: status, opening: document)
        }
        handle = opened
        pageCount = Int(cpoppler_page_count(opened))
        // From here on `deinit` releases the handle, also when this throws.
        guard pageCount != 0 else { throw Self.noPages }
        guard pageCount > 0 else { throw Self.corrupt }
    }

    deinit {
        cpoppler_close(handle)
        bytes.deallocate()
    }

    /// A page, by its number from 1.
    ///
    /// - Throws: `pageOutOfRange`, `corrupt`.
    func page(_ number: Int) throws -> PopplerPage {
        guard number >= 1, number <= pageCount else { throw ExtractionError.page(number, outOf: pageCount) }
        var geometry = CPopplerGeometry()
        guard cpoppler_geometry(handle, Int32(number), &geometry) else {
            throw ExtractionError(.corrupt, "The page can't be parsed; repair the file or leave the page out.").scoped(page: number)
        }
        return try PopplerPage(number, of: self, geometry)
    }

    private static func error(for status: CPopplerStatus, opening document: Document) -> ExtractionError {
        switch status {
        case CPOPPLER_ENCRYPTED:
            let message =
                document.password == nil
                ? "The document is encrypted; give its password." : "The password doesn't open the document; correct it."
            return ExtractionError(.encrypted, message)
        case CPOPPLER_NO_MEMORY: return outOfMemory
        default:
            guard document.hasEnd else {
                return ExtractionError(.truncated, "The file ends before its content does; upload it again.")
            }
            return corrupt
        }
    }

    private static let corrupt = ExtractionError(.corrupt, "The file can't be parsed; repair it or save it anew.")
    private static let noPages = ExtractionError(.noPages, "The document has no pages; there is nothing to read.")
    private static let outOfMemory = ExtractionError(.engineFailure, "There is no memory left to open the document; try again later.")
}

extension Document {
    /// Whether one of the marks that end a PDF stands in its last 1,024 bytes (PDF 1.7, 7.5.5 and annex H.3.4.4).
    fileprivate var hasEnd: Bool {
        let tail = bytes.suffix(1_024)
        return ["%%EOF", "startxref"].contains { mark in
            tail.indices.contains { tail[$0...].starts(with: mark.utf8) }
        }
    }
}

extension ExtractionError {
    /// Refuses a page number.
    static func page(_ number: Int, outOf pageCount: Int) -> ExtractionError {
        ExtractionError(
            .pageOutOfRange, "Page \(number) was asked for, but the document has \(pageCount); correct the number.")
    }
}
