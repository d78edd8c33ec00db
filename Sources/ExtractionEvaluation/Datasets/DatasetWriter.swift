public import ExtractionKit
internal import Foundation

/// Writes documents and what people have said of them as a dataset: gold labels to judge extractors by (`extract bench`), and examples to fit
/// their confidences to (`extract fit`). ``DatasetFolder`` reads it.
public struct DatasetWriter: Sendable {
    private let folder: URL
    private var entries: [[String: JSONValue]] = []

    /// How much is known of a corrected document.
    public enum Review: Sendable {
        /// What was corrected is true, and nothing is known of the other fields.
        case correctedFields
        /// Somebody has looked at all fields: those that weren't corrected are right, and there are no others.
        case wholeDocument
    }

    /// Begins a dataset in a new folder.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `conflict` where there is something of that name, `fileUnwritable`.
    public init(path: String) throws {
        folder = URL(filePath: path, directoryHint: .isDirectory)
        guard !FileManager.default.fileExists(atPath: path) else {
            throw ExtractionError(.conflict, "There is something of that name already; choose a new folder for the dataset.")
        }
        do {
            for part in ["documents", "truth"] {
                try FileManager.default.createDirectory(at: folder.appending(path: part), withIntermediateDirectories: true)
            }
        } catch {
            throw Self.unwritable(error)
        }
    }

    /// Adds a document with what its extraction and the corrections of it say.
    ///
    /// Fields of a file that holds several documents have no place in a dataset; such a file is refused.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `invalidRequest` for a file of several documents or one without corrections,
    ///   `conflict` for other content than the extraction's, `fileUnwritable`.
    public mutating func add(_ document: Document, _ corrected: CorrectedExtraction, review: Review) throws {
        let extraction = corrected.extraction
        guard document.sha256 == extraction.document.sha256 else {
            throw ExtractionError(.conflict, "The file isn't the one that was extracted; give the file with the same content.")
        }
        guard extraction.parts.isEmpty, !corrected.history.isEmpty || review == .wholeDocument else {
            throw ExtractionError(.invalidRequest, "The file holds several documents, or nothing in it was corrected; leave it out.")
        }
        var values: [String: JSONValue] = [:]
        if review == .wholeDocument {
            values = try Self.plainValues(of: extraction)
            for field in extraction.missing { values[field.name] = .null }
        }
        // Corrections of fields that other extractions looked for are as true.
        var last: [String: Correction] = [:]
        for correction in corrected.history where correction.part == nil { last[correction.field] = correction }
        var labels = extraction
        labels.fields = last.values.compactMap(\.new)
        values.merge(try Self.plainValues(of: labels)) { $1 }
        for (field, correction) in last where correction.new == nil { values[field] = .null }
        var truth: [String: JSONValue] = ["fields": .object(values), "complete": .bool(review == .wholeDocument)]
        // A name for fields that were asked for by name is no kind of document.
        if let type = extraction.documentType?.id, type != DocumentTypeFinding.unknown { truth["type"] = .string(type) }
        let name = String(document.sha256.prefix(16))
        let file = "documents/\(name)", stated = "truth/\(name).json"
        do {
            try Data(document.bytes).write(to: folder.appending(path: file))
            try Self.json(.object(truth)).write(to: folder.appending(path: stated))
        } catch {
            throw Self.unwritable(error)
        }
        var entry: [String: JSONValue] = [
            "id": .string(name), "file": .string(file), "sha256": .string(document.sha256), "truth": .string(stated),
            "media_type": .string(document.mediaType.rawValue),
        ]
        entry["type"] = truth["type"]
        if !entries.contains(where: { $0["id"] == entry["id"] }) { entries.append(entry) }
    }

    /// Writes the manifest, without which the folder isn't a dataset.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `invalidRequest` without documents, `fileUnwritable`.
    public func finish(name: String, licence: String) throws {
        guard !entries.isEmpty else {
            throw ExtractionError(.invalidRequest, "None of the documents was corrected, so there is nothing to write; correct some first.")
        }
        let manifest: JSONValue = [
            "name": .string(name), "version": .number(Decimal(DatasetFolder.version)), "licence": .string(licence),
            "documents": .array(entries.map { .object($0) }),
        ]
        do {
            try Self.json(manifest).write(to: folder.appending(path: DatasetFolder.manifestName))
        } catch {
            throw Self.unwritable(error)
        }
    }

    /// The values as a result's `extracted_fields` has them.
    private static func plainValues(of extraction: Extraction) throws -> [String: JSONValue] {
        var fields = extraction
        fields.pages = []
        fields.plan = nil
        return try JSONValue(json: Array(JSONEncoder().encode(fields)))["extracted_fields"]?.object ?? [:]
    }

    private static func json(_ value: JSONValue) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return try encoder.encode(value)
    }

    private static func unwritable(_ error: any Error) -> ExtractionError {
        ExtractionError(.fileUnwritable, "The dataset can't be written; check its folder, space and permissions.", cause: error)
    }
}
