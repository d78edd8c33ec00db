internal import ExtractionKit
internal import ExtractionOutput
internal import Foundation

/// Writes results to stdout, or each into a file of a folder.
struct ExtractionWriter: Sendable {
    private let format: RunFormat
    private let folder: ResultFolder?
    private let isSingle: Bool

    init(format: RunFormat, folder: String?, documentCount: Int) throws {
        self.format = format
        self.folder = try folder.map { try ResultFolder($0) }
        isSingle = documentCount == 1 || folder != nil
        if folder == nil, format == .csv { try Console.result(CSVRow.header.line) }
    }

    /// Writes a result.
    ///
    /// - Throws: ``ExtractionError`` with the code `outputFailed` where standard output can't be written, `fileUnwritable` where the
    ///   document's own file can't.
    func write(_ result: RunResult, of path: String) throws {
        let text = try text(of: result, path)
        guard let folder else { return text.isEmpty ? () : try Console.result(text) }
        let header = format == .csv ? CSVRow.header.line + "\n" : ""
        try folder.write(
            (header + text + (text.isEmpty ? "" : "\n")).utf8, for: result.extraction.document.filename, fileExtension: format.fileExtension
        )
    }

    private func text(of result: RunResult, _ path: String) throws -> String {
        switch format {
        case .text: ExtractionText(result.extraction, path: path).text
        case .csv: CSVRow.rows(of: result.extraction).map(\.line).joined(separator: "\n")
        case .json: try Self.json(result.extraction, pretty: isSingle)
        case .jsonl: try Self.json(result.extraction, pretty: false)
        case .html: result.reviewPage
        }
    }

    /// JSON with sorted keys, so that equal results are equal bytes.
    static func json(_ value: some Encodable, pretty: Bool) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting =
            pretty ? [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted] : [.sortedKeys, .withoutEscapingSlashes]
        return try String(decoding: encoder.encode(value), as: UTF8.self)
    }
}

/// What `extract run` makes of a document.
struct RunResult: Sendable {
    var extraction: Extraction
    /// The page to check it by, where it is asked for; otherwise empty.
    var reviewPage = ""
}
