import Testing

@testable import ExtractionEvaluation

@Suite(.serialized) struct `The peak of memory` {
    @Test(.enabled(if: ResidentPeak().bytes() != nil, "The kernel's mark can't be set back here."))
    func `is that of a part of the run`() throws {
        let size = 256 << 20
        let large = ResidentPeak()
        do {
            let pages = [UInt8](repeating: 1, count: size)
            #expect(pages[size / 2] == 1)
        }
        #expect(try #require(large.bytes()) > size)
        let small = ResidentPeak()
        #expect(try #require(small.bytes()) < size)
        #expect(try #require(small.before) > size)
    }
}
