import ExtractionImages
import ExtractionKit
import ExtractionTesting
import Testing

@Suite struct `An image loader` {
    @Test func `keeps the contract of a document loader`() async throws {
        try await DocumentLoaderConformance(
            ImageDocumentLoader(),
            samples: FixtureImages.sound.map { try .init(FixtureImages.document($0), pageCount: $1) },
            damages: FixtureImages.broken.map { try .init(FixtureImages.document($0), throws: [$1]) }
        ).check()
    }

    @Test(arguments: SampleImage.all)
    func `shows the picture upright and grey, whatever the file`(sample: SampleImage) async throws {
        let opened = try await OpenedPage(sample.bytes)
        #expect(opened.pageCount == 1)
        #expect(opened.raster.shows(Picture()))
    }

    @Test(arguments: 1...8)
    func `turns every orientation of Exif upright`(orientation: Int) async throws {
        for isBigEndian in [false, true] {
            let stored = Picture().stored(as: orientation)
            let samples = stored.ink.map { $0 ? UInt8(0) : 255 }
            var jpeg = JPEGWriter(width: stored.width, height: stored.height, samples: samples)
            jpeg.exif = exifBlock(orientation: orientation, bigEndian: isBigEndian)
            let png = PNGWriter(
                width: stored.width, height: stored.height,
                rows: (0..<stored.height).map { Array(samples[$0 * stored.width..<($0 + 1) * stored.width]) },
                chunks: [("eXIf", jpeg.exif)])
            for bytes in [jpeg.bytes(), png.bytes()] {
                let opened = try await OpenedPage(bytes)
                #expect(opened.raster.shows(Picture()))
                #expect(opened.page.rotation == [0, 0, 180, 180, 270, 90, 90, 270][orientation - 1])
                #expect(opened.page.size.width > opened.page.size.height)
            }
        }
    }

    @Test(arguments: 1...8)
    func `turns every orientation of TIFF upright`(orientation: Int) async throws {
        let stored = Picture().stored(as: orientation)
        for samples in [1, 3] {
            let frame = TIFFWriter.Frame(
                width: stored.width, height: stored.height, samples: samples, photometric: samples == 1 ? 1 : 2,
                data: stored.ink.flatMap { Array(repeating: $0 ? 0 : 255, count: samples) }, fields: [(274, orientation)])
            let opened = try await OpenedPage(TIFFWriter(frames: [frame]).bytes())
            #expect(opened.raster.shows(Picture()))
        }
    }

    @Test func `turns a WebP upright`() async throws {
        let turned = Picture(width: 24, height: 40, block: (8, 16))
        let plain = LeptonicaWriter(picture: turned, depth: 32).webP()
        let exif = exifBlock(orientation: 8)
        let head: [UInt8] = Array("VP8X".utf8) + .number(10, bytes: 4) + .number(8, bytes: 4)
        let size: [UInt8] = .number(23, bytes: 3) + .number(39, bytes: 3)
        let tail: [UInt8] = Array("EXIF".utf8) + .number(exif.count, bytes: 4) + exif
        let body: [UInt8] = Array("WEBP".utf8) + head + size + plain.dropFirst(12) + tail
        let opened = try await OpenedPage(Array("RIFF".utf8) + .number(body.count, bytes: 4) + body)
        #expect(opened.page.rotation == 270)
        #expect(opened.raster.width == 40)
        #expect(opened.raster.grey(2, 21) < 20)
        #expect(opened.raster.grey(2, 2) > 235)
    }

    @Test func `ignores Exif that can't be read`() async throws {
        let block = exifBlock(orientation: 6)
        var broken = (0..<block.count).map { Array(block.prefix($0)) } + [exifBlock(orientation: 0), exifBlock(orientation: 9)]
        broken.append(Array("MM".utf8) + block.dropFirst(2))
        broken.append(Array(repeating: 0xFF, count: 64))
        // The block without its last four bytes still has its orientation.
        for exif in broken where exif.count < block.count - 4 || exif.count > block.count - 1 {
            var writer = JPEGWriter(Picture())
            writer.exif = exif.isEmpty ? [0] : exif
            let opened = try await OpenedPage(writer.bytes())
            #expect(opened.raster.shows(Picture()))
        }
    }

    @Test func `keeps half tones`() async throws {
        let grey = try await OpenedPage(PNGWriter(Picture(), colourType: 0, ink: [100], paper: [200]).bytes())
        #expect(grey.raster.grey(0, 0) == 100)
        #expect(grey.raster.grey(39, 23) == 200)
        let deep = try await OpenedPage(PNGWriter(Picture(), depth: 16, colourType: 0, ink: [100, 0], paper: [200, 0]).bytes())
        #expect(abs(deep.raster.grey(0, 0) - 100) <= 1)
        let red = try await OpenedPage(PNGWriter(Picture(), colourType: 2, ink: [255, 0, 0], paper: [0, 255, 0]).bytes())
        #expect(abs(red.raster.grey(0, 0) - 76) <= 1)
        #expect(abs(red.raster.grey(39, 23) - 150) <= 1)
        let half = try await OpenedPage(PNGWriter(Picture(), colourType: 6, ink: [0, 0, 0, 128], paper: [9, 9, 9, 0]).bytes())
        #expect(abs(half.raster.grey(0, 0) - 127) <= 1)
        #expect(half.raster.grey(39, 23) == 255)
        let cmyk = try await OpenedPage(
            TIFFWriter(frames: [.init(Picture(), samples: 4, photometric: 5, ink: [255, 0, 0, 0], paper: [0, 0, 0, 0])]).bytes())
        #expect(abs(cmyk.raster.grey(0, 0) - 179) <= 2)
    }

    @Test func `gives every frame of a TIFF a page, but no thumbnail`() async throws {
        let page = TIFFWriter.Frame(Picture(), ink: [0], paper: [255])
        let small = Picture(width: 8, height: 8, block: (2, 2))
        let second = TIFFWriter.Frame(small, ink: [40], paper: [240])
        var thumbnail = second
        thumbnail.fields = [(254, 1)]
        let bytes = TIFFWriter(frames: [page, thumbnail, second]).bytes()
        let first = try await OpenedPage(bytes, page: 1)
        #expect(first.pageCount == 2)
        #expect(first.raster.shows(Picture()))
        let last = try await OpenedPage(bytes, page: 2)
        #expect(last.page.number == 2)
        #expect(last.raster.width == 8)
        #expect(last.raster.grey(0, 0) == 40)
        #expect(last.raster.grey(7, 7) == 240)
        await #expect { try await OpenedPage(bytes, page: 3) } throws: { ($0 as? ExtractionError)?.code == .pageOutOfRange }
        await #expect { try await OpenedPage(bytes, page: 0) } throws: { ($0 as? ExtractionError)?.code == .pageOutOfRange }
    }

    @Test func `makes the pixels of a fax square`() async throws {
        var png = PNGWriter(Picture(), colourType: 0, ink: [0], paper: [255])
        png.chunks = [("pHYs", .number(8_031, bytes: 4, bigEndian: true) + .number(3_858, bytes: 4, bigEndian: true) + [1])]
        let opened = try await OpenedPage(png.bytes())
        #expect(opened.raster.shows(Picture(height: 48, block: (16, 16))))
        #expect(abs(opened.raster.dpi - 204) < 0.1)
        #expect(abs(opened.page.size.height - 24 * 72 / 98) < 0.1)
    }

    @Test func `has no text layer`() async throws {
        let request = LoadRequest(document: Document(bytes: SampleImage.png[0].bytes, filename: "a.png"))
        let layer = try await ImageDocumentLoader().withDocument(request) { try await $0.textLayer(PageRequest(page: 1)) }
        #expect(layer == nil)
    }

    @Test func `says who it is and that it works`() async throws {
        let identity = try ImageDocumentLoader().identity
        #expect(identity.id == "images")
        for library in ["libpng", "libjpeg", "libtiff", "giflib", "libwebp", "leptonica"] { #expect(identity.version.contains(library)) }
        guard case .works(let what) = await ImageDocumentLoader.check(environment: PluginEnvironment()) else {
            Issue.record("The loader doesn't work here.")
            return
        }
        #expect(what.contains("TIFF"))
    }
}
