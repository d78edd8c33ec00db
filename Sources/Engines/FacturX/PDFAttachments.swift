internal import CQPDF
internal import ExtractionKit
internal import Foundation

/// The XML files that are attached to a PDF.
enum PDFAttachments {
    /// A file.
    struct File {
        var name: String
        var bytes: [UInt8]
    }

    /// The most attachments that are looked at, and the most nodes of the tree of their names.
    private static let fileLimit = 50, nodeLimit = 1_000

    /// The attachments that may be electronic invoices, those with a usual name first. Blocks; call it on a thread that may wait.
    ///
    /// - Throws: ``ExtractionError`` with the code `encrypted`, `corrupt`, or `tooLarge` for an attachment above the limit.
    static func invoices(in document: Document) throws -> [File] {
        var handle: qpdf_data? = qpdf_init()
        defer { qpdf_cleanup(&handle) }
        qpdf_silence_errors(handle)
        qpdf_set_suppress_warnings(handle, 1)
        return try document.bytes.withUnsafeBytes { bytes -> [File] in
            let source = bytes.bindMemory(to: CChar.self)
            let status = qpdf_read_memory(handle, "document", source.baseAddress, UInt64(source.count), document.password?.reveal() ?? "")
            guard status & 2 == 0 else {
                throw ExtractionError(.corrupt, "The attachments of the document can't be read; check its password or repair it.")
            }
            let names = ["factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml"]
            return try specifications(handle).compactMap { try file($0, handle) }
                .sorted { left, _ in names.contains(left.name.lowercased()) }
        }
    }

    /// The file specifications in the tree of embedded files and among the associated files.
    private static func specifications(_ file: qpdf_data?) -> [qpdf_oh] {
        let root = qpdf_get_root(file)
        var found: [qpdf_oh] = []
        var left = nodeLimit
        func items(_ array: qpdf_oh) -> [qpdf_oh] {
            guard qpdf_oh_is_array(file, array) != 0 else { return [] }
            return (0..<min(Int(qpdf_oh_get_array_n_items(file, array)), nodeLimit)).map { qpdf_oh_get_array_item(file, array, Int32($0)) }
        }
        func key(_ object: qpdf_oh, _ name: String) -> qpdf_oh {
            qpdf_oh_is_dictionary(file, object) != 0 ? qpdf_oh_get_key(file, object, name) : qpdf_oh_new_null(file)
        }
        func visit(_ node: qpdf_oh, depth: Int) {
            left -= 1
            guard left > 0, depth < 16 else { return }
            for (index, item) in items(key(node, "/Names")).enumerated() where !index.isMultiple(of: 2) { found.append(item) }
            for kid in items(key(node, "/Kids")) { visit(kid, depth: depth + 1) }
        }
        visit(key(key(root, "/Names"), "/EmbeddedFiles"), depth: 0)
        found += items(key(root, "/AF"))
        return Array(found.prefix(fileLimit))
    }

    private static func file(_ specification: qpdf_oh, _ file: qpdf_data?) throws -> File? {
        guard qpdf_oh_is_dictionary(file, specification) != 0 else { return nil }
        let label = ["/UF", "/F"].lazy.map { (key: String) in qpdf_oh_get_key(file, specification, key) }.first {
            qpdf_oh_is_string(file, $0) != 0
        }
        let embedded = qpdf_oh_get_key(file, specification, "/EF")
        guard let label, let text = qpdf_oh_get_utf8_value(file, label), qpdf_oh_is_dictionary(file, embedded) != 0 else { return nil }
        let name = String(cString: text)
        guard name.lowercased().hasSuffix(".xml") else { return nil }
        let stream = ["/F", "/UF"].lazy.map { (key: String) in qpdf_oh_get_key(file, embedded, key) }.first {
            qpdf_oh_is_stream(file, $0) != 0
        }
        return try stream.map { File(name: name, bytes: try content(of: $0, file)) }
    }

    /// The bytes of a stream, inflated up to the limit: QPDF itself has none, and a small file may inflate without end.
    private static func content(of stream: qpdf_oh, _ file: qpdf_data?) throws -> [UInt8] {
        var buffer: UnsafeMutablePointer<UInt8>?
        var length = 0
        guard qpdf_oh_get_stream_data(file, stream, qpdf_dl_none, nil, &buffer, &length) & 2 == 0, let buffer else {
            throw ExtractionError(.corrupt, "An attachment of the document can't be read; repair the document.")
        }
        defer { free(buffer) }
        let raw = Array(UnsafeBufferPointer(start: buffer, count: length))
        var filter = qpdf_oh_get_key(file, qpdf_oh_get_dict(file, stream), "/Filter")
        if qpdf_oh_is_array(file, filter) != 0, qpdf_oh_get_array_n_items(file, filter) == 1 {
            filter = qpdf_oh_get_array_item(file, filter, 0)
        }
        if qpdf_oh_is_null(file, filter) != 0 { return raw }
        guard qpdf_oh_is_name(file, filter) != 0, let name = qpdf_oh_get_name(file, filter), String(cString: name) == "/FlateDecode" else {
            throw ExtractionError(.unsupportedFeature, "An attachment of the document is packed in an unusual way; save it by other means.")
        }
        return try inflated(raw)
    }

    private static func inflated(_ raw: [UInt8]) throws -> [UInt8] {
        var raw = raw
        var result = [UInt8](repeating: 0, count: XMLElement.byteLimit + 1)
        let count = raw.withUnsafeMutableBufferPointer { input in
            result.withUnsafeMutableBufferPointer { output -> Int? in
                var stream = z_stream()
                guard inflateInit_(&stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
                defer { inflateEnd(&stream) }
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(clamping: input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(clamping: output.count)
                let status = inflate(&stream, Z_FINISH)
                guard status == Z_STREAM_END || status == Z_BUF_ERROR && stream.avail_out == 0 else { return nil }
                return output.count - Int(stream.avail_out)
            }
        }
        guard let count else { throw ExtractionError(.corrupt, "An attachment of the document can't be unpacked; repair the document.") }
        return Array(result.prefix(count))
    }
}
