import ExtractionImages
import ExtractionKit
import Foundation
import RepositoryFiles
import Testing

@Suite struct `The pictures of the fixtures` {
    @Test(arguments: FixtureImages.sound.map(\.file) + FixtureImages.pixelLayouts + FixtureImages.scans)
    func `have ink`(file: String) async throws {
        let opened = try await OpenedPage(FixtureImages.document(file).bytes)
        #expect((0.005...0.3).contains(opened.raster.inkCoverage))
    }

    @Test(arguments: FixtureImages.broken)
    func `that are broken say how`(file: String, code: ExtractionError.Code) async throws {
        #expect(try await failure(FixtureImages.document(file).bytes) == code)
    }
}

/// Pictures of the repository's Fixtures.
enum FixtureImages {
    /// One of each format, with its number of pages.
    static let sound: [(file: String, pageCount: Int)] = [
        ("formats/format-alpha-png.png", 1), ("formats/format-cmyk-jpeg.jpg", 1), ("formats/format-bilevel-tiff.tiff", 2),
        ("formats/format-bmp.bmp", 1), ("formats/format-gif.gif", 1), ("formats/format-webp.webp", 1),
    ]

    static let pixelLayouts = [
        "formats/format-grey16-png.png", "formats/format-palette-png.png", "formats/format-png.png", "formats/format-jpeg.jpg",
        "formats/format-progressive-jpeg.jpg",
    ]

    /// One of each kind: turned, of 1-bit pixels, several frames, colour, grey.
    static let scans = [
        "scans/scan-coa-gummies-exif-rotated.jpg", "scans/scan-coa-isolate-fax.png", "scans/scan-invoice-en-us-two-frames.tiff",
        "scans/scan-letter-uneven-light.jpg", "scans/scan-invoice-de-de-100dpi.png",
    ]

    /// Files that must be refused, and with which code.
    static let broken: [(file: String, code: ExtractionError.Code)] = [
        ("broken/float.tiff", .unsupportedFeature), ("broken/truncated.png", .truncated), ("broken/truncated.jpg", .truncated),
        ("broken/wrong-crc.png", .corrupt), ("broken/huge-dimensions.png", .tooLarge), ("broken/zero-byte.png", .emptyDocument),
        ("broken/text-named-as.png", .unsupportedMediaType),
    ]

    static func document(_ file: String) throws -> Document {
        try Document(contentsOfFile: RepositoryFiles.fixture(file))
    }
}
