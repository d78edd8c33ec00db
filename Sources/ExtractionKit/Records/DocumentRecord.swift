/// A document as a store knows it: everything but its content.
public struct DocumentRecord: Hashable, Sendable, Codable {
    /// Names the document among those of its tenant (``Document/id``).
    public let id: String
    /// The name that the caller gave.
    public var filename: String
    /// What the bytes are.
    public var mediaType: MediaType
    /// The size in bytes.
    public var byteCount: Int
    /// The SHA-256 of the content, in hexadecimal digits.
    public var sha256: String
    /// The number of pages; `nil` until the document was opened.
    public var pageCount: Int?
    /// Who decides what to look for.
    public var mode: Extraction.Mode
    /// Where it stands.
    public var status: DocumentStatus
    /// The id of the folder that it lies in; `nil` for none.
    public var folder: String?
    /// When it was added.
    public var createdAt: Timestamp
    /// When it, its folder, its extractions or their corrections changed last.
    public var updatedAt: Timestamp

    /// Creates a record of its parts, as a store does.
    public init(
        id: String, filename: String, mediaType: MediaType, byteCount: Int, sha256: String, pageCount: Int?, mode: Extraction.Mode,
        status: DocumentStatus, folder: String?, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.filename = filename
        self.mediaType = mediaType
        self.byteCount = byteCount
        self.sha256 = sha256
        self.pageCount = pageCount
        self.mode = mode
        self.status = status
        self.folder = folder
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// Creates the record of a document that waits to be worked on.
    public init(_ document: Document, mode: Extraction.Mode, folder: String? = nil, at moment: Timestamp = .now) {
        id = document.id
        filename = document.filename
        mediaType = document.mediaType
        byteCount = document.bytes.count
        sha256 = document.sha256
        self.mode = mode
        status = .queued
        self.folder = folder
        createdAt = moment
        updatedAt = moment
    }

    /// Makes a move.
    ///
    /// - Throws: ``ExtractionError`` with the code `conflict` for a move that isn't legal (see ``DocumentStatus``).
    public mutating func apply(_ change: StatusChange) throws {
        guard status.state.mayMove(to: change.status.state) else {
            throw ExtractionError(
                .conflict,
                "The document is \(status.state.rawValue) and can't become \(change.status.state.rawValue); look at its status again.")
        }
        status = change.status
        pageCount = change.pageCount ?? pageCount
        updatedAt = max(updatedAt, change.moment)
    }

    private enum CodingKeys: String, CodingKey {
        case id, filename
        case mediaType = "media_type"
        case byteCount = "byte_count"
        case sha256
        case pageCount = "page_count"
        case mode, status, folder
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }
}

extension DocumentSummary {
    /// What the record of a document says of it.
    public init(_ record: DocumentRecord, pageCount: Int) {
        id = record.id
        filename = record.filename
        mediaType = record.mediaType
        byteCount = record.byteCount
        sha256 = record.sha256
        self.pageCount = pageCount
    }
}
