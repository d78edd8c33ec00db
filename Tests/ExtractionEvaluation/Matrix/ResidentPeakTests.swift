import Testing

@testable import ExtractionEvaluation

@Suite(.serialized) struct `The peak of memory` {
    /// Other tests take memory at the same time, so that only one of several tries must show it.
    @Test(.enabled(if: ResidentPeak().bytes() != nil, "The kernel's mark can't be set back here."))
    func `is that of a part of the run`() throws {
        let size = 256 << 20
        let isShown = try (0..<20).contains { _ in
            let large = ResidentPeak()
            do {
                let pages = [UInt8](repeating: 1, count: size)
                #expect(pages[size / 2] == 1)
            }
            let peak = try #require(large.bytes())
            #expect(peak > size)
            let small = ResidentPeak()
            #expect(try #require(small.before) > size)
            return try #require(small.bytes()) < peak - size / 2
        }
        #expect(isShown)
    }
}
