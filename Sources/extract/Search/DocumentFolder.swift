internal import ExtractionKit
internal import Foundation

/// The files of a folder and of all folders in it.
struct DocumentFolder: Sendable {
    /// Where it is, without links and ending in no `/`.
    let root: String
    /// The files, by their path from where the folder is, in order.
    let paths: [String]

    /// Looks through a folder.
    ///
    /// - Parameter store: Where the index is; a file is none of the documents, nor are those that SQLite puts beside it.
    /// - Throws: ``ExtractionError`` with the code `fileUnreadable`: what can't be listed must not look as if it were gone.
    init(_ path: String, without store: StoreLocation) throws {
        let manager = FileManager.default
        let url = URL(filePath: path, directoryHint: .isDirectory).resolvingSymlinksInPath()
        root = url.path(percentEncoded: false).replacing(/\/+$/, with: "")
        var own: [String] = []
        if case .file(let path) = store {
            let database = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
            own = ["", "-wal", "-shm", "-journal"].map { database + $0 }
        }
        var failure: (any Error)?
        let keys: Set<URLResourceKey> = [.isRegularFileKey]
        guard
            let files = manager.enumerator(
                at: url, includingPropertiesForKeys: Array(keys), options: [.skipsHiddenFiles],
                errorHandler: { _, error in
                    failure = failure ?? error
                    return false
                }), (try? url.checkResourceIsReachable()) == true
        else {
            throw ExtractionError(.fileUnreadable, "The folder can't be opened; check its path and permissions.")
        }
        var paths: [String] = []
        for case let file as URL in files {
            let place = file.path(percentEncoded: false)
            guard (try? file.resolvingSymlinksInPath().resourceValues(forKeys: keys).isRegularFile) == true,
                !own.contains(place)
            else { continue }
            paths.append(place)
        }
        if let failure {
            throw ExtractionError(
                .fileUnreadable, "A folder in it can't be opened; check its permissions. Nothing was indexed.", cause: failure)
        }
        self.paths = paths.sorted()
    }

    /// A file's path from the folder on.
    func name(of path: String) -> String { path.hasPrefix(root + "/") ? String(path.dropFirst(root.utf8.count + 1)) : path }
}
