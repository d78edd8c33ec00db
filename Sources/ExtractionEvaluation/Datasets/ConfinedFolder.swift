internal import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif
#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// A folder whose files are reached by paths that can't leave it: not by `..`, not by being absolute, not by a link.
struct ConfinedFolder: Sendable {
    /// The folder itself, absolute and without links.
    let path: String

    /// The largest manifest, truth or text that is read, in bytes.
    static let truthLimit = 64 << 20

    init(path: String) throws {
        guard let real = Self.realPath(path) else {
            throw ExtractionError(.fileUnreadable, "There is no such folder, or you may not read it; name the folder of a dataset.")
        }
        self.path = real
    }

    /// The folder's own name.
    var name: String { path.split(separator: "/").last.map(String.init) ?? "dataset" }

    /// The names of the files and folders in it, sorted, without those that begin with a dot.
    func entries(in folder: String = "") throws -> [String] {
        let location = folder.isEmpty ? path : path + "/" + folder
        do {
            return try FileManager.default.contentsOfDirectory(atPath: location).filter { !$0.hasPrefix(".") }.sorted()
        } catch {
            throw ExtractionError(
                .fileUnreadable, "The folder can't be listed; check that it is a folder and that you may read it.", cause: error)
        }
    }

    func hasFolder(_ relative: String) -> Bool {
        var status = stat()
        return stat(path + "/" + relative, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    func hasFile(_ relative: String) -> Bool {
        var status = stat()
        return stat(path + "/" + relative, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Where a file of the folder is.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidDataset` for a path that leaves the folder or names no file, in the name of the
    ///   file and member that says it.
    func location(of relative: String, saidBy file: String, _ member: String = "") throws -> String {
        let parts = relative.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }), !relative.utf8.contains(0) else {
            throw ExtractionError.dataset(
                file, member, "must be a path inside of the folder, with '/' between names and neither '.' nor '..' among them.")
        }
        guard let real = Self.realPath(path + "/" + relative), hasFile(relative) else {
            throw ExtractionError.dataset(
                file, member, "names '\(relative)', which isn't a file of the folder; add it or correct the path.")
        }
        guard real.hasPrefix(path == "/" ? path : path + "/") else {
            throw ExtractionError.dataset(file, member, "names '\(relative)', a link that leaves the folder; put the file itself there.")
        }
        return real
    }

    /// Reads a text of the folder.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidDataset` for what isn't UTF-8.
    func text(of relative: String, saidBy file: String, _ member: String = "") throws -> String {
        guard let text = String(validating: try bytes(of: relative, saidBy: file, member), as: UTF8.self) else {
            throw ExtractionError.dataset(relative, "", "isn't UTF-8; convert it.")
        }
        return text.unicodeScalars.first == "\u{FEFF}" ? String(text.dropFirst()) : text
    }

    /// Reads a JSON file of the folder.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidDataset` for what isn't JSON.
    func json(of relative: String, saidBy file: String, _ member: String = "") throws -> JSONMember {
        let bytes = try bytes(of: relative, saidBy: file, member)
        do {
            return JSONMember(value: try JSONValue(json: bytes), file: relative)
        } catch {
            throw ExtractionError(.invalidDataset, "\(relative): This isn't valid JSON; check it with a JSON tool.", cause: error)
        }
    }

    private func bytes(of relative: String, saidBy file: String, _ member: String) throws -> [UInt8] {
        var limits = DocumentLimits()
        limits.bytes = Self.truthLimit
        return try Document(contentsOfFile: location(of: relative, saidBy: file, member), limits: limits).bytes
    }

    private static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
