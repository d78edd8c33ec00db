import ExtractionKit
import ExtractionTesting
import Foundation
import Testing

@Suite struct `A stored recognition` {
    @Test(
        arguments: [
            [.text("Only page")], [.blank, .text("After a blank"), .blank, .scan, .text("Grüße\n\nZwei Absätze")],
            [.text("One"), .corrupt, .text("Three")], [.blank, .blank],
        ] as [[MadeUpDocumentLoader.Page]])
    func `is written, read and turned back into the document it was made of`(pages: [MadeUpDocumentLoader.Page]) async throws {
        let document = try await read(pages)
        let stored = StoredRecognition(document)
        let decoded = try JSONDecoder().decode(StoredRecognition.self, from: JSONEncoder().encode(stored))
        #expect(decoded == stored)
        let back = decoded.document
        #expect(back.content == document.content)
        #expect(back.pages == document.pages)
        #expect(back.pageCount == pages.count)
        #expect(back.failures.map(\.page) == document.failures.map(\.page))
        #expect(back.failures.map(\.error.description) == document.failures.map(\.error.description))
    }

    @Test func `has spans that point into the whole document`() async throws {
        let document = try await read([.text("First"), .text("Second")])
        let word = try #require(StoredRecognition(document).pages.last?.layout.words.first)
        #expect(document.text(of: word.span) == "Second")
    }

    @Test(arguments: ["1-", "1-3,7", "2"]) func `has a key that is written and read`(pages: String) throws {
        let document = Document(bytes: [1], filename: "a")
        let request = try ReadRequest(document: document, pages: PageSelection(pages))
        let key = RecognitionKey(request, reader: PluginIdentity(id: "reader", version: "1", settings: "+auto"))
        #expect(key.sha256 == document.sha256)
        #expect(try JSONDecoder().decode(RecognitionKey.self, from: JSONEncoder().encode(key)) == key)
    }

    private func read(_ pages: [MadeUpDocumentLoader.Page]) async throws -> ReadDocument {
        let reader = PageByPageReader(loader: MadeUpDocumentLoader(pages: pages), ocr: .reading("Scanned words"), dpi: 50)
        return try await reader.withPages(of: ReadRequest(document: Document(bytes: Array("%PDF-1.7".utf8), filename: "a.pdf"))) { pages in
            var outcomes: [PageOutcome] = []
            for try await outcome in pages { outcomes.append(outcome) }
            return ReadDocument(pageCount: pages.pageCount, outcomes: outcomes)
        }
    }
}
