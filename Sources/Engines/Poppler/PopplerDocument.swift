internal import CPoppler
internal import ExtractionKit

/// A document that Poppler has open. Confined to one thread, with everything made from it.
final class PopplerDocument {
    private let handle: OpaquePointer
    /// The number of pages, at least 1.
    let pageCount: Int

    /// Opens a document from its bytes, which are copied: Poppler reads from them as long as it lives.
    ///
    /// Through a stream, because version 22.12 crashes on a wrong password when it is given the bytes themselves.
    init(_ document: Document) throws {
        let bytes = document.bytes.withUnsafeBytes { g_bytes_new($0.baseAddress, gsize($0.count)) }
        defer { g_bytes_unref(bytes) }
        guard let stream = g_memory_input_stream_new_from_bytes(bytes) else { throw Self.outOfMemory }
        defer { g_object_unref(stream) }

        var failure: UnsafeMutablePointer<GError>?
        let opened: OpaquePointer?
        if let password = document.password?.reveal() {
            opened = poppler_document_new_from_stream(stream, goffset(document.bytes.count), password, nil, &failure)
        } else {
            opened = poppler_document_new_from_stream(stream, goffset(document.bytes.count), nil, nil, &failure)
        }
        guard let opened else {
            defer { failure.map { g_error_free($0) } }
            throw Self.error(for: failure?.pointee, opening: document)
        }
        failure.map { g_error_free($0) }
        pageCount = Int(poppler_document_get_n_pages(opened))
        handle = opened
        // From here on `deinit` releases the handle, also when this throws.
        guard pageCount != 0 else { throw Self.noPages }
        guard pageCount > 0 else { throw Self.corrupt }
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(handle)) }

    /// A page, by its number from 1, made anew: Poppler keeps what it did with a page in the page's object.
    ///
    /// - Throws: `pageOutOfRange`, `corrupt`.
    func page(_ number: Int) throws -> PopplerPage {
        guard number >= 1, number <= pageCount else { throw ExtractionError.page(number, outOf: pageCount) }
        guard let page = poppler_document_get_page(handle, Int32(number - 1)) else {
            throw ExtractionError(.corrupt, "The page can't be parsed; repair the file or leave the page out.").scoped(page: number)
        }
        return try PopplerPage(page, number: number)
    }

    private static func error(for failure: GError?, opening document: Document) -> ExtractionError {
        let code = failure.map { $0.domain == poppler_error_quark() ? Int($0.code) : -1 }
        switch code {
        case Int(POPPLER_ERROR_ENCRYPTED.rawValue):
            let message =
                document.password == nil
                ? "The document is encrypted; give its password." : "The password doesn't open the document; correct it."
            return ExtractionError(.encrypted, message)
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
