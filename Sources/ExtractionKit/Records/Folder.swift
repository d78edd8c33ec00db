/// A place for documents, as people order them.
public struct Folder: Hashable, Sendable, Codable {
    /// Names the folder among those of its tenant.
    public let id: String
    /// What people call it.
    public var name: String
    /// The id of the folder that it lies in; `nil` for none.
    public var parent: String?
    /// When it was made.
    public var createdAt: Timestamp

    /// Creates a folder.
    public init(id: String = .newRecordID(), name: String, parent: String? = nil, createdAt: Timestamp = .now) {
        self.id = id
        self.name = name
        self.parent = parent
        self.createdAt = createdAt
    }

    private enum CodingKeys: String, CodingKey {
        case id, name, parent
        case createdAt = "created_at"
    }
}
