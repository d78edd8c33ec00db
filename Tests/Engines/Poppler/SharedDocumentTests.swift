import ExtractionKit
import ExtractionPoppler
import Foundation
import RepositoryFiles
import Testing

@Suite(.enabled(if: RepositoryFiles.shared("hostile") != nil, "\(RepositoryFiles.sharedAreMissing)"))
struct `Every document of the shared hostile set` {
    @Test(.timeLimit(.minutes(30))) func `gets a result or a typed error`() async throws {
        let folder = try #require(RepositoryFiles.shared("hostile"))
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".pdf") }.sorted()
        #expect(!files.isEmpty)
        let loader = PopplerDocumentLoader()
        for (index, file) in files.enumerated() {
            do {
                let document = try Document(contentsOfFile: folder.appending(path: file).path)
                try await loader.withDocument(LoadRequest(document: document, deadline: .after(.seconds(5)))) { open in
                    for number in 1...min(3, open.pageCount) { try await read(number, of: open) }
                }
            } catch {
                #expect(error is ExtractionError, "file \(index + 1) of the sorted set")
            }
        }
    }

    private func read(_ number: Int, of open: any OpenDocument) async throws {
        let deadline = Deadline.after(.seconds(4))
        let page = try await open.page(PageRequest(page: number))
        let layer = try await open.textLayer(PageRequest(page: number, deadline: deadline))
        #expect(layer?.text.words.allSatisfy { !$0.text.isEmpty } == true)
        let raster = try await open.raster(RasterRequest(page: number, dpi: 72, deadline: deadline))
        let corner = raster.toPage(Point(x: Double(raster.width), y: Double(raster.height)))
        #expect(abs(corner.x - page.size.width) < 1e-3 * page.size.width)
    }
}
