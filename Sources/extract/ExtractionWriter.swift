internal import ExtractionKit
internal import Foundation

/// Writes results to stdout, or each into a file of a folder.
struct ExtractionWriter: Sendable {
    private let format: RunFormat
    private let folder: String?
    private let isSingle: Bool

    init(format: RunFormat, folder: String?, documentCount: Int) throws {
        self.format = format
        self.folder = folder
        isSingle = documentCount == 1 || folder != nil
        if let folder {
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            } catch {
                throw ExtractionError(.fileUnwritable, "The output folder can't be made; check the path and its permissions.", cause: error)
            }
        } else if format == .csv {
            try Console.result(CSVRow.header.line)
        }
    }

    /// Writes a result.
    ///
    /// - Throws: ``ExtractionError`` with the code `outputFailed` where standard output can't be written, `fileUnwritable` where the
    ///   document's own file can't.
    func write(_ extraction: Extraction, of path: String) throws {
        let text = try text(of: extraction, path)
        guard let folder else { return text.isEmpty ? () : try Console.result(text) }
        let header = format == .csv ? CSVRow.header.line + "\n" : ""
        let file = try Self.freePath(in: folder, for: extraction.document.filename, format.fileExtension)
        do {
            try Data((header + text + (text.isEmpty ? "" : "\n")).utf8).write(to: URL(fileURLWithPath: file), options: .withoutOverwriting)
        } catch {
            throw ExtractionError(
                .fileUnwritable, "The result can't be written into the output folder; check space and permissions.", cause: error)
        }
    }

    private func text(of extraction: Extraction, _ path: String) throws -> String {
        switch format {
        case .text: ExtractionText(extraction, path: path).text
        case .csv: CSVRow.rows(of: extraction).map(\.line).joined(separator: "\n")
        case .json: try Self.json(extraction, pretty: isSingle)
        case .jsonl: try Self.json(extraction, pretty: false)
        }
    }

    /// JSON with sorted keys, so that equal results are equal bytes.
    static func json(_ value: some Encodable, pretty: Bool, snakeCase: Bool = false) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting =
            pretty ? [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted] : [.sortedKeys, .withoutEscapingSlashes]
        if snakeCase { encoder.keyEncodingStrategy = .convertToSnakeCase }
        return try String(decoding: encoder.encode(value), as: UTF8.self)
    }

    /// `name.json`, or `name-2.json` where that exists: nothing is overwritten. A name too long for a file system is cut.
    private static func freePath(in folder: String, for filename: String, _ fileExtension: String) throws -> String {
        for number in 1...10_000 {
            let ending = "\(number == 1 ? "" : "-\(number)").\(fileExtension)"
            var stem = filename
            while stem.utf8.count + ending.utf8.count > 255 { stem.removeLast() }
            let path = "\(folder)/\(stem)\(ending)"
            if !FileManager.default.fileExists(atPath: path) { return path }
        }
        throw ExtractionError(.fileUnwritable, "The output folder is full of results of that name; choose another folder.")
    }
}
