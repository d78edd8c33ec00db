internal import ExtractionKit

/// A tenant's vectors in memory, for a server that can't compare them, as they were at one change of its documents.
struct VectorLibrary: Sendable {
    private(set) var generation = 0
    private(set) var table: VectorTable
    /// By row.
    private(set) var chunks: [ChunkPlace] = []
    /// By document, those without a vector too.
    private var rows: [Int: Range<Int>] = [:]
    private var live = RowSet(count: 0)
    private var liveCount = 0

    /// How many chunks are read at once.
    private static let batch = 4_096

    init(dimensions: Int) { table = VectorTable(dimensions: dimensions) }

    /// The memory that it takes.
    var bytes: Int { table.count * (table.bytesPerRow + MemoryLayout<ChunkPlace>.stride) }

    /// Reads what has changed.
    ///
    /// - Parameter generation: That of the documents as the connection's transaction sees them.
    mutating func follow(_ connection: PostgresConnection, _ tenant: TenantID, to generation: Int) throws {
        let sizes = try connection.execute("SELECT number, chunks FROM search_documents WHERE tenant_id = \(tenant) ORDER BY number").map {
            try (document: $0.next(Int.self), chunks: $0.next(Int.self))
        }
        let there = Set(sizes.map(\.document))
        let gone = rows.keys.filter { !there.contains($0) }
        let goneCount = gone.reduce(0) { $0 + (rows[$1]?.count ?? 0) }
        if chunks.count - liveCount + goneCount > max(1_024, liveCount - goneCount) {
            // What is gone outweighs what is there.
            self = VectorLibrary(dimensions: table.dimensions)
        } else {
            for document in gone {
                for row in rows.removeValue(forKey: document) ?? 0..<0 { live[row] = false }
            }
            liveCount -= goneCount
        }
        var batch: [Int] = []
        var size = 0
        for (document, count) in sizes where rows[document] == nil {
            rows[document] = 0..<0
            batch.append(document)
            size += count
            if size >= Self.batch {
                try read(batch, connection, tenant)
                batch = []
                size = 0
            }
        }
        if !batch.isEmpty { try read(batch, connection, tenant) }
        self.generation = generation
    }

    private mutating func read(_ documents: [Int], _ connection: PostgresConnection, _ tenant: TenantID) throws {
        let found = try connection.execute(
            """
            SELECT document, place, vector FROM search_vectors WHERE tenant_id = \(tenant) AND document = ANY(\(PostgresArray(documents)))
            ORDER BY document, place
            """
        ).rows
        for var row in found {
            let chunk = try ChunkPlace(document: row.next(), place: row.next())
            let components = try row.next(SingleArray.self).values
            guard components.count == table.dimensions else {
                throw ExtractionError(
                    .corrupt, "A vector in the search index has another length than its space; index the documents anew.")
            }
            let place = table.append(Embedding(normalized: components))
            chunks.append(chunk)
            live[place] = true
            liveCount += 1
            let start = rows[chunk.document].flatMap { $0.isEmpty ? nil : $0.lowerBound } ?? place
            rows[chunk.document] = start..<place + 1
        }
    }

    /// The rows of documents; `nil` for those of all.
    func rows(of documents: [Int]?) -> RowSet {
        guard let documents else { return live }
        var wanted = RowSet(count: chunks.count)
        for document in documents {
            for row in rows[document] ?? 0..<0 { wanted[row] = true }
        }
        return wanted
    }
}

/// The tenants whose vectors are in memory.
struct VectorLibraries: Sendable {
    private var libraries: [TenantID: (library: VectorLibrary, lastUse: UInt64)] = [:]
    private var uses: UInt64 = 0

    /// The library of a tenant, as far as it is known.
    mutating func library(of tenant: TenantID) -> VectorLibrary? {
        uses += 1
        libraries[tenant]?.lastUse = uses
        return libraries[tenant]?.library
    }

    /// Keeps a library, unless a later one is there, and forgets others beyond so many bytes.
    mutating func keep(_ library: VectorLibrary, of tenant: TenantID, within limit: Int) {
        guard libraries[tenant].map({ $0.library.generation < library.generation }) ?? true else { return }
        uses += 1
        libraries[tenant] = (library, uses)
        var bytes = libraries.values.reduce(0) { $0 + $1.library.bytes }
        for (other, kept) in libraries.sorted(by: { $0.value.lastUse < $1.value.lastUse }) where bytes > limit && other != tenant {
            bytes -= kept.library.bytes
            libraries[other] = nil
        }
    }
}

/// An array of numbers of single precision.
struct SingleArray: PostgresDecodable {
    var values: [Float]

    init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
        func number(_ offset: Int) -> UInt32 { UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) }
        // Dimensions, whether there are nulls, the elements' type; then length and first index of the one dimension.
        guard type == .float4Array, bytes.count >= 12, number(4) == 0, number(8) == PostgresType.float4.rawValue else { return nil }
        guard number(0) == 1, bytes.count >= 20, bytes.count == 20 + 8 * Int(number(12)) else { return nil }
        let count = Int(number(12))
        values = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            for index in 0..<count { buffer.initializeElement(at: index, to: Float(bitPattern: number(24 + 8 * index))) }
            initialized = count
        }
    }
}
