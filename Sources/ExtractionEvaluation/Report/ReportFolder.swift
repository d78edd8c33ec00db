internal import ExtractionKit
internal import Foundation

/// The files of a report.
enum ReportFolder {
    /// Writes files into a folder, which is made where there is none, over those of an earlier run.
    ///
    /// - Throws: ``ExtractionError`` with the code `fileUnwritable`.
    static func write(_ files: [(name: String, text: String)], to folder: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for (name, text) in files { try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"), options: .atomic) }
        } catch {
            throw ExtractionError(
                .fileUnwritable, "The report can't be written into its folder; check space and permissions.", cause: error)
        }
    }
}
