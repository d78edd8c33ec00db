#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A file to be read: its bytes, and what is known of it before anybody opens it.
///
/// The bytes decide what the document is. The file name is kept for reports and never used to find or interpret anything.
public struct Document: Sendable {
    /// Identifies the document in results and errors.
    public var id: String
    /// The name that the caller knows the document by, without folders, control characters and bidirectional overrides; at
    /// most 255 bytes.
    public let filename: String
    /// What the bytes are.
    public let mediaType: MediaType
    /// The content.
    public let bytes: [UInt8]
    /// The SHA-256 of the content, in lower case hexadecimal digits (FIPS 180-4).
    public let sha256: String
    /// Opens an encrypted document.
    public var password: Secret?

    /// Creates a document from its content.
    ///
    /// - Parameters:
    ///   - bytes: The whole content of the file.
    ///   - filename: A name for reports.
    ///   - id: Identifies the document; by default the first 16 digits of its SHA-256, so that equal content has an equal id.
    ///   - password: Opens an encrypted document.
    public init(bytes: [UInt8], filename: String, id: String? = nil, password: Secret? = nil) {
        let digest = ContentDigest.hexadecimal(bytes)
        self.bytes = bytes
        self.filename = Self.displayable(filename)
        self.mediaType = .sniffed(from: bytes)
        self.sha256 = digest
        self.id = id ?? String(digest.prefix(16))
        self.password = password
    }

    /// Reads a document from a file.
    ///
    /// - Parameters:
    ///   - path: Where the file is.
    ///   - limits: Files above ``DocumentLimits/bytes`` are refused before they are read.
    /// - Throws: ``ExtractionError`` with the code `fileUnreadable` or `tooLarge`.
    public init(contentsOfFile path: String, limits: DocumentLimits = DocumentLimits()) throws {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let attributes: [FileAttributeKey: Any]
        do {
            attributes = try FileManager.default.attributesOfItem(atPath: path)
        } catch {
            throw ExtractionError(
                .fileUnreadable, "The file can't be opened; check that it exists and that you may read it.", cause: error
            ).scoped(document: name)
        }
        let type = attributes[.type] as? FileAttributeType
        guard type != .typeDirectory else {
            throw ExtractionError(.fileUnreadable, "This is a folder; name the files in it.").scoped(document: name)
        }
        // A pipe or a device says nothing of its size, so the limit is applied to what is read.
        guard let handle = FileHandleReader(path: path) else {
            throw ExtractionError(.fileUnreadable, "The file can't be opened; check that you may read it.").scoped(document: name)
        }
        try self.init(bytes: handle.readAll(limit: limits.bytes, name: name), filename: name)
    }

    private static func displayable(_ filename: String) -> String {
        let last = filename.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? "document"
        var name = String.UnicodeScalarView()
        for scalar in last.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: continue
            default: name.append(scalar)
            }
        }
        var result = String(name)
        while result.utf8.count > 255 { result.removeLast() }
        return result.isEmpty ? "document" : result
    }
}

extension Document: CustomStringConvertible {
    /// The name, type and size, never the content.
    public var description: String { "\(filename) (\(mediaType.rawValue), \(bytes.count) bytes)" }
}
