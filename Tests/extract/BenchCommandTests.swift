import Foundation
import Testing

@Suite struct `The bench command` {
    @Test func `writes a baseline, passes against it, and fails against a better one`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let baseline = folder.appending(path: "baseline.json").path
        let arguments = ["bench", "{fixtures}", "--tag", "garbled-text-layer", "--baseline", baseline]
        let written = try await Program.run(arguments + ["--update-baseline", "--report", folder.appending(path: "report").path])
        #expect(written.status == 0, "\(written.errors)")
        #expect(written.output.contains("Bag-of-words F1"))
        #expect(FileManager.default.fileExists(atPath: folder.appending(path: "report/report.html").path))
        let rerun = try await Program.run(arguments + ["--json"])
        #expect(rerun.status == 0, "\(rerun.errors)")
        #expect(rerun.errors.contains("no regression"))
        _ = try JSONSerialization.jsonObject(with: Data(rerun.output.utf8))
        let text = try String(contentsOfFile: baseline, encoding: .utf8)
        let better = text.replacing("\"routing_error_rate\":[0,", with: "\"routing_error_rate\":[-1,")
        #expect(better != text)
        try better.write(toFile: baseline, atomically: true, encoding: .utf8)
        let worse = try await Program.run(arguments)
        #expect(worse.status == 1)
        #expect(worse.errors.contains("REGRESSION  tesseract × rules: Routing errors"))
    }

    @Test func `fails on a drop that is more than luck, naming metrics, fields and documents, and not on a rerun`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "gate-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let baseline = folder.appending(path: "baseline.json").path
        // A file of the engine's name is judged in its place: the same pages, drawn too small to be read well.
        let worse = folder.appending(path: "tesseract.yaml")
        try "ocr: {id: tesseract}\nrouting: ocr\ndpi: 60\n".write(to: worse, atomically: true, encoding: .utf8)
        let arguments = [
            "bench", "{fixtures}", "--tag", "month-name", "--tag", "digital", "--limit", "3", "--jobs", "2", "--baseline", baseline,
        ]
        let written = try await Program.run(arguments + ["--update-baseline"])
        #expect(written.status == 0, "\(written.errors)")
        let rerun = try await Program.run(arguments)
        #expect(rerun.status == 0, "\(rerun.errors)")
        #expect(rerun.errors.contains("no regression"))
        #expect(!rerun.errors.contains("->"))
        let planted = try await Program.run(arguments + ["--ocr", worse.path])
        #expect(planted.status == 1, "\(planted.errors)")
        #expect(planted.errors.contains("REGRESSION  tesseract × rules: Field F1, normalised"))
        #expect(planted.errors.contains("worse: fixtures/"))
        #expect(planted.errors.contains("Fields that moved:"))
        #expect(planted.errors.contains("Other versions or settings than the baseline's:"))
        let accepted = try await Program.run(arguments + ["--ocr", worse.path, "--update-baseline"])
        #expect(accepted.status == 0)
        #expect(try await Program.run(arguments + ["--ocr", worse.path]).status == 0)
    }

    @Test func `compares chunkers, and refuses what isn't one`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "chunkers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let small = folder.appending(path: "small.yaml")
        try "chunker:\n  id: paragraphs\n  settings:\n    maximum_length: 80\nembedder:\n  id: hashing\n"
            .write(to: small, atomically: true, encoding: .utf8)
        let arguments = ["bench", "{fixtures}", "--tag", "two-column", "--chunker", "paragraphs", "--chunker", small.path]
        let outcome = try await Program.run(arguments + ["--json"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let run = try #require(JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        let chunkings = try #require(run["chunkings"] as? [[String: Any]])
        #expect(chunkings.map { $0["chunker"] as? String } == ["paragraphs", "small"])
        #expect(chunkings.map { $0["embedding"] != nil } == [false, true])
        func value(_ index: Int, _ metric: String) -> Double? {
            ((chunkings[index]["metrics"] as? [String: Any])?[metric] as? [String: Any])?["estimate"] as? Double
        }
        #expect([0, 1].map { value($0, "chunk_coverage") } == [1, 1])
        #expect(try #require(value(1, "chunks")) > #require(value(0, "chunks")))
        #expect(try #require(value(1, "chunk_length_mean")) < 80)
        #expect(try #require(value(1, "chunk_sentence_cuts")) > #require(value(0, "chunk_sentence_cuts")))
        try "chunker:\n  id: paragraph\n".write(to: small, atomically: true, encoding: .utf8)
        let unknown = try await Program.run(arguments)
        #expect(unknown.status == 2)
        #expect(unknown.errors.contains("registered: fixed, layout, paragraphs, recursive, semantic, sentences, tokens"))
    }

    @Test(arguments: [
        ["bench"], ["bench", "{fixtures}", "--update-baseline"], ["bench", "{fixtures}", "--tag", "no-such-tag"],
        ["bench", "{fixtures}", "--ocr", "tesseract", "--ocr", "tesseract"], ["bench", "{fixtures}", "--ocr", "nonsense"],
        ["bench", "{fixtures}", "--limit", "0"],
    ])
    func `says wrong usage with status 2`(arguments: [String]) async throws {
        let outcome = try await Program.run(arguments)
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
    }
}
