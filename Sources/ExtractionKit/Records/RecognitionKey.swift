/// Everything that decides what a recognition says: two readings with equal keys give the same pages.
public struct RecognitionKey: Hashable, Sendable, Codable {
    /// The SHA-256 of the source, as ``Document/sha256`` gives it.
    public var sha256: String
    /// The reader, with the versions of its engines and a digest of its settings.
    public var reader: PluginIdentity
    /// The pages that were selected, as they were written: `1-2` and `1,2` are two keys.
    public var pages: PageSelection
    /// The largest raster that was allowed, in pixels (``DocumentLimits/pixels``). It is the one limit that changes a result without
    /// making it fail: a page above it is read at a lower resolution.
    public var pixels: Int

    /// Creates a key.
    public init(sha256: String, reader: PluginIdentity, pages: PageSelection, pixels: Int) {
        self.sha256 = sha256
        self.reader = reader
        self.pages = pages
        self.pixels = pixels
    }

    /// The key of what a reader makes of a request.
    public init(_ request: ReadRequest, reader: PluginIdentity) {
        self.init(sha256: request.document.sha256, reader: reader, pages: request.pages, pixels: request.limits.pixels)
    }
}
