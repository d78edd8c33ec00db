import ExtractionImages
import ExtractionKit
import Foundation
import Testing

/// The pictures of the repository's Fixtures, where they have been generated.
@Suite(.enabled(if: FixtureImages.exist)) struct `The fixture pictures` {
    @Test(arguments: FixtureImages.files(in: "formats") + FixtureImages.files(in: "scans"))
    func `have ink`(file: String) async throws {
        let opened = try await OpenedPage(Array(Data(contentsOf: URL(fileURLWithPath: file))))
        #expect((0.005...0.3).contains(opened.raster.inkCoverage))
    }

    @Test(
        arguments: [
            ("float.tiff", ExtractionError.Code.unsupportedFeature), ("truncated.png", .truncated), ("truncated.jpg", .truncated),
            ("wrong-crc.png", .corrupt), ("huge-dimensions.png", .tooLarge), ("zero-byte.png", .emptyDocument),
            ("text-named-as.png", .unsupportedMediaType),
        ])
    func `that are broken say how`(name: String, code: ExtractionError.Code) async throws {
        let file = FixtureImages.folder.appendingPathComponent("broken/\(name)")
        #expect(await failure(Array(try Data(contentsOf: file))) == code)
    }
}

enum FixtureImages {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures")

    static var exist: Bool { FileManager.default.fileExists(atPath: folder.appendingPathComponent("broken/float.tiff").path) }

    static func files(in name: String) -> [String] {
        let place = folder.appendingPathComponent(name)
        let kinds: Set = ["png", "jpg", "tiff", "bmp", "gif", "webp"]
        return ((try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? [])
            .filter { kinds.contains($0.split(separator: ".").last.map(String.init) ?? "") }
            .sorted().map { place.appendingPathComponent($0).path }
    }
}
