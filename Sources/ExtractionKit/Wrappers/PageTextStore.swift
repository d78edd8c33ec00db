/// A type that keeps what engines read, page by page, for ``CachingOCREngine``.
///
/// ### Implement a store
///
/// ``PageTextKey`` and ``PageText`` are `Codable`, and a key gives a name for files and rows (``PageTextKey/digest()``). A store may forget
/// what it likes, and never gives anything but what was saved under the very same key. Calls may come from several tasks at once. Throw
/// ``ExtractionError`` with the code `engineFailure` where the medium fails.
public protocol PageTextStore: Sendable {
    /// The text under a key, or `nil` where there is none.
    func text(for key: PageTextKey) async throws -> PageText?

    /// Keeps a text. It takes the place of an earlier one under the same key.
    func save(_ text: PageText, for key: PageTextKey) async throws
}
