import ExtractionKit
import ExtractionResultFormats
import Foundation
import RepositoryFiles
import Testing

private func files(_ folder: String, _ suffix: String) throws -> [URL] {
    let folder = try #require(RepositoryFiles.shared(folder))
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        .filter { $0.lastPathComponent.hasSuffix(suffix) }.sorted { $0.path < $1.path }
}

@Suite(.enabled(if: RepositoryFiles.shared("azure_di") != nil, "\(RepositoryFiles.sharedAreMissing)"))
struct `Every recorded result of the shared sets` {
    /// What a result holds.
    private struct Counts: Equatable {
        var pages = 0, words = 0, lines = 0, tables = 0, cells = 0, marks = 0
    }

    /// Counted from the JSON alone, without the parser's types.
    private func counts(_ json: [String: Any]) -> Counts {
        let analysis = json["analyzeResult"] as? [String: Any] ?? json
        func list(_ value: Any?) -> [[String: Any]] { value as? [[String: Any]] ?? [] }
        var counts = Counts()
        for page in list(analysis["readResults"]) {
            counts.pages += 1
            counts.lines += list(page["lines"]).count
            counts.words += list(page["lines"]).reduce(0) { $0 + list($1["words"]).count }
            counts.marks += list(page["selectionMarks"]).count
        }
        for table in list(analysis["pageResults"]).flatMap({ list($0["tables"]) }) {
            counts.tables += 1
            counts.cells += list(table["cells"]).count
            // Without text details the cells are all the text there is: each makes a line.
            for cell in list(table["cells"]) where (cell["elements"] as? [Any] ?? []).isEmpty {
                let words = (cell["text"] as? String ?? "").split(whereSeparator: \.isWhitespace).count
                counts.words += words
                counts.lines += words > 0 ? 1 : 0
            }
        }
        for page in list(analysis["pages"]) {
            counts.pages += 1
            counts.lines += list(page["lines"]).count
            counts.words += list(page["words"]).count
            counts.marks += list(page["selectionMarks"]).count
        }
        for table in list(analysis["tables"]) {
            counts.tables += 1
            counts.cells += list(table["cells"]).count
        }
        return counts
    }

    @Test func `of Azure has as many words, lines, tables and cells as its JSON`() throws {
        let files = try files("azure_di", ".azure.json")
        #expect(!files.isEmpty)
        for (index, file) in files.enumerated() {
            let data = try Data(contentsOf: file)
            let expected = try counts(#require(JSONSerialization.jsonObject(with: data) as? [String: Any]))
            let result = try RecordedFormat.azure.parser.result(of: Array(data))
            var found = Counts(pages: result.pages.count)
            for page in result.pages.map({ $0.inPoints() }) {
                found.words += page.layout.words.count
                found.lines += page.layout.lines.count
                found.tables += page.layout.tables.count
                found.cells += page.layout.tables.reduce(0) { $0 + $1.cells.count }
                found.marks += page.layout.selectionMarks.count
                #expect(page.layout.words.isEmpty == page.layout.lines.isEmpty)
                #expect(!page.layout.words.isEmpty || page.isPartial, "file \(index + 1) of the sorted set")
            }
            #expect(found == expected, "file \(index + 1) of the sorted set")
        }
    }

    @Test func `of Azure has the words of its cells in its cells`() throws {
        for (index, file) in try files("azure_di", ".azure.json").enumerated() {
            let data = try Data(contentsOf: file)
            let result = try RecordedFormat.azure.parser.result(of: Array(data))
            let json = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
            let analysis = json["analyzeResult"] as? [String: Any] ?? json
            let tables =
                (analysis["pageResults"] as? [[String: Any]] ?? []).flatMap { $0["tables"] as? [[String: Any]] ?? [] }
                + (analysis["tables"] as? [[String: Any]] ?? [])
            func letters(_ text: String) -> String { String(text.filter { $0.isLetter || $0.isNumber }.sorted()) }
            let expected = tables.flatMap { $0["cells"] as? [[String: Any]] ?? [] }.map { cell in
                letters(
                    (cell["text"] as? String ?? cell["content"] as? String ?? "")
                        .replacing(":unselected:", with: "").replacing(":selected:", with: ""))
            }
            let found = result.pages.flatMap { page in
                page.layout.tables.flatMap(\.cells).map { cell in
                    letters(cell.spans.map { page.layout.content[$0].map(String.init) ?? "" }.joined())
                }
            }
            #expect(found.sorted() == expected.sorted(), "file \(index + 1) of the sorted set")
        }
    }

    @Test func `of DeepSeek-OCR is read, or called degenerate`() throws {
        let files = try files("deepseek_raw", ".raw.txt")
        #expect(!files.isEmpty)
        for (index, file) in files.enumerated() {
            let result = try RecordedFormat.deepseek.parser.result(of: Array(Data(contentsOf: file)))
            for page in result.pages {
                let isDegenerate = page.warnings.contains { $0.code == "degenerate_output" }
                #expect(page.layout.words.count > 10 || isDegenerate, "file \(index + 1) of the sorted set")
                #expect(isDegenerate == page.isPartial)
            }
        }
    }
}
