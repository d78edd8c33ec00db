internal import ExtractionKit
internal import Foundation

/// A file that a command writes over.
enum OutputFile {
    /// Writes all of it or nothing.
    ///
    /// - Throws: ``ExtractionError`` with the code `fileUnwritable`.
    static func write(_ text: String, to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw ExtractionError(.fileUnwritable, "The file can't be written; check its folder, space and permissions.", cause: error)
        }
    }
}
