import ExtractionKit
import Foundation
import Testing

@Suite struct `A recognition that was kept by an earlier version` {
    /// As version 1 wrote it. It is never changed: what was paid for must stay readable.
    private static let first = #"""
        {"created_at":"2026-11-21T18:22:46.273Z","key":{"pages":{"ranges":[[1,9223372036854775807]]},"pixels":100000000,
        "reader":{"id":"page-by-page",
        "settings":"made-up 1+closure 1+geometric 4 0.8,1.3+auto,0.05,0.6,4.65,100,0.4,200,2e-05+50.0","version":"1"},
        "sha256":"57a07815e14ceebc319c18468c902e18f184260d0e8ad9c7f08c8f34a88b942d"},"milliseconds":11.13,
        "recognition":{"failures":[],"pageCount":1,"pages":[{"engine":{"id":"closure","settings":"","version":"1"},
        "isPartial":false,"layout":{"content":"none","lines":[{"polygon":[36,36,60,36,60,45.6,36,45.6],"span":{"length":4,
        "offset":0},"words":[0,1]}],"paragraphs":[{"lines":[0,1],"polygon":[36,36,60,36,60,45.6,36,45.6],"role":"body",
        "span":{"length":4,"offset":0}}],"tables":[],"words":[{"fontSize":9.600000000000001,
        "polygon":[36,36,60,36,60,45.6,36,45.6],"span":{"length":4,"offset":0}}]},"page":{"number":1,"rotation":0,
        "size":{"height":792,"width":612},"warnings":[]},"route":{"method":"ocr","reason":"implausible_words",
        "signals":{"characters":2690,"hidden_words":0,"image_coverage":0,"ink_coverage":0.1428577540106952,"letter_cost":4.725,
        "on_page_share":1,"outlined_shapes":0,"plausible_share":1,"scanned_share":0,"unmapped_share":0,"words":400}},
        "usage":{"calls":1,"completion_tokens":0,"cost":0,"pages":1,"prompt_tokens":0},"warnings":[]}]},"request_ids":[]}
        """#

    @Test func `is read, and gives the document that was recognised`() throws {
        let artifact = try JSONDecoder().decode(RecognitionArtifact.self, from: Data(Self.first.utf8))
        #expect(artifact.key.reader.id == "page-by-page")
        #expect(artifact.recognition.document.content == "none")
        #expect(artifact.usage == Usage(pages: 1, calls: 1))
        #expect(artifact.summary.pageCount == 1)
    }
}
