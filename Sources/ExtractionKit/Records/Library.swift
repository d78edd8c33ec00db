/// Which documents of a tenant are wanted. They come newest first; among those of the same millisecond, the greater id first.
public struct LibraryQuery: Hashable, Sendable {
    /// The folder that they lie in; `nil` for any or none.
    public var folder: String?
    /// Where they stand; `nil` for anywhere.
    public var state: DocumentStatus.State?
    /// A value in the latest extraction; `nil` for any.
    public var field: FieldMatch?
    /// Only those with the bytes of that SHA-256; `nil` for any.
    public var sha256: String?
    /// Only those that somebody has corrected.
    public var isCorrected: Bool
    /// The stretch of the list.
    public var page: RecordPageRequest

    /// Creates a query.
    public init(
        folder: String? = nil, state: DocumentStatus.State? = nil, field: FieldMatch? = nil, sha256: String? = nil,
        isCorrected: Bool = false, page: RecordPageRequest = RecordPageRequest()
    ) {
        self.folder = folder
        self.state = state
        self.field = field
        self.sha256 = sha256
        self.isCorrected = isCorrected
        self.page = page
    }
}

/// A document of a library, with the latest that was found in it.
public struct LibraryItem: Hashable, Sendable {
    /// The document.
    public var document: DocumentRecord
    /// Its latest extraction in short; `nil` where there is none.
    public var latest: ExtractionSummary?

    /// Creates an item.
    public init(document: DocumentRecord, latest: ExtractionSummary?) {
        self.document = document
        self.latest = latest
    }
}

/// An extraction in short.
public struct ExtractionSummary: Hashable, Sendable, Codable {
    /// Its place in the store's order.
    public var sequence: Int
    /// When it was made.
    public var createdAt: Timestamp
    /// The kind of document that was found out or asked for; `nil` for fields by name.
    public var documentType: String?
    /// Who decided what to look for.
    public var mode: Extraction.Mode
    /// How many fields were found.
    public var fieldCount: Int
    /// The confidence of the least sure of them; `nil` without fields.
    public var lowestConfidence: Double?
    /// How long everything took, in milliseconds.
    public var milliseconds: Double

    /// Creates a summary of its parts.
    public init(
        sequence: Int, createdAt: Timestamp, documentType: String?, mode: Extraction.Mode, fieldCount: Int, lowestConfidence: Double?,
        milliseconds: Double
    ) {
        self.sequence = sequence
        self.createdAt = createdAt
        self.documentType = documentType
        self.mode = mode
        self.fieldCount = fieldCount
        self.lowestConfidence = lowestConfidence
        self.milliseconds = milliseconds
    }

    /// Summarises an extraction.
    public init(_ record: ExtractionRecord, sequence: Int) {
        let extraction = record.extraction
        self.init(
            sequence: sequence, createdAt: record.createdAt, documentType: extraction.documentType?.id ?? record.schema?.id,
            mode: extraction.mode, fieldCount: extraction.allFields.count,
            lowestConfidence: extraction.allFields.map(\.confidence).min(), milliseconds: extraction.timings.total)
    }

    private enum CodingKeys: String, CodingKey {
        case sequence
        case createdAt = "created_at"
        case documentType = "document_type"
        case mode
        case fieldCount = "field_count"
        case lowestConfidence = "lowest_confidence"
        case milliseconds
    }
}

/// A value by which documents are looked up.
public struct FieldMatch: Hashable, Sendable {
    /// The field's name.
    public var name: String
    /// What ``FieldValue/lookupKey`` may be.
    public var keys: [String]

    /// Looks for a value.
    public init(name: String, value: FieldValue) {
        self.name = name
        keys = [value.lookupKey].compactMap(\.self)
    }

    /// Looks for a value as a person writes it: `12.50` finds the number 12.5 and the text `12.50`.
    public init(name: String, text: String) {
        self.name = name
        var keys = [FieldValue.text(text).lookupKey].compactMap(\.self)
        if let number = FieldValue(plainNumber: text)?.lookupKey, !keys.contains(number) { keys.append(number) }
        self.keys = keys
    }
}
