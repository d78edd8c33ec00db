/// One of several documents in a file: its pages, its kind, and what was found in it.
public struct ExtractedPart: Hashable, Sendable {
    /// The numbers of its pages in the file, from 1.
    public var pages: ClosedRange<Int>
    /// The kind of document.
    public var documentType: DocumentTypeFinding
    /// The fields that were found, in the schema's order. Their groundings point into the whole file.
    public var fields: [ExtractedField]
    /// The fields that were looked for and not found.
    public var missing: [MissingField]

    /// Creates a part.
    public init(pages: ClosedRange<Int>, documentType: DocumentTypeFinding, fields: [ExtractedField], missing: [MissingField] = []) {
        self.pages = pages
        self.documentType = documentType
        self.fields = fields
        self.missing = missing
    }

    /// The field of that name.
    public subscript(name: String) -> ExtractedField? { fields.first { $0.name == name } }
}

extension DocumentTypeFinding {
    /// The id for a file of several documents, each with a kind of its own.
    public static let several = "several"
}
