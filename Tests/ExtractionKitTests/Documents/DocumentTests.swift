import ExtractionKit
import Foundation
import Testing

@Suite struct `A media type` {
    @Test(
        arguments: [
            ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png), ([0xFF, 0xD8, 0xFF, 0xE0], .jpeg),
            ([0x49, 0x49, 0x2A, 0x00], .tiff), ([0x4D, 0x4D, 0x00, 0x2A], .tiff), (Array("GIF89a".utf8), .gif),
            (Array("RIFF\0\0\0\0WEBPVP8 ".utf8), .webp), (Array("%PDF-1.7".utf8), .pdf), (Array("junk before %PDF-1.4".utf8), .pdf),
            ([0x42, 0x4D, 0x9A, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0], .bmp), (Array("BM is not a bitmap at all".utf8), .unknown),
            (Array("<svg xmlns=".utf8), .unknown), ([], .unknown), (Array("RIFF\0\0\0\0WAVE".utf8), .unknown),
        ] as [([UInt8], MediaType)])
    func `is what the first bytes show`(bytes: [UInt8], expected: MediaType) {
        #expect(MediaType.sniffed(from: bytes) == expected)
    }

    @Test func `of a PDF may be announced late but not too late`() {
        let marker = Array("%PDF-1.4".utf8)
        #expect(MediaType.sniffed(from: [UInt8](repeating: 32, count: 1_000) + marker) == .pdf)
        #expect(MediaType.sniffed(from: [UInt8](repeating: 32, count: 1_024) + marker) == .unknown)
    }
}

@Suite struct `A document` {
    @Test func `has the published digest of its content`() {
        // FIPS 180-4's example for "abc".
        let document = Document(bytes: Array("abc".utf8), filename: "a")
        #expect(document.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(document.id == "ba7816bf8f01cfea")
    }

    @Test(arguments: [
        ("invoice.pdf", "invoice.pdf"), ("../../etc/passwd", "passwd"), (#"C:\scans\a.tif"#, "a.tif"), ("a\u{202E}fdp.exe", "afdp.exe"),
        ("line\nbreak\u{7}.pdf", "linebreak.pdf"), ("", "document"), ("/", "document"),
        (String(repeating: "é", count: 200), String(repeating: "é", count: 127)),
    ])
    func `keeps a name that is safe to show`(given: String, kept: String) {
        #expect(Document(bytes: [1], filename: given).filename == kept)
    }

    @Test func `that can't be read says so without its path`() {
        let error = #expect(throws: ExtractionError.self) { try Document(contentsOfFile: "/nowhere/secret-folder/a.pdf") }
        #expect(error?.code == .fileUnreadable)
        #expect(error.map { !$0.description.contains("secret-folder") } == true)
    }

    @Test func `above the limit is refused`() throws {
        let path = NSTemporaryDirectory() + "extraction-kit-\(UUID().uuidString)"
        try Data(repeating: 1, count: 100).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        var limits = DocumentLimits()
        limits.bytes = 99
        #expect(throws: ExtractionError.self) { try Document(contentsOfFile: path, limits: limits) }
        limits.bytes = 100
        #expect(try Document(contentsOfFile: path, limits: limits).bytes.count == 100)
    }
}

@Suite struct `A secret` {
    @Test func `never shows`() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(["key": secret], to: &dumped)
        for shown in ["\(secret)", String(describing: secret), String(reflecting: secret), String(describing: Optional(secret)), dumped] {
            #expect(!shown.contains("hunter2"))
            #expect(shown.contains("<redacted>") || shown == dumped)
        }
        #expect(secret.reveal() == "hunter2")
    }
}

@Suite struct `A page selection` {
    @Test(
        arguments: [
            ("1", 5, [1]), ("1-3", 5, [1, 2, 3]), ("4-", 5, [4, 5]), ("2,1,2-3", 5, [1, 2, 3]), ("3-99", 5, [3, 4, 5]),
        ] as [(String, Int, [Int])])
    func `gives each page once, in order`(text: String, count: Int, expected: [Int]) throws {
        #expect(try PageSelection(text).pages(of: count) == expected)
    }

    @Test(arguments: ["", "0", "-3", "3-1", "a", "1,,2", "1-2-3", "99999999999999999999"])
    func `that can't be read is refused`(text: String) {
        let error = #expect(throws: ExtractionError.self) { try PageSelection(text) }
        #expect(error?.code == .invalidRequest)
    }

    @Test(
        arguments: [("6", 5, 10, .pageOutOfRange), ("1-", 11, 10, .tooManyPages), ("1-3", 5, 2, .tooManyPages)]
            as [(String, Int, Int, ExtractionError.Code)])
    func `that the document can't meet is refused`(text: String, count: Int, limit: Int, code: ExtractionError.Code) {
        let error = #expect(throws: ExtractionError.self) { try PageSelection(text).pages(of: count, limit: limit) }
        #expect(error?.code == code)
    }

    @Test func `reaches into a document that is longer than the limit`() throws {
        #expect(try PageSelection("1-3").pages(of: 5_000, limit: 3) == [1, 2, 3])
    }
}

@Suite struct `A raster` {
    @Test(arguments: [(0, 0, 0, 72.0), (2, 2, 3, 72.0), (2, 2, 4, 0), (2, 2, 4, .nan), (-1, -4, 4, 72), (.max, 2, 4, 72)])
    func `whose numbers disagree is refused`(width: Int, height: Int, count: Int, dpi: Double) {
        let error = #expect(throws: ExtractionError.self) {
            try Raster(width: width, height: height, pixels: [UInt8](repeating: 0, count: count), dpi: dpi)
        }
        #expect(error?.code == .invalidRaster)
    }

    @Test func `knows its ink on white, black and tinted paper`() throws {
        func ink(_ paper: UInt8, _ mark: UInt8) throws -> Double {
            var pixels = [UInt8](repeating: paper, count: 10_000)
            for index in 0..<100 { pixels[index] = mark }
            return try Raster(width: 100, height: 100, pixels: pixels, dpi: 72).inkCoverage
        }
        #expect(try ink(255, 0) == 0.01)
        #expect(try ink(0, 255) == 0.01)
        #expect(try ink(200, 40) == 0.01)
        #expect(try ink(250, 230) == 0)
    }
}
