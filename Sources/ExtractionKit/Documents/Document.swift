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

    /// Reads a document from a file, a pipe or a device. The call blocks until all of it is there.
    ///
    /// - Parameters:
    ///   - path: Where the file is.
    ///   - limits: More than ``DocumentLimits/bytes`` is refused.
    /// - Throws: ``ExtractionError`` with the code `fileUnreadable` or `tooLarge`.
    public init(contentsOfFile path: String, limits: DocumentLimits = DocumentLimits()) throws {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        do {
            try self.init(bytes: FileDescriptorReader(path: path).readAll(limit: limits.bytes), filename: name)
        } catch {
            throw ExtractionError(wrapping: error).scoped(document: Self.displayable(name))
        }
    }

    /// Reads a document from an open file descriptor, such as 0 for standard input. The call blocks until its end and leaves it open.
    ///
    /// - Throws: As ``init(contentsOfFile:limits:)``.
    public init(readingFrom descriptor: Int32, filename: String, limits: DocumentLimits = DocumentLimits()) throws {
        do {
            try self.init(bytes: FileDescriptorReader(borrowing: descriptor).readAll(limit: limits.bytes), filename: filename)
        } catch {
            throw ExtractionError(wrapping: error).scoped(document: Self.displayable(filename))
        }
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
