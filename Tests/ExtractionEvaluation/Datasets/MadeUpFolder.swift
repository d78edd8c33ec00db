import Foundation

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
