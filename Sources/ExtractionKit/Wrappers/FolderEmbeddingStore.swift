#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Keeps vectors in a folder, a file for each: 40 bytes more than its components, and what the file system rounds that up to. 384 components are 1,576
/// bytes, mostly a block of 4,096.
///
/// A file that isn't whole is as good as none. The folder is made when the first vector is kept, can be used by several processes at once, and can be
/// deleted at any time. Files stand in folders of their own by the first two digits of their names, so that no folder gets too long.
public struct FolderEmbeddingStore: EmbeddingStore {
    /// The folder.
    public let path: String

    /// Creates a store in a folder.
    public init(path: String) { self.path = path }

    /// The vectors of those keys that the store has.
    public func embeddings(for keys: [EmbeddingKey]) async throws -> [EmbeddingKey: Embedding] {
        var found: [EmbeddingKey: Embedding] = [:]
        for key in keys {
            let (folder, digest) = try place(of: key)
            guard let data = FileManager.default.contents(atPath: folder + digest + Self.ending) else { continue }
            found[key] = StoredEmbedding(bytes: Array(data), of: digest)?.embedding(dimensions: key.space.dimensions)
        }
        return found
    }

    /// Keeps vectors.
    ///
    /// - Throws: ``ExtractionError`` with the code `fileUnwritable`.
    public func save(_ embeddings: [EmbeddingKey: Embedding]) async throws {
        do {
            for (key, embedding) in embeddings {
                let (folder, digest) = try place(of: key)
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                let file = URL(filePath: folder + digest + Self.ending)
                try Data(StoredEmbedding(embedding, of: digest).bytes).write(to: file, options: .atomic)
            }
        } catch {
            throw ExtractionError(
                .fileUnwritable, "The folder for vectors can't be written to; check space and permissions.", cause: error)
        }
    }

    private static let ending = ".vector"

    private func place(of key: EmbeddingKey) throws -> (folder: String, digest: String) {
        let digest = try key.digest()
        return ("\(path)/\(digest.prefix(2))/", digest)
    }
}
