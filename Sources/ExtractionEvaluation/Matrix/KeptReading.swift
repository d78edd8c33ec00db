public import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// What a reader made of a document once, and how long that took.
public struct KeptReading: Sendable, Codable {
    /// What was read.
    public var recognition: StoredRecognition
    /// Seconds to the first page.
    public var firstPageSeconds: Double?
    /// Seconds to the last page.
    public var seconds: Double
    /// Seconds of processor time, where they were measured.
    public var processorSeconds: Double?
}

/// Keeps readings in a folder, so that a benchmark that is run again pays for no recognition twice.
///
/// A reading is kept under everything that decides what it says (``RecognitionKey``): the document's hash, the reader with its engine's version
/// and a digest of its settings. A file that can't be read back is as good as none. The folder can be deleted at any time.
public struct ReadingFolder: Sendable {
    /// The folder. It is made when the first reading is kept.
    public var path: String

    /// Creates a store in a folder.
    public init(path: String) { self.path = path }

    func reading(for key: RecognitionKey) -> KeptReading? {
        guard let file = try? file(of: key), let data = FileManager.default.contents(atPath: file) else { return nil }
        return try? JSONDecoder().decode(KeptReading.self, from: data)
    }

    /// - Throws: ``ExtractionError`` with the code `fileUnwritable`.
    func keep(_ reading: KeptReading, for key: RecognitionKey) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try JSONEncoder().encode(reading).write(to: URL(filePath: file(of: key)), options: .atomic)
        } catch {
            throw ExtractionError(
                .fileUnwritable, "The folder for readings can't be written to; check space and permissions.", cause: error)
        }
    }

    private func file(of key: RecognitionKey) throws -> String {
        // The digest of the whole key; its identity type hashes exactly that.
        let digest = try PluginIdentity(id: "reading", version: "1", digesting: key).settings
        return "\(path)/\(key.sha256.prefix(16))-\(digest).json"
    }
}
