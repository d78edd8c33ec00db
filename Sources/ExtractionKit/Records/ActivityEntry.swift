/// What somebody did, for those who must be able to tell: no content, no values.
public struct ActivityEntry: Hashable, Sendable, Codable {
    /// Names the entry. Adding one again with the same id, after an answer got lost, adds nothing.
    public var id: String
    /// When.
    public var moment: Timestamp
    /// Who.
    public var actor: String
    /// What, such as `document.added`.
    public var action: String
    /// The id of what it was done to; `nil` for nothing in particular.
    public var subject: String?

    /// Creates an entry.
    public init(id: String = .newRecordID(), at moment: Timestamp = .now, actor: String, action: String, subject: String? = nil) {
        self.id = id
        self.moment = moment
        self.actor = actor
        self.action = action
        self.subject = subject
    }
}
