public import ExtractionKit

/// Checks a blob store against the contract of its role.
public struct BlobStoreConformance: Sendable {
    private let store: any BlobStore

    /// Creates a suite for a store. What it stores, it removes.
    public init(_ store: some BlobStore) { self.store = store }

    /// Runs every check.
    ///
    /// - Throws: ``ConformanceFailure`` with everything that was found.
    public func check() async throws {
        var conformance = Conformance(of: "The blob store")
        let contents: [[UInt8]] = [[], [0], Array(0...255), [UInt8](repeating: 0x0A, count: 1 << 20)]
        for content in contents {
            let size = "\(content.count) bytes"
            let id = try await store.store(content)
            conformance.expect(id == BlobID(of: content), "\(size): a blob should be named by its content")
            conformance.expect(try await store.bytes(of: id) == content, "\(size): a blob should be what was stored")
            conformance.expect(try await store.store(content) == id, "\(size): storing twice should give the same blob")
            conformance.expect(try await store.bytes(of: id) == content, "\(size): storing twice should change nothing")
            try await store.remove(id)
            await conformance.expectError([.notFound], when: "\(size): for a blob that was removed") {
                _ = try await store.bytes(of: id)
            }
            try await store.remove(id)
        }
        try await checkConcurrency(&conformance)
        try conformance.finish()
    }

    private func checkConcurrency(_ conformance: inout Conformance) async throws {
        let kept = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<64 {
                // Four tasks store the same bytes.
                let content = Array("blob \(number / 4)".utf8)
                group.addTask { [store] in try await store.bytes(of: store.store(content)) == content }
            }
            return try await group.reduce(true) { $0 && $1 }
        }
        conformance.expect(kept, "what 64 tasks store at once should be there")
        for number in 0..<16 { try await store.remove(BlobID(of: Array("blob \(number)".utf8))) }
    }
}
