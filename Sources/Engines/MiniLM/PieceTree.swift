/// The pieces of a vocabulary by their bytes, in a tree: the longest one that a text begins with is found in one walk.
struct PieceTree: Sendable {
    /// The node that a byte leads to, by the node it leads from and the byte.
    private var next: [Int: Int] = [:]
    /// The token that ends at a node; negative for none.
    private var tokens: [Int32] = [-1]
    /// The node of pieces inside of words.
    private var inside = 0

    /// Creates a tree without pieces.
    init() {
        for byte in "##".utf8 { inside = node(after: inside, byte) }
    }

    /// Adds a piece; of equal ones the last one counts.
    mutating func insert(_ piece: some Sequence<UInt8>, token: Int32) {
        var node = 0
        for byte in piece { node = self.node(after: node, byte) }
        tokens[node] = token
    }

    /// The longest piece at the start of some bytes, and how many of them it covers; `nil` where there is none.
    func longest(in bytes: ArraySlice<UInt8>, isInside: Bool) -> (token: Int32, length: Int)? {
        var node = isInside ? inside : 0
        var best: (token: Int32, length: Int)?
        for (index, byte) in bytes.enumerated() {
            guard let after = next[node << 8 | Int(byte)] else { break }
            node = after
            if tokens[node] >= 0 { best = (tokens[node], index + 1) }
        }
        return best
    }

    private mutating func node(after node: Int, _ byte: UInt8) -> Int {
        if let after = next[node << 8 | Int(byte)] { return after }
        tokens.append(-1)
        next[node << 8 | Int(byte)] = tokens.count - 1
        return tokens.count - 1
    }
}
