/// A loader made of others: each document goes to the first one that opens its media type.
public struct CombinedDocumentLoader: DocumentLoader {
    /// The loaders, first match first.
    public let loaders: [any DocumentLoader]

    /// Creates a loader from others, in order of preference.
    public init(_ loaders: [any DocumentLoader]) { self.loaders = loaders }

    /// Names all of the parts.
    public var identity: PluginIdentity { .combining(loaders.map(\.identity), as: "combined") }

    /// Everything that one of the parts opens.
    public var mediaTypes: Set<MediaType> { loaders.reduce(into: []) { $0.formUnion($1.mediaTypes) } }

    /// Opens the document with the first loader that takes its media type.
    ///
    /// - Throws: What the loader throws; ``ExtractionError`` with the code `emptyDocument` for a file without bytes and
    ///   `unsupportedMediaType` for one that no loader takes.
    public func withDocument<R: Sendable>(
        _ request: LoadRequest, _ body: (any OpenDocument) async throws -> R
    ) async throws -> R {
        try request.document.requireContent()
        for loader in loaders where loader.mediaTypes.contains(request.document.mediaType) {
            return try await loader.withDocument(request, body)
        }
        throw ExtractionError.unsupported(request.document.mediaType, supported: mediaTypes)
    }
}

extension Document {
    /// Refuses a file without bytes.
    ///
    /// - Throws: ``ExtractionError`` with the code `emptyDocument`.
    public func requireContent() throws {
        guard !bytes.isEmpty else {
            throw ExtractionError(.emptyDocument, "The file has no bytes; upload it again.")
        }
    }
}
