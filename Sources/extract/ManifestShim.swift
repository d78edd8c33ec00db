internal import ExtractionEvaluation
internal import ExtractionKit
internal import Foundation

/// Stands in for `Dataset.open(_:)` until that is there.
enum ManifestShim {
    private struct Manifest: Decodable {
        var name: String
        var licence: String
        var documents: [Entry]
    }
    private struct Entry: Decodable {
        var id, file, type, language, split, truth: String
        var sha256: String
        var pages: Int
        var media_type: String
        var tags: [String]
        var text: String?
    }
    private struct Truth: Decodable {
        var fields: [String: JSONValue]?
        var expect: String?
        var page_kinds: [String]?
    }

    static func open(_ path: String) throws -> Dataset {
        func data(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: "\(path)/\(name)")) }
        guard let json = try? data("manifest.json") else {
            throw ExtractionError(.fileUnreadable, "The dataset has no manifest.json that can be read; name its folder.")
        }
        let manifest = try JSONDecoder().decode(Manifest.self, from: json)
        let codes: [String: ExtractionError.Code] = [
            "corrupt": .corrupt, "encrypted": .encrypted, "empty": .emptyDocument, "no_pages": .noPages,
            "unsupported_type": .unsupportedMediaType, "truncated": .truncated, "too_large": .tooLarge, "deadline": .deadlineExceeded,
        ]
        let methods: [String: PageRoute.Method] = [
            "text": .textLayer, "rotated-text": .textLayer, "scan": .ocr, "scan-with-text-layer": .textLayer, "garbled-text": .ocr,
            "blank": .blank,
        ]
        return try Dataset(
            name: manifest.name, licence: manifest.licence,
            documents: manifest.documents.map { entry in
                let truth = try JSONDecoder().decode(Truth.self, from: data(entry.truth))
                let isBroken = entry.type == "broken"
                var known = DocumentTruth(documentType: isBroken ? nil : entry.type, error: truth.expect.flatMap { codes[$0] })
                if let text = entry.text { known.text = try String(decoding: data(text), as: UTF8.self) }
                if !isBroken {
                    let fields = (truth.fields ?? [:]).mapValues { value -> JSONValue in
                        guard let rows = value.array else { return value }
                        return .array(rows.map { row in row.object.map { .object($0.filter { $0.key != "raw" }) } ?? row })
                    }
                    known.fields = FieldTruth(fields, isComplete: true)
                    let kinds =
                        truth.page_kinds?.map { methods[$0] ?? .ocr }
                        ?? (0..<entry.pages).map { _ in entry.tags.contains("digital") ? .textLayer : .ocr }
                    known.readers = Dictionary(uniqueKeysWithValues: kinds.enumerated().map { ($0.offset + 1, $0.element) })
                }
                return DatasetDocument(
                    id: entry.id, path: "\(path)/\(entry.file)", sha256: entry.sha256, split: entry.split, tags: Set(entry.tags),
                    language: entry.language, truth: known)
            })
    }
}
