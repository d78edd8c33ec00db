/// A type that keeps bytes under the digest of their content: source files, rendered pages, exports.
///
/// The same bytes are one blob however often they are stored, and a blob never changes. Who may still need a blob is for the caller
/// to know; ``remove(_:)`` doesn't count uses.
///
/// ### Implement a blob store
///
/// A blob is there, whole, when ``store(_:)`` returns. Calls may come from several tasks at once. Throw ``ExtractionError`` with the
/// codes
///
/// - `notFound` for a blob that isn't there,
/// - `engineFailure` where the medium fails, with its error as the cause.
///
/// Check the store with `BlobStoreConformance` of ExtractionTesting.
public protocol BlobStore: Sendable {
    /// Keeps the bytes, unless they are there already.
    func store(_ bytes: [UInt8]) async throws -> BlobID

    /// The bytes of a blob.
    ///
    /// - Throws: `notFound`.
    func bytes(of id: BlobID) async throws -> [UInt8]

    /// Forgets a blob. Nothing happens when it isn't there.
    func remove(_ id: BlobID) async throws
}
