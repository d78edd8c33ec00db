/// What a person says a field is, in place of what was found.
///
/// Corrections are never changed or removed; a later one of the same field takes the place of an earlier one.
public struct Correction: Hashable, Sendable {
    /// Names the correction. Adding one again with the same id, after an answer got lost, adds nothing.
    public var id: String
    /// The document's id.
    public var document: String
    /// The extraction that the person looked at (``StoredExtraction/sequence``).
    public var extraction: Int
    /// The first page of the part, where the file holds several documents; `nil` for the file itself.
    public var part: Int?
    /// The field's name.
    public var field: String
    /// Who corrected it.
    public var actor: String
    /// When.
    public var moment: Timestamp
    /// What stood there before; `nil` where the field wasn't found.
    public var old: ExtractedField?
    /// What is right; `nil` where the document doesn't have the field.
    public var new: ExtractedField?
    /// The correction of the same field whose place this one takes; `nil` for the first. Where somebody else has corrected the field in between,
    /// the store refuses this one.
    public var replaces: String?

    /// Creates a correction.
    public init(
        id: String = .newRecordID(), document: String, extraction: Int, part: Int? = nil, field: String, actor: String,
        at moment: Timestamp = .now, old: ExtractedField?, new: ExtractedField?, replaces: String? = nil
    ) {
        self.id = id
        self.document = document
        self.extraction = extraction
        self.part = part
        self.field = field
        self.actor = actor
        self.moment = moment
        self.old = old
        self.new = new
        self.replaces = replaces
    }
}

extension Correction: Codable {
    private enum CodingKeys: String, CodingKey { case id, document, extraction, part, field, actor, moment, old, new, replaces }

    /// Writes the correction, its fields as in a result.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(document, forKey: .document)
        try container.encode(extraction, forKey: .extraction)
        try container.encodeIfPresent(part, forKey: .part)
        try container.encode(field, forKey: .field)
        try container.encode(actor, forKey: .actor)
        try container.encode(moment, forKey: .moment)
        try container.encodeIfPresent(old.map(FieldBody.init), forKey: .old)
        try container.encodeIfPresent(new.map(FieldBody.init), forKey: .new)
        try container.encodeIfPresent(replaces, forKey: .replaces)
    }

    /// Reads a correction that was written by ``encode(to:)``.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let name = try container.decode(String.self, forKey: .field)
        func named(_ key: CodingKeys) throws -> ExtractedField? {
            let body = try container.decodeIfPresent(FieldBody.self, forKey: key)
            guard var field = body?.field else { return nil }
            field.name = name
            return field
        }
        try self.init(
            id: container.decode(String.self, forKey: .id), document: container.decode(String.self, forKey: .document),
            extraction: container.decode(Int.self, forKey: .extraction), part: container.decodeIfPresent(Int.self, forKey: .part),
            field: name, actor: container.decode(String.self, forKey: .actor), at: container.decode(Timestamp.self, forKey: .moment),
            old: named(.old), new: named(.new), replaces: container.decodeIfPresent(String.self, forKey: .replaces))
    }
}
