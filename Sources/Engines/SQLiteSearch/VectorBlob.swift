internal import ExtractionKit
internal import Foundation

/// A vector as it stands in the database, in the byte order of every processor that Swift runs on: components of 4 bytes, or a scale of 4 bytes
/// and components of 1.
struct VectorBlob: Sendable {
    /// `nil` for a chunk without a vector.
    let data: Data?

    init(_ embedding: Embedding, _ precision: VectorTable.Precision) {
        switch precision {
        case .float32: data = embedding.components.withUnsafeBytes { Data($0) }
        case .int8:
            let code = VectorCode(embedding)
            var bytes = withUnsafeBytes(of: code.scale.bitPattern.littleEndian) { Data($0) }
            code.components.withUnsafeBytes { bytes.append(contentsOf: $0) }
            data = bytes
        }
    }

    init(data: Data?) { self.data = data }

    /// Adds the vector to a table of the same precision, where there is one; zeros for a chunk without a vector.
    ///
    /// - Throws: `corrupt` for a blob of another length.
    func append(to table: inout VectorTable?) throws {
        guard var given = table.take() else { return }
        defer { table = given }
        try append(toWhatIs: &given)
    }

    private func append(toWhatIs table: inout VectorTable) throws {
        guard let data else {
            table.append(Embedding(normalizing: [Float](repeating: 0, count: table.dimensions)))
            return
        }
        switch try Content(data, dimensions: table.dimensions, table.precision) {
        case .components(let embedding): table.append(embedding)
        case .code(let code): table.append(code)
        }
    }

    /// The vector, as near as its precision allows; nothing for a chunk without a vector.
    ///
    /// - Throws: `corrupt` for a blob of another length.
    func embedding(dimensions: Int, _ precision: VectorTable.Precision) throws -> Embedding? {
        guard let data else { return nil }
        switch try Content(data, dimensions: dimensions, precision) {
        case .components(let embedding): return embedding
        // The scale is gone with the length.
        case .code(let code): return Embedding(normalizing: code.components.map(Float.init))
        }
    }
}

/// What a blob says.
private enum Content {
    case components(Embedding)
    case code(VectorCode)

    init(_ data: Data, dimensions: Int, _ precision: VectorTable.Precision) throws {
        guard data.count == (precision == .int8 ? 4 + dimensions : 4 * dimensions) else {
            throw ExtractionError(.corrupt, "A vector in the search index has another length than its space; index the documents anew.")
        }
        self = data.withUnsafeBytes { bytes in
            switch precision {
            case .float32:
                .components(
                    Embedding(normalized: (0..<dimensions).map { bytes.loadUnaligned(fromByteOffset: $0 * 4, as: Float.self) }))
            case .int8:
                .code(
                    VectorCode(
                        components: bytes.dropFirst(4).map { Int8(bitPattern: $0) },
                        scale: Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)))))
            }
        }
    }
}
