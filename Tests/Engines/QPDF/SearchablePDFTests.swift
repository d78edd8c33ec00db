import ExtractionKit
import ExtractionQPDF
import ExtractionTesting
import Foundation
import Testing

@Suite struct `A searchable PDF` {
    @Test func `of an image has every word where it stands`() async throws {
        let words = [
            word("Grüße", Rect(x: 20, y: 20, width: 61, height: 14)), word("an:", Rect(x: 90, y: 20, width: 20, height: 14)),
            word("東京", Rect(x: 20, y: 50, width: 44, height: 20)), word("שלום", Rect(x: 20, y: 90, width: 50, height: 14)),
            word("😀", Rect(x: 20, y: 110, width: 14, height: 14)),
        ]
        let read = document([words[0...1], words[2...2], words[3...3], words[4...4]].map(Array.init), method: .ocr)
        let pdf = try await write(read, "%not a pdf", pages: [.scan])
        let found = try Poppler.words(in: pdf)
        // With places, Poppler gives characters from left to right; without, in their order.
        #expect(found.map(\.text) == words.map { $0.text == "שלום" ? String($0.text.reversed()) : $0.text })
        for (place, word) in zip(found, words) {
            let box = word.polygon.bounds
            #expect(abs(place.box.minX - box.minX) < 0.5 && abs(place.box.maxX - box.maxX) < 0.5, "\(word.text)")
            #expect(abs(place.box.minY - box.minY) < 0.5 && abs(place.box.maxY - box.maxY) < 0.5, "\(word.text)")
        }
        // Poppler marks the direction of the Hebrew word.
        let text = try Poppler.text(of: pdf).filter { !"\u{202B}\u{202C}".contains($0) }
        #expect(text.hasPrefix("Grüße an:\n東京\nשלום\n😀"))
    }

    @Test(arguments: [0, 90, 180, 270, -90]) func `of a PDF lays words over a page however it is turned`(rotation: Int) async throws {
        let read = document([[word("Here", Rect(x: 30, y: 40, width: 50, height: 12))]], method: .ocr, size: size(rotation))
        let pdf = try await write(read, Self.pdf("/Rotate \(rotation) /CropBox [10 20 210 320]", text: "(Visible) Tj"), pages: [.scan])
        let found = try Poppler.words(in: pdf)
        let place = try #require(found.first { $0.text == "Here" })
        let expected = [30.0, 40, 80, 52]
        for (side, other) in zip([place.box.minX, place.box.minY, place.box.maxX, place.box.maxY], expected) {
            #expect(abs(side - other) < 0.5)
        }
        // What was there before is still there.
        #expect(found.contains { $0.text == "Visible" })
    }

    @Test(arguments: [PageRoute.Method.textLayer, .service]) func `leaves a page alone that has text`(method: PageRoute.Method) async throws
    {
        let read = document(
            [[word("Twice", Rect(x: 30, y: 40, width: 50, height: 12))]], method: method, size: Size(width: 300, height: 400))
        let pdf = try await write(read, Self.pdf("", text: "(Twice) Tj"), pages: [.scan])
        #expect(try Poppler.words(in: pdf).map(\.text) == ["Twice"])
    }

    @Test func `is the same for the same document`() async throws {
        let read = document([[word("Same", Rect(x: 30, y: 40, width: 50, height: 12))]], method: .ocr)
        let first = try await write(read, "%not a pdf", pages: [.scan])
        #expect(try await write(read, "%not a pdf", pages: [.scan]) == first)
    }

    @Test func `can't be made of what isn't a document`() async throws {
        let read = document([[word("Lost", Rect(x: 30, y: 40, width: 50, height: 12))]], method: .ocr)
        for source in ["%PDF-1.7\nnothing", Self.pdf("", text: "", count: 2)] {
            let error = await #expect(throws: ExtractionError.self) { try await write(read, source, pages: [.scan]) }
            #expect(error?.code == .corrupt)
        }
        let failed = await #expect(throws: ExtractionError.self) { try await write(read, "%not a pdf", pages: [.corrupt]) }
        #expect(failed?.code == .corrupt)
    }

    private func write(_ read: ReadDocument, _ source: String, pages: [MadeUpDocumentLoader.Page]) async throws -> [UInt8] {
        let document = Document(bytes: Array(source.utf8), filename: "a")
        let loader = MadeUpDocumentLoader(pages: pages, mediaTypes: [document.mediaType])
        return try await SearchablePDFWriter().pdf(of: read, from: document, drawnBy: loader)
    }

    private func size(_ rotation: Int) -> Size {
        rotation % 180 == 0 ? Size(width: 200, height: 300) : Size(width: 300, height: 200)
    }

    private func word(_ text: String, _ box: Rect) -> TextWord { TextWord(text: text, polygon: Polygon(box)) }

    private func document(
        _ lines: [[TextWord]], method: PageRoute.Method, size: Size = Size(width: 595, height: 842)
    ) -> ReadDocument {
        var builder = LayoutBuilder()
        for line in lines { builder.addLine(line) }
        let route = PageRoute(method: method, reason: .image, signals: RoutingSignals())
        return ReadDocument(
            pageCount: 1, outcomes: [.read(ReadPage(page: Page(number: 1, size: size), route: route, layout: builder.finish()))])
    }

    /// A PDF of equal pages without a cross-reference table, which QPDF mends.
    private static func pdf(_ entries: String, text: String, count: Int = 1) -> String {
        let content = "BT /F 10 Tf 100 150 Td \(text) ET"
        let kids = Array(repeating: "3 0 R", count: 1) + (1..<max(2, count)).map { "\($0 + 5) 0 R" }.prefix(count - 1)
        let pages = (0..<count).map { index in
            """
            \(index == 0 ? 3 : index + 5) 0 obj
            << /Type /Page /Parent 2 0 R \(entries) /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>
            endobj
            """
        }
        return """
            %PDF-1.7
            1 0 obj
            << /Type /Catalog /Pages 2 0 R >>
            endobj
            2 0 obj
            << /Type /Pages /Count \(count) /MediaBox [0 0 300 400] /Kids [\(kids.joined(separator: " "))] >>
            endobj
            \(pages.joined(separator: "\n"))
            4 0 obj
            << /Length \(content.utf8.count) >>
            stream
            \(content)
            endstream
            endobj
            5 0 obj
            << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>
            endobj
            trailer
            << /Root 1 0 R >>
            """
    }
}

/// What Poppler's programs find in a PDF.
private enum Poppler {
    static func words(in pdf: [UInt8]) throws -> [(text: String, box: Rect)] {
        try run("-bbox", pdf).matches(of: /<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)<\/word>/).map { match in
            let sides = [match.1, match.2, match.3, match.4].compactMap { Double($0) }
            return (String(match.5), Rect(minX: sides[0], minY: sides[1], maxX: sides[2], maxY: sides[3]))
        }
    }

    static func text(of pdf: [UInt8]) throws -> String { try run("-raw", pdf) }

    private static func run(_ option: String, _ pdf: [UInt8]) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).pdf")
        try Data(pdf).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["pdftotext", "-cropbox", option, file.path, "-"]
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        // Poppler says what it doesn't like in a file.
        #expect(String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) == "")
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return text
    }
}
