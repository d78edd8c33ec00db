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
        let peak = try #require(large.bytes())
        #expect(peak > size)
        let small = ResidentPeak()
        // Other tests hold memory too, now and then more than that.
        #expect(try #require(small.bytes()) < peak - size / 2)
        #expect(try #require(small.before) > size)
    }
}
