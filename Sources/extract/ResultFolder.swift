internal import ExtractionKit
internal import Foundation

/// The folder that a command writes a result for each document into.
struct ResultFolder: Sendable {
    private let path: String

    /// Makes the folder where there is none.
    ///
    /// - Throws: ``ExtractionError`` with the code `fileUnwritable`.
    init(_ path: String) throws {
        self.path = path
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw ExtractionError(.fileUnwritable, "The output folder can't be made; check the path and its permissions.", cause: error)
        }
    }

    /// Writes a document's result.
    ///
    /// - Throws: ``ExtractionError`` with the code `fileUnwritable`.
    func write(_ bytes: some Sequence<UInt8>, for filename: String, fileExtension: String) throws {
        let file = try freePath(for: filename, fileExtension)
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: file), options: .withoutOverwriting)
        } catch {
            throw ExtractionError(
                .fileUnwritable, "The result can't be written into the output folder; check space and permissions.", cause: error)
        }
    }

    /// `name.json`, or `name-2.json` where that exists: nothing is overwritten. A name too long for a file system is cut.
    private func freePath(for filename: String, _ fileExtension: String) throws -> String {
        for number in 1...10_000 {
            let ending = "\(number == 1 ? "" : "-\(number)").\(fileExtension)"
            var stem = filename
            while stem.utf8.count + ending.utf8.count > 255 { stem.removeLast() }
            let candidate = "\(path)/\(stem)\(ending)"
            if !FileManager.default.fileExists(atPath: candidate) { return candidate }
        }
        throw ExtractionError(.fileUnwritable, "The output folder is full of results of that name; choose another folder.")
    }
}
