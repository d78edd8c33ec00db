import ExtractionKit
import ExtractionTesting
import Foundation
import Testing

@Suite struct `A blob store in memory` {
    @Test func `keeps its contract`() async throws {
        try await BlobStoreConformance(InMemoryBlobStore()).check()
    }

    @Test func `that gives back other bytes breaks the contract`() async {
        await #expect(throws: ConformanceFailure.self) { try await BlobStoreConformance(TrimmingBlobStore()).check() }
    }
}

@Suite struct `A blob id` {
    @Test func `is the SHA-256 of the bytes, as a document's is`() {
        let bytes = Array("abc".utf8)
        // FIPS 180-4, appendix B.1 of its earlier edition.
        #expect(BlobID(of: bytes).rawValue == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(BlobID(of: bytes).rawValue == Document(bytes: bytes, filename: "a").sha256)
    }

    @Test func `is written as a string and read back`() throws {
        let id = BlobID(of: [1, 2, 3])
        let json = try JSONEncoder().encode([id])
        #expect(String(decoding: json, as: UTF8.self) == "[\"\(id)\"]")
        #expect(try JSONDecoder().decode([BlobID].self, from: json) == [id])
    }

    @Test(arguments: [
        "", "../../etc/passwd", String(repeating: "a", count: 63), String(repeating: "A", count: 64), String(repeating: "٣", count: 32),
    ])
    func `is nothing but 64 digits`(text: String) {
        #expect(BlobID(rawValue: text) == nil)
        let json = Data("[\"\(text)\"]".utf8)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([BlobID].self, from: json) }
    }
}

private struct TrimmingBlobStore: BlobStore {
    let inner = InMemoryBlobStore()
    func store(_ bytes: [UInt8]) async throws -> BlobID { try await inner.store(bytes) }
    func bytes(of id: BlobID) async throws -> [UInt8] { try await Array(inner.bytes(of: id).drop { $0 == 0 }) }
    func remove(_ id: BlobID) async throws { try await inner.remove(id) }
}
