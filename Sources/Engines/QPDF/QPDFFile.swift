internal import CQPDF
internal import ExtractionKit

/// A PDF file that QPDF has open to be changed. Confined to its thread.
///
/// QPDF's calls on objects don't fail one by one: the first error stays with the file, and ``written(isEncrypted:)`` throws it.
final class QPDFFile {
    private var handle: qpdf_data?
    /// QPDF reads from these bytes for as long as the file is open.
    private let source: UnsafeMutableBufferPointer<CChar>?

    /// Opens a document.
    ///
    /// - Throws: `encrypted`, or `corrupt` for what isn't a PDF that can be repaired.
    init(_ document: Document) throws {
        let source = UnsafeMutableBufferPointer<CChar>.allocate(capacity: max(1, document.bytes.count))
        _ = source.initialize(from: document.bytes.lazy.map { CChar(bitPattern: $0) })
        self.source = source
        handle = qpdf_init()
        qpdf_silence_errors(handle)
        qpdf_set_suppress_warnings(handle, 1)
        let status = qpdf_read_memory(
            handle, "document", source.baseAddress, UInt64(document.bytes.count), document.password?.reveal() ?? "")
        guard status & Self.errors == 0 else {
            let error = qpdf_has_error(handle) != 0 ? qpdf_get_error_code(handle, qpdf_get_error(handle)) : qpdf_e_damaged_pdf
            throw error == qpdf_e_password
                ? ExtractionError(.encrypted, "The document needs its password to be written again; give it.")
                : ExtractionError(.corrupt, "The document can't be parsed to be written again; repair it.")
        }
    }

    /// Begins a document without pages.
    init() throws {
        source = nil
        handle = qpdf_init()
        qpdf_silence_errors(handle)
        guard qpdf_empty_pdf(handle) & Self.errors == 0 else {
            throw ExtractionError(.engineFailure, "QPDF can't begin a document; check how it is installed.")
        }
    }

    deinit {
        qpdf_cleanup(&handle)
        source?.deallocate()
    }

    /// `QPDF_ERRORS`, a macro that Swift doesn't see.
    private static let errors: Int32 = 1 << 1

    /// The number of pages.
    var pageCount: Int { Int(qpdf_get_num_pages(handle)) }

    /// Gives every page its own attributes, so that none is shared with its neighbours.
    func pushInheritedAttributes() { _ = qpdf_push_inherited_attributes_to_page(handle) }

    /// The page of a number from 1.
    func page(_ number: Int) -> QPDFObject { object(qpdf_get_page_n(handle, number - 1)) }

    /// Makes an object from its source, which must hold no references.
    func parse(_ source: String) -> QPDFObject { object(qpdf_oh_parse(handle, source)) }

    /// Makes a stream with the entries of a dictionary, packed by the filter or to be packed by QPDF.
    func stream(_ data: [UInt8], entries: String = "", filter: String = "null", parameters: String = "null") -> QPDFObject {
        let stream = object(qpdf_oh_new_stream(handle))
        qpdf_oh_replace_stream_data(handle, stream.id, data, data.count, parse(filter).id, parse(parameters).id)
        let dictionary = object(qpdf_oh_get_dict(handle, stream.id)), added = parse("<< \(entries) >>")
        qpdf_oh_begin_dict_key_iter(handle, added.id)
        while qpdf_oh_dict_more_keys(handle) != 0, let key = qpdf_oh_dict_next_key(handle) {
            qpdf_oh_replace_key(handle, dictionary.id, key, qpdf_oh_get_key(handle, added.id, key))
        }
        return stream
    }

    /// Gives an object a number of its own, under which others can refer to it.
    func indirect(_ object: QPDFObject) -> QPDFObject { self.object(qpdf_make_indirect_object(handle, object.id)) }

    /// Adds a page at the end.
    func add(page: QPDFObject) { _ = qpdf_add_page(handle, handle, page.id, 0) }

    /// The whole file. An encrypted document stays encrypted; for others, equal documents are equal bytes.
    ///
    /// - Throws: `corrupt` for a document that can't be written.
    func written() throws -> [UInt8] {
        // QPDF writes the number of objects only where there was one.
        let trailer = object(qpdf_get_trailer(handle))
        if !trailer.has("/Size") { trailer["/Size"] = parse("0") }
        var status = qpdf_init_write_memory(handle)
        // What is packed stays as it is: nothing is unpacked that could be larger than anybody expects.
        qpdf_set_decode_level(handle, qpdf_dl_none)
        if qpdf_is_encrypted(handle) == 0 { qpdf_set_deterministic_ID(handle, 1) }
        status |= qpdf_write(handle)
        guard status & Self.errors == 0, qpdf_has_error(handle) == 0, let buffer = qpdf_get_buffer(handle) else {
            throw ExtractionError(.corrupt, "The document can't be written again; repair it.")
        }
        return Array(UnsafeBufferPointer(start: buffer, count: qpdf_get_buffer_length(handle)))
    }

    private func object(_ id: qpdf_oh) -> QPDFObject { QPDFObject(id: id, file: handle) }
}

/// An object of a PDF file.
struct QPDFObject {
    fileprivate let id: qpdf_oh
    fileprivate let file: qpdf_data?

    var isDictionary: Bool { qpdf_oh_is_dictionary(file, id) != 0 }
    var isArray: Bool { qpdf_oh_is_array(file, id) != 0 }
    var isStream: Bool { qpdf_oh_is_stream(file, id) != 0 }

    /// The object as a number, or `nil`.
    var number: Double? { qpdf_oh_is_number(file, id) != 0 ? qpdf_oh_get_numeric_value(file, id) : nil }

    /// The items of an array; none for anything else.
    var items: [QPDFObject] {
        guard isArray else { return [] }
        return (0..<qpdf_oh_get_array_n_items(file, id)).map { QPDFObject(id: qpdf_oh_get_array_item(file, id, $0), file: file) }
    }

    /// An entry of a dictionary; a null object where there is none.
    subscript(key: String) -> QPDFObject {
        get { QPDFObject(id: isDictionary ? qpdf_oh_get_key(file, id, key) : qpdf_oh_new_null(file), file: file) }
        nonmutating set { qpdf_oh_replace_key(file, id, key, newValue.id) }
    }

    /// Whether a dictionary has an entry.
    func has(_ key: String) -> Bool { isDictionary && qpdf_oh_has_key(file, id, key) != 0 }

    /// A rectangle of four numbers, or `nil`.
    var rectangle: Rect? {
        let numbers = items.compactMap(\.number)
        guard numbers.count == 4, numbers.allSatisfy({ $0.isFinite && abs($0) < 1e7 }) else { return nil }
        return Rect(minX: numbers[0], minY: numbers[1], maxX: numbers[2], maxY: numbers[3])
    }

    /// Puts an item at the beginning of an array.
    func insertFirst(_ item: QPDFObject) { qpdf_oh_insert_item(file, id, 0, item.id) }

    /// An array of this object alone.
    var inArray: QPDFObject { QPDFObject(id: qpdf_oh_wrap_in_array(file, id), file: file) }

    /// A dictionary with the same entries, so that a change stays with whoever asked for it.
    var copy: QPDFObject {
        let copy = QPDFObject(id: qpdf_oh_new_dictionary(file), file: file)
        guard isDictionary else { return copy }
        qpdf_oh_begin_dict_key_iter(file, id)
        var keys: [String] = []
        while qpdf_oh_dict_more_keys(file) != 0, let key = qpdf_oh_dict_next_key(file) { keys.append(String(cString: key)) }
        for key in keys { copy[key] = self[key] }
        return copy
    }
}
