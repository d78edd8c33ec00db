internal import ExtractionKit
internal import ExtractionRemote
internal import Foundation

/// Operations under way, each in a file named after what was sent and how. Nothing of a document is in it, and no key.
struct AzureOperationFolder: Sendable {
    private let folder: URL

    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `fileUnwritable`.
    init(_ path: String) throws {
        folder = URL(filePath: path, directoryHint: .isDirectory)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw ExtractionError(.fileUnwritable, "The folder of the setting 'operations' can't be made; check its path.", cause: error)
        }
    }

    func operation(_ name: String) -> AzureOperation? {
        (try? Data(contentsOf: file(name))).flatMap { try? JSONDecoder().decode(AzureOperation.self, from: $0) }
    }

    func keep(_ operation: AzureOperation, as name: String) throws {
        do {
            try JSONEncoder().encode(operation).write(to: file(name), options: .atomic)
        } catch {
            throw ExtractionError(
                .fileUnwritable, "The operation under way can't be written into the folder of 'operations'; check space and permissions.",
                cause: error)
        }
    }

    func forget(_ name: String) { try? FileManager.default.removeItem(at: file(name)) }

    private func file(_ name: String) -> URL { folder.appending(path: name + ".json") }
}
