import ExtractionImages
import ExtractionKit
import Testing

@Suite struct `The resolution of an image` {
    @Test func `is the declared one, in every format that can declare it`() async throws {
        var png = PNGWriter(Picture(), colourType: 0, ink: [0], paper: [255])
        png.chunks = [("pHYs", .number(5_906, bytes: 4, bigEndian: true) + .number(5_906, bytes: 4, bigEndian: true) + [1])]
        var jpeg = JPEGWriter(Picture())
        jpeg.dpi = 150
        for bytes in [png.bytes(), jpeg.bytes(), SampleImage.bitmap[0].bytes] {
            let opened = try await OpenedPage(bytes)
            let dpi = try #require(opened.page.imageDPI)
            #expect(abs(dpi - 150) < 0.1)
            #expect(abs(opened.page.size.width - 40 * 72 / 150) < 0.1)
            #expect(abs(opened.raster.dpi - 150) < 0.1)
            let corner = opened.raster.toPage(Point(x: 40, y: 24))
            #expect(abs(corner.x - opened.page.size.width) < 1e-9)
            #expect(abs(corner.y - opened.page.size.height) < 1e-9)
        }
    }

    @Test(arguments: [1, 29, 2_401, 65_535])
    func `is not believed when it can't be that of a scan`(dpi: Int) async throws {
        var jpeg = JPEGWriter(Picture())
        jpeg.dpi = dpi
        #expect(try await OpenedPage(jpeg.bytes()).page.imageDPI == 72)
    }

    @Test(arguments: [(40, 72), (1_169, 100), (3_507, 300), (6_000, 300)])
    func `is assumed by the longer side where none is declared`(width: Int, dpi: Double) async throws {
        let bytes = PNGWriter(width: width, height: 1, rows: [Array(repeating: 255, count: width)]).bytes()
        #expect(try await OpenedPage(bytes).page.imageDPI == dpi)
        #expect(try await OpenedPage(bytes, configuration: .init(assumedDPI: 200)).page.imageDPI == 200)
    }

    @Test(arguments: [0, 29.9, 2_401, .nan, .infinity])
    func `can't be assumed out of range`(dpi: Double) {
        #expect { try ImageDocumentLoader(configuration: .init(assumedDPI: dpi)) } throws: {
            ($0 as? ExtractionError)?.code == .invalidConfiguration
        }
    }
}
