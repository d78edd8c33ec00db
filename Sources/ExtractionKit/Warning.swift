/// Something that a person should know of a result that stands all the same.
public struct Warning: Hashable, Sendable, Codable {
    /// The kind of warning, in snake_case, for programs.
    public var code: String
    /// What was seen and what it means. Never text of the document.
    public var message: String
    /// The page it concerns, from 1.
    public var page: Int?

    /// Creates a warning.
    public init(code: String, message: String, page: Int? = nil) {
        self.code = code
        self.message = message
        self.page = page
    }
}
