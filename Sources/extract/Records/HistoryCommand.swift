internal import ArgumentParser
internal import ExtractionKit
internal import ExtractionOutput
internal import Foundation

/// `extract history`
struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show what was recognised, found and corrected in a document, the newest first.",
        discussion: """
              extract history 3f2a9c0d11e4b7a6 --store records.db
            The numbers of the extractions are those that 'extract diff' takes.
            """)

    @Argument(help: ArgumentHelp("The document's id.", valueName: "DOC"))
    var document: String

    @OptionGroup var store: RecordOptions

    @Flag(help: "Print an object in JSON.")
    var json = false

    func run() async throws {
        let records = try await store.records()
        let document = try await records.existing(document)
        var extractions: [StoredExtraction] = []
        var cursor: RecordCursor?
        repeat {
            let page = try await records.extractions(ofDocument: document.id, RecordPageRequest(limit: 200, after: cursor))
            extractions += page.items
            cursor = page.next
        } while cursor != nil
        let history = try await History(
            document: document, recognitions: records.recognitions(ofSource: document.sha256),
            extractions: extractions.map(History.Entry.init), corrections: records.corrections(ofDocument: document.id).reversed())
        try Console.result(json ? ExtractionWriter.json(history, pretty: true) : Console.printable(history.text))
    }
}

/// What has become of a document.
private struct History: Encodable {
    var document: DocumentRecord
    var recognitions: [RecognitionSummary]
    var extractions: [Entry]
    var corrections: [Correction]

    struct Entry: Encodable {
        var summary: ExtractionSummary
        var updatedAt: Timestamp
        var schema: ExtractionRecord.SchemaVersion?
        var customFields: [String]
        var extractor: PluginIdentity?

        init(_ stored: StoredExtraction) {
            summary = ExtractionSummary(stored.record, sequence: stored.sequence)
            updatedAt = stored.updatedAt
            schema = stored.record.schema
            customFields = stored.record.customFields
            extractor = stored.record.extractor
        }

        private enum CodingKeys: String, CodingKey {
            case summary
            case updatedAt = "updated_at"
            case schema
            case customFields = "custom_fields"
            case extractor
        }
    }

    var text: String {
        var lines = ["\(document.filename)  \(document.id)  \(document.status.state.rawValue)"]
        if let error = document.status.error { lines.append("  failed: \(error.code): \(error.message)") }
        for recognition in recognitions {
            let usage = recognition.usage
            lines.append(
                "  read       \(recognition.createdAt)  \(recognition.key.reader.id) \(recognition.key.reader.version), "
                    + "\(recognition.pageCount) pages, \(usage.calls) calls, \(Int(recognition.milliseconds)) ms")
        }
        for entry in extractions {
            let summary = entry.summary
            lines.append(
                "  extracted  \(summary.createdAt)  #\(summary.sequence)  \(summary.documentType ?? "fields by name"), "
                    + "\(summary.fieldCount) fields, \(entry.extractor.map { "\($0.id) \($0.version)" } ?? "?")")
        }
        for correction in corrections {
            let values = [correction.old, correction.new].map { $0.map(\.value.shownText) ?? "–" }
            lines.append(
                "  corrected  \(correction.moment)  #\(correction.extraction)  \(correction.actor): \(correction.field)  "
                    + "\(values[0]) → \(values[1])")
        }
        return lines.joined(separator: "\n")
    }
}
