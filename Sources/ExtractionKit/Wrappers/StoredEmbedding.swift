internal import Crypto

/// A vector as it stands in a file: a mark, the number of components, the components, and the SHA-256 of all of that and of the key's digest. Numbers
/// have their lowest byte first.
struct StoredEmbedding {
    let bytes: [UInt8]
    private static let mark: [UInt8] = Array("EKV1".utf8)
    private static let headLength = 8

    /// - Parameter digest: The digest of the vector's key.
    init(_ embedding: Embedding, of digest: String) {
        var bytes = Self.mark
        bytes.reserveCapacity(Self.headLength + embedding.components.count * 4 + SHA256.byteCount)
        func append(_ number: UInt32) { bytes += (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
        append(UInt32(truncatingIfNeeded: embedding.components.count))
        for component in embedding.components { append(component.bitPattern) }
        self.bytes = bytes + Self.seal(bytes, digest)
    }

    /// Takes a file; `nil` for one that isn't as it was written, or was written for another key.
    init?(bytes: [UInt8], of digest: String) {
        guard bytes.count >= Self.headLength + SHA256.byteCount, bytes.starts(with: Self.mark),
            Self.seal(bytes.dropLast(SHA256.byteCount), digest).elementsEqual(bytes.suffix(SHA256.byteCount))
        else { return nil }
        self.bytes = bytes
    }

    /// The vector; `nil` for one with another number of components.
    func embedding(dimensions: Int) -> Embedding? {
        func number(at place: Int) -> UInt32 { (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << (8 * UInt32($1)) } }
        let count = (bytes.count - Self.headLength - SHA256.byteCount) / 4
        guard count == dimensions, number(at: 4) == UInt32(truncatingIfNeeded: count) else { return nil }
        let components = (0..<count).map { Float(bitPattern: number(at: Self.headLength + $0 * 4)) }
        return components.allSatisfy(\.isFinite) ? Embedding(normalized: components) : nil
    }

    private static func seal(_ bytes: some Sequence<UInt8>, _ digest: String) -> SHA256.Digest {
        SHA256.hash(data: Array(bytes) + Array(digest.utf8))
    }
}
