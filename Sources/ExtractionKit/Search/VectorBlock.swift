/// A part of a table: so many rows that copying them when one is added to a table that somebody searches costs little.
///
/// The sums are written so that they become vector instructions on every processor that Swift builds for, without flags: single-precision
/// products in 32 sums, and codes as 16-bit lanes. Two products of codes fit a lane (2 x 127 x 127 < 32,768); then they are widened.
struct VectorBlock: Sendable {
    /// The number of rows in a full block.
    static let rows = 2_048

    private let dimensions: Int
    private let stride: Int
    private let precision: VectorTable.Precision
    private var count = 0
    /// The rows, each filled up with zeros to ``stride`` bytes.
    private var bytes: [UInt8] = []
    /// What a code of 1 stands for, by row.
    private var scales: [Float] = []

    init(_ dimensions: Int, _ precision: VectorTable.Precision) {
        self.dimensions = dimensions
        self.precision = precision
        stride = Self.stride(dimensions, precision)
    }

    /// The bytes of a row, without its scale.
    static func stride(_ dimensions: Int, _ precision: VectorTable.Precision) -> Int {
        switch precision {
        case .float32: (dimensions + 31) / 32 * 128
        case .int8: (dimensions + 15) / 16 * 16
        }
    }

    mutating func append(_ vector: [Float]) {
        switch precision {
        case .float32:
            vector.withUnsafeBytes { bytes.append(contentsOf: $0) }
            fill()
        case .int8: append(VectorCode(vector))
        }
    }

    mutating func append(_ code: VectorCode) {
        code.components.withUnsafeBytes { bytes.append(contentsOf: $0) }
        scales.append(code.scale)
        fill()
    }

    mutating func append(_ row: Int, of other: VectorBlock) {
        bytes += other.bytes[row * stride..<(row + 1) * stride]
        if precision == .int8 { scales.append(other.scales[row]) }
        count += 1
    }

    private mutating func fill() {
        count += 1
        bytes.append(contentsOf: repeatElement(0, count: count * stride - bytes.count))
    }

    /// Offers the rows to those that were found.
    ///
    /// - Parameters:
    ///   - first: The number of the block's first row, a multiple of ``rows``.
    ///   - wanted: The rows to look at; `nil` for all.
    func search(_ query: VectorQuery, first: Int, among wanted: RowSet?, into found: inout NearestRows) {
        bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            scales.withUnsafeBufferPointer { scales in
                query.withPointers { exact, even, odd in
                    for group in Swift.stride(from: 0, to: count, by: 64) {
                        var mask = UInt64.max
                        if let wanted {
                            let word = (first + group) / 64
                            mask = word < wanted.words.count ? wanted.words[word] : 0
                        }
                        guard mask != 0 else { continue }
                        for row in group..<Swift.min(count, group + 64) where mask >> UInt64(row - group) & 1 == 1 {
                            let place = base + row * stride
                            let similarity =
                                switch precision {
                                case .float32: Self.product(place, exact, byteCount: stride)
                                case .int8: Float(Self.product(place, even, odd, byteCount: stride)) * scales[row]
                                }
                            if similarity > found.threshold { found.insert(first + row, similarity) }
                        }
                    }
                }
            }
        }
    }

    /// The similarity of a row, with the query as it is.
    func similarity(of row: Int, to query: [Float]) -> Float {
        bytes.withUnsafeBytes { bytes in
            switch precision {
            case .float32:
                (0..<dimensions).reduce(0) { sum, index in
                    sum + query[index] * bytes.loadUnaligned(fromByteOffset: row * stride + index * 4, as: Float.self)
                }
            case .int8:
                (0..<dimensions).reduce(0) { sum, index in
                    sum + query[index] * Float(Int8(bitPattern: bytes[row * stride + index]))
                } * scales[row]
            }
        }
    }

    @inline(__always)
    private static func product(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, byteCount: Int) -> Float {
        var first = SIMD16<Float>.zero, second = SIMD16<Float>.zero
        var offset = 0
        while offset < byteCount {
            first +=
                left.loadUnaligned(fromByteOffset: offset, as: SIMD16<Float>.self)
                * right.loadUnaligned(fromByteOffset: offset, as: SIMD16<Float>.self)
            second +=
                left.loadUnaligned(fromByteOffset: offset &+ 64, as: SIMD16<Float>.self)
                * right.loadUnaligned(fromByteOffset: offset &+ 64, as: SIMD16<Float>.self)
            offset &+= 128
        }
        return (first + second).sum()
    }

    /// The product of codes: those at even places times `even`, those at odd ones times `odd`.
    @inline(__always)
    private static func product(_ row: UnsafeRawPointer, _ even: UnsafeRawPointer, _ odd: UnsafeRawPointer, byteCount: Int) -> Int32 {
        var low = SIMD4<Int32>.zero, high = SIMD4<Int32>.zero
        var offset = 0
        while offset < byteCount {
            let pairs = row.loadUnaligned(fromByteOffset: offset, as: SIMD8<Int16>.self)
            let sums =
                ((pairs &<< 8) &>> 8) &* even.loadUnaligned(fromByteOffset: offset, as: SIMD8<Int16>.self)
                &+ (pairs &>> 8) &* odd.loadUnaligned(fromByteOffset: offset, as: SIMD8<Int16>.self)
            let wide = unsafeBitCast(sums, to: SIMD4<Int32>.self)
            low &+= (wide &<< 16) &>> 16
            high &+= wide &>> 16
            offset &+= 16
        }
        return (low &+ high).wrappedSum()
    }
}

/// A vector that is sought, in the forms that a block multiplies with.
struct VectorQuery: Sendable {
    private let exact: [Float]
    private let even: [Int16]
    private let odd: [Int16]

    init(_ vector: [Float], _ precision: VectorTable.Precision) {
        switch precision {
        case .float32:
            exact = vector + [Float](repeating: 0, count: VectorBlock.stride(vector.count, precision) / 4 - vector.count)
            even = []
            odd = []
        case .int8:
            exact = []
            let code = VectorCode(vector).components
            let filled = code + [Int8](repeating: 0, count: VectorBlock.stride(vector.count, precision) - vector.count)
            even = Swift.stride(from: 0, to: filled.count, by: 2).map { Int16(filled[$0]) }
            odd = Swift.stride(from: 1, to: filled.count, by: 2).map { Int16(filled[$0]) }
        }
    }

    func withPointers(_ body: (UnsafeRawPointer, UnsafeRawPointer, UnsafeRawPointer) -> Void) {
        exact.withUnsafeBytes { exact in
            even.withUnsafeBytes { even in
                odd.withUnsafeBytes { odd in
                    // Only the ones that the precision needs are looked at; an empty array may have no address.
                    guard let any = exact.baseAddress ?? even.baseAddress else { return }
                    body(exact.baseAddress ?? any, even.baseAddress ?? any, odd.baseAddress ?? any)
                }
            }
        }
    }
}

/// The best of the rows that were offered.
struct NearestRows: Sendable {
    /// What a row must be nearer than.
    private(set) var threshold = -Float.infinity
    private let limit: Int
    /// A heap with the least near row, and of equally near ones the highest, at its head.
    private var heap: [VectorTable.Neighbour] = []

    init(limit: Int) { self.limit = limit }

    mutating func insert(_ row: Int, _ similarity: Float) {
        let neighbour = VectorTable.Neighbour(row: row, similarity: similarity)
        if heap.count < limit {
            heap.append(neighbour)
            var child = heap.count - 1
            while child > 0, Self.isWorse(heap[child], heap[(child - 1) / 2]) {
                heap.swapAt(child, (child - 1) / 2)
                child = (child - 1) / 2
            }
        } else if let worst = heap.first, Self.isWorse(worst, neighbour) {
            heap[0] = neighbour
            var parent = 0
            while true {
                var worst = parent
                for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && Self.isWorse(heap[child], heap[worst]) {
                    worst = child
                }
                if worst == parent { break }
                heap.swapAt(parent, worst)
                parent = worst
            }
        }
        // Just below the worst: an equally near row of a lower number may still take its place.
        if heap.count == limit, let worst = heap.first { threshold = worst.similarity.nextDown }
    }

    mutating func merge(_ other: NearestRows) {
        for neighbour in other.heap { insert(neighbour.row, neighbour.similarity) }
    }

    /// The rows, the nearest first.
    func sorted() -> [VectorTable.Neighbour] { heap.sorted { Self.isWorse($1, $0) } }

    private static func isWorse(_ left: VectorTable.Neighbour, _ right: VectorTable.Neighbour) -> Bool {
        (left.similarity, right.row) < (right.similarity, left.row)
    }
}
