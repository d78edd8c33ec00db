#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Everything that decides a vector: two texts with equal keys have the same one.
public struct EmbeddingKey: Hashable, Sendable, Codable {
    /// The space that the vector lives in: the embedder, with its version and a digest of its settings.
    public var space: EmbeddingSpace
    /// What the text is for.
    public var purpose: EmbeddingRequest.Purpose
    /// The SHA-256 of the text in UTF-8, in hexadecimal digits. Texts that look alike and are written with other bytes are other texts.
    public var text: String

    /// The key of what an embedder makes of a text.
    public init(_ text: String, for purpose: EmbeddingRequest.Purpose, in space: EmbeddingSpace) {
        self.space = space
        self.purpose = purpose
        self.text = ContentDigest.hexadecimal(text.utf8)
    }

    /// A name for the key that a store can use for a file or a row: the SHA-256 of the key as JSON with sorted keys.
    public func digest() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try ContentDigest.hexadecimal(encoder.encode(self))
    }
}
