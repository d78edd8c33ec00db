#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Keeps pages' text in a folder, a JSON file for each page and engine.
///
/// A file that can't be read back is as good as none. The folder is made when the first page is kept, and can be deleted at any time.
public struct FolderPageTextStore: PageTextStore {
    /// The folder.
    public let path: String

    /// Creates a store in a folder.
    public init(path: String) { self.path = path }

    /// The text under a key, or `nil` where there is none.
    public func text(for key: PageTextKey) async throws -> PageText? {
        guard let data = try FileManager.default.contents(atPath: file(of: key)) else { return nil }
        return try? JSONDecoder().decode(PageText.self, from: data)
    }

    /// Keeps a text.
    ///
    /// - Throws: ``ExtractionError`` with the code `fileUnwritable`.
    public func save(_ text: PageText, for key: PageTextKey) async throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try JSONEncoder().encode(text).write(to: URL(filePath: file(of: key)), options: .atomic)
        } catch {
            throw ExtractionError(
                .fileUnwritable, "The folder for pages' text can't be written to; check space and permissions.", cause: error)
        }
    }

    private func file(of key: PageTextKey) throws -> String { try "\(path)/\(key.digest()).json" }
}
