internal import Synchronization

/// Keeps blobs in memory for as long as it lives.
public final class InMemoryBlobStore: BlobStore {
    private let blobs = Mutex<[BlobID: [UInt8]]>([:])

    /// Creates an empty store.
    public init() {}

    /// Keeps the bytes.
    public func store(_ bytes: [UInt8]) async throws -> BlobID {
        let id = BlobID(of: bytes)
        blobs.withLock { $0[id] = bytes }
        return id
    }

    /// The bytes of a blob.
    public func bytes(of id: BlobID) async throws -> [UInt8] {
        guard let bytes = blobs.withLock({ $0[id] }) else {
            throw ExtractionError(.notFound, "There is no blob \(id); store it first, or look in the store that has it.")
        }
        return bytes
    }

    /// Forgets a blob.
    public func remove(_ id: BlobID) async throws {
        _ = blobs.withLock { $0.removeValue(forKey: id) }
    }
}
