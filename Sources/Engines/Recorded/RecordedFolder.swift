internal import ExtractionKit
internal import ExtractionResultFormats
internal import Foundation

/// A folder of recorded results.
struct RecordedFolder: Sendable {
    private let path: String
    /// The names, sizes and times of the results.
    let listing: String

    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `missingResource`.
    init(_ path: String) throws {
        let url = URL(filePath: path, directoryHint: .isDirectory)
        let keys: Set<URLResourceKey> = [.fileSizeKey, .contentModificationDateKey]
        let found: [URL]
        do {
            found = try FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: Array(keys))
        } catch {
            throw ExtractionError(
                .missingResource, "The folder with the recorded results can't be opened; correct the setting 'folder'.", cause: error)
        }
        self.path = path
        listing =
            found.filter { file in RecordedFormat.allCases.contains { file.lastPathComponent.hasSuffix($0.suffix) } }
            .map { file in
                let values = try? file.resourceValues(forKeys: keys)
                let time = values?.contentModificationDate?.timeIntervalSince1970 ?? 0
                return "\(file.lastPathComponent)\t\(values?.fileSize ?? 0)\t\(time)"
            }
            .sorted().joined(separator: "\n")
    }

    /// Finds and reads the result for a document.
    func result(of document: Document, format: RecordedFormat?, limit: Int) throws -> RecordedResult {
        let (name, format) = try find(document, format)
        var limits = DocumentLimits()
        limits.bytes = limit
        let file: Document
        do {
            file = try Document(contentsOfFile: path + "/" + name, limits: limits)
        } catch {
            var error = ExtractionError(wrapping: error)
            error.message = "The recorded result '\(name)' can't be read: \(error.message)"
            error.scope = ExtractionError.Scope()
            throw error
        }
        return try format.parser.result(of: file.bytes)
    }

    private func find(_ document: Document, _ format: RecordedFormat?) throws -> (name: String, format: RecordedFormat) {
        let formats = format.map { [$0] } ?? RecordedFormat.allCases
        var names = [document.sha256, document.filename]
        if let dot = document.filename.lastIndex(of: "."), dot > document.filename.startIndex {
            names.append(String(document.filename[..<dot]))
        }
        for name in names {
            let found = formats.filter { isFile(name + $0.suffix) }
            if found.count > 1 {
                let list = found.map { "'\(name)\($0.suffix)'" }.joined(separator: ", ")
                throw ExtractionError(
                    .invalidConfiguration, "There are several recorded results, \(list); choose one with the setting 'format'.")
            }
            if let format = found.first { return (name + format.suffix, format) }
        }
        let suffixes = formats.map { "'\(document.filename)\($0.suffix)'" }.joined(separator: ", ")
        throw ExtractionError(
            .notFound, "There is no recorded result for this document; put one into the folder, named \(suffixes), or after its SHA-256.")
    }

    private func isFile(_ name: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path + "/" + name, isDirectory: &isFolder) && !isFolder.boolValue
    }
}
