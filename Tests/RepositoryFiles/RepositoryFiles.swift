public import Foundation

/// The files that tests read.
public enum RepositoryFiles {
    /// The repository's root.
    public static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

    /// Where a document of the fixtures is, by its path in `Fixtures`; the folder itself for an empty path.
    public static func fixture(_ path: String) -> String { root.appending(path: "Fixtures/\(path)").path }

    /// Where a set of documents is that isn't part of the repository, or `nil` where this machine doesn't have it: `EXTRACTION_SHARED` names
    /// the folder of all sets, by default `shared` beside the checkout.
    public static func shared(_ set: String) -> URL? { sharedFile("data/\(set)") }

    /// Where something is that lies beside the sets of documents, or `nil` where this machine doesn't have it.
    public static func sharedFile(_ path: String) -> URL? {
        let named = ProcessInfo.processInfo.environment["EXTRACTION_SHARED"].map { URL(filePath: $0) }
        let file = (named ?? root.deletingLastPathComponent().appending(path: "shared")).appending(path: path)
        return FileManager.default.fileExists(atPath: file.path) ? file : nil
    }

    /// Why tests of such sets are left out.
    public static let sharedAreMissing = "The shared documents aren't on this machine; set EXTRACTION_SHARED to their folder."
}
