import ExtractionImages
import ExtractionKit
import Testing

@Suite struct `An animation` {
    @Test(arguments: [1, 2, 5])
    func `shows its first picture and says how many there are`(count: Int) async throws {
        let gif = GIFWriter(width: 40, height: 24, indices: Picture().pixels { [$0 ? 0 : 1] }, frames: count)
        let webP = LeptonicaWriter(depth: 32).animatedWebP(frames: count)
        for bytes in [gif.bytes(), png(frames: count, startsWithPicture: true), webP] {
            let opened = try await OpenedPage(bytes)
            #expect(opened.pageCount == 1)
            #expect(opened.raster.shows(Picture()))
            #expect(opened.page.warnings.map(\.code) == (count == 1 ? [] : ["frames_ignored"]))
            #expect(opened.page.warnings.allSatisfy { $0.page == 1 && $0.message.contains(" \(count) ") })
        }
    }

    @Test func `of PNG may leave its picture out, which is read all the same`() async throws {
        let opened = try await OpenedPage(png(frames: 1, startsWithPicture: false))
        #expect(opened.raster.shows(Picture()))
        #expect(opened.page.warnings.map(\.code) == ["frames_ignored"])
    }

    @Test func `that breaks off after its first picture is read as far as it goes`() async throws {
        let gif = GIFWriter(width: 40, height: 24, indices: Picture().pixels { [$0 ? 0 : 1] }, frames: 3).bytes()
        let opened = try await OpenedPage(gif.dropLast(20))
        #expect(opened.raster.shows(Picture()))
        #expect(opened.page.warnings.map(\.code) == ["frames_ignored"])
    }

    /// The picture, with frames of a pixel after it.
    private func png(frames: Int, startsWithPicture: Bool) -> [UInt8] {
        func control(_ number: Int, _ width: Int, _ height: Int) -> [UInt8] {
            let numbers: [[UInt8]] = [number, width, height, 0, 0].map { .number($0, bytes: 4, bigEndian: true) }
            return numbers.flatMap { $0 } + [0, 1, 0, 10, 0, 0]
        }
        var writer = PNGWriter(Picture(), colourType: 0, ink: [0], paper: [255])
        writer.chunks = [("acTL", .number(frames, bytes: 4, bigEndian: true) + .number(0, bytes: 4))]
        if startsWithPicture { writer.chunks.append(("fcTL", control(0, 40, 24))) }
        var file = writer.bytes(ending: false)
        for frame in (startsWithPicture ? 1 : 0)..<frames {
            file += PNGWriter.chunk("fcTL", control(frame, 1, 1)) + PNGWriter.chunk("fdAT", .number(frame, bytes: 4) + [0])
        }
        return file + PNGWriter.chunk("IEND", [])
    }
}
