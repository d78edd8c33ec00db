/// What a document may cost before it is refused.
///
/// Every limit has a default that ordinary documents stay far below; each has an error of its own, so that a service can
/// tell its user what to change.
public struct DocumentLimits: Hashable, Sendable, Codable {
    /// The largest file, in bytes. Above: `tooLarge`. Azure Document Intelligence takes 500 MB; the default is 200 MB.
    public var bytes = 200 << 20
    /// The largest number of pages read. A longer document is refused with `tooManyPages` unless the caller selects pages.
    public var pages = 2_000
    /// The largest raster of a page, in pixels. A page that would be larger is rendered at a lower resolution, down to
    /// ``minimumDPI``, below which it fails with `tooLarge`.
    public var pixels = 100_000_000
    /// The lowest resolution at which a page is still worth reading, in dots per inch.
    public var minimumDPI = 50.0
    /// The longest time for each step of one page, in seconds: parsing it, drawing it, recognising it. Waiting for other pages doesn't
    /// count. After it the page fails with `deadlineExceeded`; the others go on.
    public var secondsPerPage = 60.0
    /// The longest time for one document, in seconds.
    public var secondsPerDocument = 600.0

    /// Creates the default limits.
    public init() {}

    /// Refuses limits that nothing could keep.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration`.
    public func validate() throws {
        let values = [
            ("bytes", Double(bytes)), ("pages", Double(pages)), ("pixels", Double(pixels)), ("minimum_dpi", minimumDPI),
            ("seconds_per_page", secondsPerPage), ("seconds_per_document", secondsPerDocument),
        ]
        for (name, value) in values where !(value > 0 && value.isFinite) {
            throw ExtractionError(.invalidConfiguration, "The limit '\(name)' must be above 0.")
        }
    }

    private enum CodingKeys: String, CodingKey {
        case bytes, pages, pixels
        case minimumDPI = "minimum_dpi"
        case secondsPerPage = "seconds_per_page"
        case secondsPerDocument = "seconds_per_document"
    }
}
