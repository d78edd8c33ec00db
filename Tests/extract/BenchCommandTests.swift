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
