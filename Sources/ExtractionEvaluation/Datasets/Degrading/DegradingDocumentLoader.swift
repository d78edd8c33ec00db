public import ExtractionKit

/// A loader of the same documents as another's, as they would be after a bad scan: their pages have no text layer, and their rasters are
/// degraded. Any pipeline over it runs on a degraded track.
///
/// Pages keep their sizes and coordinates: whatever an engine finds in a degraded raster lands where it stands on the clean page. A skewed
/// page's raster is larger than the page, which lies askew in it. On the track `clean`, pages have no text layer either, so that tracks
/// differ in nothing but what is done to their rasters.
public struct DegradingDocumentLoader: DocumentLoader {
    /// Opens the documents.
    public let loader: any DocumentLoader
    /// What is done to their pages.
    public let track: DegradationTrack
    private let digest: PluginIdentity

    /// Puts a track behind a loader.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` for degradations that can't be done.
    public init(_ loader: some DocumentLoader, track: DegradationTrack) throws {
        try track.validate()
        self.loader = loader
        self.track = track
        digest = try PluginIdentity(id: "degrading", version: "1", digesting: track)
    }

    /// Changes when the loader or the track does.
    public var identity: PluginIdentity { .combining([loader.identity, digest], as: "degrading") }

    /// The loader's.
    public var mediaTypes: Set<MediaType> { loader.mediaTypes }

    /// Opens the document with the loader.
    ///
    /// - Throws: What the loader throws. A raster also throws `tooLarge` where it is above the limit once it is turned.
    public func withDocument<R: Sendable>(
        _ request: LoadRequest, _ body: (any OpenDocument) async throws -> R
    ) async throws -> R {
        try request.deadline.check("Opening the document")
        return try await loader.withDocument(request) { document in
            try await body(
                DegradedDocument(
                    document: document, track: track, sha256: request.document.sha256, largest: request.limits.pixels))
        }
    }
}

private struct DegradedDocument: OpenDocument {
    let document: any OpenDocument
    let track: DegradationTrack
    let sha256: String
    let largest: Int

    var pageCount: Int { document.pageCount }
    var concurrentPages: Int { document.concurrentPages }

    func page(_ request: PageRequest) async throws -> Page {
        try request.deadline.check("Parsing the page")
        return try await document.page(request)
    }

    func textLayer(_ request: PageRequest) async throws -> TextLayer? {
        // A page that isn't there has no text for another reason.
        _ = try await document.page(request)
        return nil
    }

    func raster(_ request: RasterRequest) async throws -> Raster {
        let clean = try await document.raster(request)
        let raster = try track.applied(to: clean, page: request.page, of: sha256) {
            try Task.checkCancellation()
            try request.deadline.check("Degrading the page")
        }
        guard raster.pixels.count <= max(largest, clean.pixels.count) else {
            throw ExtractionError(
                .tooLarge, "The skewed page has more than the \(largest) pixels allowed; draw it at a lower resolution or raise 'pixels'.")
        }
        return raster
    }
}
