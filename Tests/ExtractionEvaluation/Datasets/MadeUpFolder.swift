import Foundation

@testable import ExtractionEvaluation

/// A folder of made-up files that lasts as long as a test.
final class MadeUpFolder {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("dataset-" + UUID().uuidString)
    var path: String { url.path }

    init(_ files: [String: String] = [:]) throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        for (name, content) in files { try write(content, to: name) }
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ content: String, to name: String) throws {
        let file = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(content.utf8).write(to: file)
    }
}

/// The files of the repository that tests may read.
enum TestFolders {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../..").standardized
    static let fixtures = root.appendingPathComponent("Fixtures").path

    /// A set of documents that isn't part of the repository, where it is on this machine: `EXTRACTION_SHARED` names their folder, by default
    /// `shared` beside the checkout.
    static func shared(_ set: String) -> String? {
        let folder =
            ProcessInfo.processInfo.environment["EXTRACTION_SHARED"].map { URL(fileURLWithPath: $0) }
            ?? root.deletingLastPathComponent().appendingPathComponent("shared")
        let path = folder.appendingPathComponent("data/" + set).path
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }
}
