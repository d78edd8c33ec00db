import FaultServer
import Foundation
import Testing

@Suite final class `The bench of retrieval` {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "retrieval-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func write(_ text: String, to name: String) throws -> String {
        let file = folder.appending(path: name)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    private static let question =
        #"{"id":"%","document":"letter-en-gb","form":"literal","question":"What has turned to varnish?","passage":"the oil has turned to varnish"}"#

    @Test func `compares chunkers, indexes and parts, writes a report, and holds the run against a baseline`() async throws {
        let report = folder.appending(path: "report").path, baseline = folder.appending(path: "baseline.json").path
        // Every eighth question is enough to see that everything is there.
        let all = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: Program.fixtures + "/retrieval/questions.json")))
        let some = try #require(all as? [[String: String]]).enumerated().filter { $0.offset % 8 == 0 }.map(\.element)
        let questions = try write(String(decoding: JSONSerialization.data(withJSONObject: some), as: UTF8.self), to: "some.json")
        let arguments = ["bench", "retrieval", "{fixtures}/retrieval", "--questions", questions, "--baseline", baseline]
        let first = try await Program.run(
            arguments + [
                "--chunker", "layout", "--chunker", "fixed", "--chunk-length", "400", "--index", "memory", "--index", "sqlite", "--report",
                report, "--update-baseline", "--json",
            ])
        #expect(first.status == 0, "\(first.errors)")
        let run = try #require(JSONSerialization.jsonObject(with: Data(first.output.utf8)) as? [String: Any])
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(results.count == 2 * 2 * 3 && run["questions"] as? Int == some.count && some.count > 20)
        func gain(_ index: Int) throws -> Double {
            try #require(((results[index]["metrics"] as? [String: Any])?["ndcg_at_10"] as? [String: Any])?["estimate"] as? Double)
        }
        // By words both kinds of index rank alike.
        #expect(try abs(gain(0) - gain(1)) < 0.01 && gain(0) > 0.5)
        for name in ["report.html", "report.json", "rows.csv", "summary.md"] {
            #expect(FileManager.default.fileExists(atPath: "\(report)/\(name)"))
        }
        let text = try String(contentsOfFile: baseline, encoding: .utf8)
        let better = text.replacing(/"mrr":\[[0-9.]+,/, with: "\"mrr\":[99,")
        #expect(better != text)
        try better.write(toFile: baseline, atomically: true, encoding: .utf8)
        let worse = try await Program.run(arguments + ["--chunker", "fixed", "--chunk-length", "400", "--embedder", "none"])
        #expect(worse.status == 1, "\(worse.errors)")
        #expect(worse.errors.contains("REGRESSION  fixed × memory: words: MRR") && worse.output.contains("nDCG@10"))
    }

    @Test func `reads documents that aren't text, and takes questions from another folder`() async throws {
        let questions = try write("[\(Self.question)]", to: "asked.json")
        let outcome = try await Program.run("bench", "retrieval", "--questions", questions, "{fixtures}/prose", "--embedder", "none")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("1 questions on 1 documents") && outcome.output.contains("100.0 [100.0, 100.0]"))
        let lost = try write("[\(Self.question.replacing("varnish\"}", with: "butter\"}"))]", to: "lost.json")
        let refused = try await Program.run("bench", "retrieval", "--questions", lost, "{fixtures}/prose")
        #expect(refused.status == 2 && refused.errors.contains("doesn't stand in its document"))
    }

    @Test func `stops at Ctrl-C, says where it was, and leaves no files`() async throws {
        // A service that doesn't answer: the program can't have ended before it is interrupted.
        let server = try FaultServer([.silent])
        defer { server.stop() }
        let config = try write(
            "embedder: {id: openai, settings: {connection: {endpoint: 'http://127.0.0.1:\(server.port)/v1', model: m}, dimensions: 8}}",
            to: "silent.yaml"
        )
        let temporary = folder.appending(path: "temporary")
        try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
        func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: temporary.path) }
        let (process, _, _, errors) = Program.process(
            ["bench", "retrieval", "{fixtures}/retrieval", "--index", "sqlite", "--embedder", config])
        process.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": temporary.path, "OPENAI_API_KEY": "k"]) { $1 }
        try process.run()
        while server.requests.isEmpty, process.isRunning { await Task.yield() }
        #expect(try !files().isEmpty)
        kill(process.processIdentifier, SIGINT)
        let said = await Program.text(of: errors)
        process.waitUntilExit()
        #expect(process.terminationStatus == 130 && said.contains("interrupted: layout"), "\(said)")
        #expect(try files().isEmpty)
    }

    @Test(arguments: [
        (["bench", "retrieval"], 2), (["bench", "retrieval", "/nowhere"], 3), (["bench", "retrieval", "{fixtures}/broken"], 3),
        (["bench", "retrieval", "{fixtures}/retrieval", "--update-baseline"], 2),
        (["bench", "retrieval", "{fixtures}/retrieval", "--chunk-length", "0"], 2),
        (["bench", "retrieval", "{fixtures}/retrieval", "--routing", "text"], 2),
        (["bench", "retrieval", "{fixtures}/retrieval", "--index", "cloud"], 2),
        (["bench", "retrieval", "{fixtures}/retrieval", "--chunker", "nonsense"], 2),
        (["bench", "retrieval", "{fixtures}/retrieval", "--embedder", "hashing", "--embedder", "hashing"], 2),
        (["bench", "retrieval", "{fixtures}/retrieval", "--baseline", "/nowhere.json"], 3),
    ])
    func `says what is wrong`(arguments: [String], status: Int) async throws {
        let outcome = try await Program.run(arguments)
        #expect(Int(outcome.status) == status, "\(outcome.errors)")
        #expect(outcome.output.isEmpty && !outcome.errors.isEmpty)
    }
}
