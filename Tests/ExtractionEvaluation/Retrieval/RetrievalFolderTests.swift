import ExtractionEvaluation
import ExtractionKit
import ExtractionTesting
import Foundation
import RepositoryFiles
import Testing

@Suite struct `A folder of questions` {
    /// Makes a folder with those files for the time of a closure.
    private func with<R>(_ files: [String: String], _ body: (String) async throws -> R) async throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(path: "questions-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        return try await body(folder.path)
    }

    private static func question(_ id: String = "q", document: String = "lease", passage: String = "Dogs are not allowed.") -> String {
        """
        {"id": "\(id)", "document": "\(document)", "form": "literal", "question": "Are dogs allowed?", "passage": "\(passage)"}
        """
    }

    @Test func `is read with its texts, and with what a reader reads`() async throws {
        let files = [
            "documents/lease.txt": "# Pets\n\nDogs are\nnot allowed.\u{c}Second page.", "documents/old/plan.pdf": "%PDF-1.4 made up",
            "asked.json": "[\(Self.question()), \(Self.question("r", document: "old/plan", passage: "The roof leaks."))]",
        ]
        try await with(files) { path in
            let folder = try RetrievalFolder(path: path + "/documents", questions: path + "/asked.json")
            #expect(folder.questions.map(\.id) == ["q", "r"] && folder.needsReader)
            let reader = PageByPageReader(
                loader: MadeUpDocumentLoader(pages: [.text("The roof leaks.")]), ocr: ClosureOCREngine { _ in PageText(lines: []) })
            let track = try await folder.track(reader: reader)
            #expect(track.documents["lease"]?.pages.count == 2)
            #expect(track.documents["old/plan"]?.content == "The roof leaks.")
            #expect(track.digests["old/plan"] == BlobID(of: Array("%PDF-1.4 made up".utf8)).rawValue)
            let error = await #expect(throws: ExtractionError.self) { try await folder.track() }
            #expect(error?.code == .invalidRequest && error?.message.contains("'old/plan'") == true)
        }
    }

    @Test func `needs no reader for texts alone`() async throws {
        let folder = try RetrievalFolder(path: RepositoryFiles.fixture("retrieval"))
        #expect(!folder.needsReader)
        #expect(try await folder.track().documents.count == 21)
    }

    @Test(arguments: [
        ("no JSON", "isn't valid JSON"), ("{}", "must be an array"), ("[]", "There must be from 1"), ("[7]", "'[0]' must be an object"),
        ("[{\"id\": \"q\"}]", "has no member 'document'"),
        ("[\(question().dropLast()), \"answer\": 4}]", "unknown member 'answer'"),
        ("[\(question(passage: "  "))]", "must not be blank"), ("[\(question()), \(question())]", "'[1]' has the 'id' of another"),
        ("[\(question(document: "none"))]", "'[0].document' names 'none.txt'"),
        ("[\(question(document: "../secret"))]", "must be a path inside of the folder"),
        ("[\(question(document: "/etc/hosts"))]", "must be a path inside of the folder"),
        ("[\(question(passage: String(repeating: "word ", count: 3_000)))]", "has more than 10000 bytes"),
    ])
    func `says what is wrong with its file`(questions: String, problem: String) async throws {
        try await with(["questions.json": questions, "lease.txt": "Dogs are not allowed."]) { path in
            let error = #expect(throws: ExtractionError.self) { try RetrievalFolder(path: path) }
            #expect(error?.code == .invalidDataset)
            #expect(error?.message.contains(problem) == true, "\(error?.message ?? "")")
        }
    }

    @Test func `says what isn't there`() async throws {
        let absent = #expect(throws: ExtractionError.self) { try RetrievalFolder(path: "/nowhere") }
        #expect(absent?.code == .fileUnreadable)
        try await with(["lease.txt": "Dogs are not allowed."]) { path in
            let error = #expect(throws: ExtractionError.self) { try RetrievalFolder(path: path) }
            #expect(error?.code == .invalidDataset && error?.message.contains("questions.json") == true)
        }
        try await with(["questions.json": "[\(Self.question())]", "lease.txt": String(repeating: "\u{c}", count: 20)]) { path in
            var limits = DocumentLimits()
            limits.pages = 10
            let error = await #expect(throws: ExtractionError.self) { try await RetrievalFolder(path: path).track(limits: limits) }
            #expect(error?.code == .invalidDataset && error?.message.contains("more than 10 pages") == true)
        }
    }
}
