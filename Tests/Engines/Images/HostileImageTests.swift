import ExtractionImages
import ExtractionKit
import Foundation
import RepositoryFiles
import Testing

@Suite struct `A hostile image` {
    @Test func `without bytes is an empty document`() async {
        #expect(await failure([]) == .emptyDocument)
    }

    @Test(arguments: [Array("%PDF-1.4".utf8), Array("<svg>".utf8), [0]])
    func `of another kind is refused`(bytes: [UInt8]) async {
        #expect(await failure(bytes) == .unsupportedMediaType)
    }

    @Test(arguments: SampleImage.all.filter { $0.testDescription != "GIF, several frames" })
    func `that ends early is an error at every length`(sample: SampleImage) async throws {
        let bytes = sample.bytes
        // What follows the last pixel isn't missed: padding, a trailer, bytes behind the end of the image, a TIFF's directory.
        for length in stride(from: 20, to: bytes.count - 24, by: max(1, bytes.count / 24)) {
            let code = await failure(Array(bytes.prefix(length)))
            #expect([.truncated, .corrupt].contains(code), "\(length) of \(bytes.count) bytes")
        }
    }

    @Test(arguments: [SampleImage.jpeg[0], SampleImage.jpeg[3], SampleImage.png[0]])
    func `without its end mark is truncated`(sample: SampleImage) async {
        let mark = sample.testDescription.hasPrefix("PNG") ? 12 : 2
        #expect(await failure(sample.bytes.dropLast(mark)) == .truncated)
    }

    @Test func `of which an end mark hides the missing rows is truncated`() async throws {
        let picture = Picture(width: 400, height: 400, block: (100, 300))
        let bytes = JPEGWriter(picture, channels: 3).bytes()
        #expect(await failure(bytes.prefix(bytes.count * 3 / 4) + [0xFF, 0xD9]) == .truncated)
    }

    @Test(arguments: SampleImage.all)
    func `with any byte changed gives a raster or a typed error`(sample: SampleImage) async throws {
        var limits = DocumentLimits()
        limits.pixels = 100_000
        // The same changes at every run.
        var state: UInt64 = 2_026
        for position in stride(from: 8, to: sample.bytes.count, by: max(1, sample.bytes.count / 40)) {
            var bytes = sample.bytes
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            bytes[position] = UInt8(truncatingIfNeeded: state >> 56)
            do {
                _ = try await OpenedPage(bytes, limits: limits)
            } catch {
                #expect(error is ExtractionError, "byte \(position) as \(bytes[position])")
            }
        }
    }

    @Test func `with a header of 60,000 x 60,000 is refused before it is decoded`() async {
        let png = PNGWriter(width: 60_000, height: 60_000, rows: [[0]]).bytes()
        let tiff = TIFFWriter(frames: [.init(width: 60_000, height: 60_000, data: [0])]).bytes()
        let bitmap = BitmapWriter(width: 60_000, height: 60_000, depth: 24, data: [0]).bytes()
        let gif = GIFWriter(width: 60_000, height: 60_000, indices: [0]).bytes()
        var jpeg = with(JPEGWriter(Picture())) { $0.isProgressive = true }.bytes()
        if let frame = jpeg.indices.dropLast().first(where: { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC2 }) {
            jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0xEA, 0x60, 0xEA, 0x60])
        }
        // Decoding would find them corrupt: none has the pixels that it claims.
        for bytes in [png, tiff, bitmap, gif, jpeg] { #expect(await failure(bytes) == .tooLarge) }
    }

    @Test func `that is a JPEG beyond the limit is scaled down, and refused where it would become unreadable`() async throws {
        let picture = Picture(width: 800, height: 480, block: (320, 160))
        var writer = JPEGWriter(picture)
        writer.dpi = 300
        var limits = DocumentLimits()
        limits.pixels = 30_000
        let opened = try await OpenedPage(writer.bytes(), limits: limits)
        #expect(opened.raster.width == 200)
        #expect(opened.raster.height == 120)
        #expect(opened.raster.dpi == 75)
        #expect(opened.raster.grey(2, 2) < 20)
        #expect(opened.raster.grey(197, 117) > 235)
        #expect(abs(opened.raster.toPage(Point(x: 200, y: 120)).x - 192) < 1e-9)
        #expect(opened.page.size == Size(width: 192, height: 115.2))
        limits.pixels = 5_000
        #expect(await failure(writer.bytes(), limits: limits) == .tooLarge)
    }

    @Test(arguments: [3, 6])
    func `of floating point samples is refused`(format: Int) async {
        var frame = TIFFWriter.Frame(Picture(), bits: 32, ink: [0, 0, 0, 0], paper: [0, 0, 128, 63])
        frame.fields = [(339, format)]
        #expect(await failure(TIFFWriter(frames: [frame]).bytes()) == .unsupportedFeature)
    }

    @Test func `whose pages run in a circle is corrupt`() async {
        let frame = TIFFWriter.Frame(Picture(), ink: [0], paper: [255])
        #expect(await failure(TIFFWriter(frames: [frame, frame], loopsTo: 0).bytes()) == .corrupt)
    }

    @Test func `whose colour data is damaged is corrupt, not half a page`() async throws {
        var bytes = LeptonicaWriter(depth: 32).tiff(LeptonicaWriter.zip)
        for position in 12..<40 { bytes[position] = 0xFF }
        #expect(await failure(bytes) == .corrupt)
    }

    @Test func `must be ready by its deadline`() async throws {
        await #expect { try await OpenedPage(SampleImage.png[0].bytes, deadline: .after(seconds: 0)) } throws: {
            ($0 as? ExtractionError)?.code == .deadlineExceeded
        }
        let late = LoadRequest(document: Document(bytes: SampleImage.png[0].bytes, filename: "a"), deadline: .after(seconds: 0))
        await #expect { try await ImageDocumentLoader().withDocument(late) { $0.pageCount } } throws: {
            ($0 as? ExtractionError)?.code == .deadlineExceeded
        }
    }

    @Test(.enabled(if: !CollectedImages.files.isEmpty), .timeLimit(.minutes(30)), arguments: CollectedImages.files)
    func `that was collected gives a raster or a typed error`(file: String) async throws {
        do {
            let opened = try await OpenedPage(Array(Data(contentsOf: URL(fileURLWithPath: file))))
            #expect(opened.raster.width > 0)
        } catch {
            #expect(error is ExtractionError)
        }
    }

    private func with<Value>(_ value: Value, _ change: (inout Value) -> Void) -> Value {
        var value = value
        change(&value)
        return value
    }
}

/// Damaged and odd images collected elsewhere, where the shared folder is at hand.
enum CollectedImages {
    static let files: [String] = {
        guard let folder = RepositoryFiles.shared("hostile") else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let kinds: Set = ["png", "jpg", "tif", "tiff", "gif", "bmp", "webp", "j2k", "jp2"]
        return names.filter { name in name.split(separator: ".").last.map { kinds.contains(String($0)) } ?? false }
            .sorted().map { folder.appendingPathComponent($0).path }
    }()
}
