/// Vectors in rows, of which the nearest to another one are found by looking at all of them: what a ``SearchIndex`` needs for search by meaning
/// where it doesn't have it.
///
/// A table is a value: a copy costs next to nothing and doesn't see later changes, so that a search goes over a copy while rows are added.
///
/// ```swift
/// var table = VectorTable(dimensions: 384, precision: .int8)
/// let row = table.append(embedding)
/// let best = await table.nearest(to: query, count: 10)
/// ```
public struct VectorTable: Sendable {
    /// How components are kept.
    public enum Precision: String, Hashable, Sendable, Codable, CaseIterable {
        /// As they are: 4 bytes each.
        case float32
        /// As a number from -127 to 127, and a scale for the row: 1 byte each. The nearest 10 of 100,000 random vectors of 384 dimensions are
        /// found to 98 % and more, those of texts better.
        case int8
    }

    /// A row and how near it is.
    public struct Neighbour: Hashable, Sendable {
        /// The row.
        public var row: Int
        /// The cosine of the angle, from -1 to 1.
        public var similarity: Float

        /// Creates a neighbour.
        public init(row: Int, similarity: Float) {
            self.row = row
            self.similarity = similarity
        }
    }

    /// The number of components.
    public let dimensions: Int
    /// How they are kept.
    public let precision: Precision
    /// The number of rows.
    public private(set) var count = 0
    private var blocks: [VectorBlock] = []

    /// Creates an empty table.
    public init(dimensions: Int, precision: Precision = .float32) {
        self.dimensions = dimensions
        self.precision = precision
    }

    /// The bytes that a row takes.
    public var bytesPerRow: Int { VectorBlock.stride(dimensions, precision) + (precision == .int8 ? MemoryLayout<Float>.size : 0) }

    /// Adds a vector.
    ///
    /// - Precondition: It has ``dimensions`` components.
    /// - Returns: The row, the count before.
    @discardableResult
    public mutating func append(_ vector: Embedding) -> Int {
        precondition(vector.components.count == dimensions, "A table takes vectors of its own dimensions.")
        if count % VectorBlock.rows == 0 { blocks.append(VectorBlock(dimensions, precision)) }
        blocks[blocks.count - 1].append(vector.components)
        count += 1
        return count - 1
    }

    /// Adds a vector that was kept as ``VectorCode``.
    ///
    /// - Precondition: It has ``dimensions`` components, and the table's ``precision`` is `int8`.
    @discardableResult
    public mutating func append(_ code: VectorCode) -> Int {
        precondition(code.components.count == dimensions && precision == .int8, "A table of int8 takes codes of its own dimensions.")
        if count % VectorBlock.rows == 0 { blocks.append(VectorBlock(dimensions, precision)) }
        blocks[blocks.count - 1].append(code)
        count += 1
        return count - 1
    }

    /// Adds a copy of a row of another table of the same dimensions and precision.
    mutating func append(_ row: Int, of other: VectorTable) {
        if count % VectorBlock.rows == 0 { blocks.append(VectorBlock(dimensions, precision)) }
        blocks[blocks.count - 1].append(row % VectorBlock.rows, of: other.blocks[row / VectorBlock.rows])
        count += 1
    }

    /// The rows whose vectors are nearest to another one, the nearest first; among equally near ones, the lower row.
    ///
    /// - Parameters:
    ///   - query: The vector.
    ///   - limit: The largest number of rows.
    ///   - rows: The rows to look at; `nil` for all.
    ///   - tasks: For how many processors the work is divided.
    public func nearest(to query: Embedding, count limit: Int, among rows: RowSet? = nil, tasks: Int = 2) async -> [Neighbour] {
        precondition(query.components.count == dimensions, "A table takes vectors of its own dimensions.")
        guard limit > 0, count > 0 else { return [] }
        let wanted = VectorQuery(query.components, precision)
        // Codes are rough: more rows are taken than asked for, and measured again with the query as it is.
        let depth = precision == .int8 ? Swift.max(limit * 2, limit + 24) : limit
        var best: NearestRows
        if tasks > 1, blocks.count > 1 {
            // More parts than tasks at once: a processor that others use as well gets fewer of them.
            let parts = Swift.min(blocks.count, tasks * 3)
            best = await withTaskGroup(of: NearestRows.self) { group in
                for part in 0..<parts {
                    group.addTask {
                        var found = NearestRows(limit: depth)
                        for block in blocks.count * part / parts..<blocks.count * (part + 1) / parts {
                            blocks[block].search(wanted, first: block * VectorBlock.rows, among: rows, into: &found)
                        }
                        return found
                    }
                }
                return await group.reduce(into: NearestRows(limit: depth)) { $0.merge($1) }
            }
        } else {
            best = NearestRows(limit: depth)
            for (index, block) in blocks.enumerated() {
                block.search(wanted, first: index * VectorBlock.rows, among: rows, into: &best)
            }
        }
        guard precision == .int8 else { return best.sorted() }
        var exact = NearestRows(limit: limit)
        for neighbour in best.sorted() {
            let block = blocks[neighbour.row / VectorBlock.rows]
            exact.insert(neighbour.row, block.similarity(of: neighbour.row % VectorBlock.rows, to: query.components))
        }
        return exact.sorted()
    }
}

/// A set of rows of a ``VectorTable``.
public struct RowSet: Sendable {
    private(set) var words: [UInt64]

    /// A set of rows below a count: all of them, or none.
    public init(count: Int, all: Bool = false) {
        words = [UInt64](repeating: all ? .max : 0, count: (count + 63) / 64)
    }

    /// Whether the set holds a row.
    public subscript(row: Int) -> Bool {
        get { row / 64 < words.count && words[row / 64] >> UInt64(row % 64) & 1 == 1 }
        set {
            if row / 64 >= words.count { words += [UInt64](repeating: 0, count: row / 64 + 1 - words.count) }
            let bit = UInt64(1) << UInt64(row % 64)
            if newValue { words[row / 64] |= bit } else { words[row / 64] &= ~bit }
        }
    }

    /// Keeps the rows that another set has too.
    public mutating func formIntersection(_ other: RowSet) {
        for index in words.indices { words[index] &= index < other.words.count ? other.words[index] : 0 }
    }
}
