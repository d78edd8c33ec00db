/// A document, and what to find in it.
public struct ExtractionRequest: Sendable {
    /// The document.
    public var document: Document
    /// What to find.
    public var target: Target
    /// The pages to read.
    public var pages: PageSelection

    /// Creates a request.
    public init(_ document: Document, target: Target = .auto, pages: PageSelection = .all) {
        self.document = document
        self.target = target
        self.pages = pages
    }

    /// What to find.
    public enum Target: Sendable {
        /// Whatever a document of its kind holds; the kind is found out.
        case auto
        /// The fields of a schema.
        case schema(RecordSchema)
        /// Fields by name; their types are inferred.
        case fields([String])
    }
}
