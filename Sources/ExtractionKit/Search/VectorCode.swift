/// A vector as whole numbers from -127 to 127, and what they are multiples of.
public struct VectorCode: Hashable, Sendable {
    /// The numbers.
    public var components: [Int8]
    /// What a component of 1 stands for.
    public var scale: Float

    /// Creates a code from its parts.
    public init(components: [Int8], scale: Float) {
        self.components = components
        self.scale = scale
    }

    /// The code of a vector. Its largest component becomes 127 or -127.
    public init(_ embedding: Embedding) { self.init(embedding.components) }

    init(_ vector: [Float]) {
        let largest = vector.reduce(0) { Swift.max($0, abs($1)) }
        guard largest > 0, largest.isFinite else {
            self.init(components: [Int8](repeating: 0, count: vector.count), scale: 0)
            return
        }
        self.init(
            components: vector.map { Int8(Swift.max(-127, Swift.min(127, ($0 / largest * 127).rounded()))) }, scale: largest / 127)
    }
}
