import ExtractionAsyncHTTPClient
import ExtractionKit
import ExtractionRemote
import Foundation
import RepositoryFiles

/// The judge of recorded requests: a program that answers as a service did and compares what it is asked with what the service's own
/// libraries ask.
final class Judge {
    private let process: Process
    let url: ServiceURL
    private let transport: AsyncHTTPTransport

    static var folder: URL? { RepositoryFiles.sharedFile("wire") }

    init(_ recordings: String, transport: AsyncHTTPTransport) throws {
        guard let folder = Self.folder else { throw ExtractionError(.missingResource, "There is no judge.") }
        let process = Process(), output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", folder.appending(path: "stub/stub.py").path, "--replay", folder.appending(path: "golden/\(recordings)").path,
            "--check", "--port", "0",
        ]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        self.process = process
        self.transport = transport
        var line = Data()
        while !line.contains(UInt8(ascii: "\n")) {
            let piece = output.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw ExtractionError(.engineFailure, "The judge didn't start.") }
            line += piece
        }
        let port = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace).compactMap {
            $0.split(separator: ":").last.flatMap { Int($0) }
        }
        guard let port = port.first else { throw ExtractionError(.engineFailure, "The judge didn't say where it listens.") }
        url = try ServiceURL("http://127.0.0.1:\(port)")
    }

    deinit { process.terminate() }

    /// Has the next request compared with this recording.
    func expect(_ name: String) async throws {
        let body = try JSONValue.object(["name": .string(name)]).encoded()
        _ = try await transport.send(
            HTTPRequest(.post, url.appending("__stub__/expect"), fields: ["Content-Type": "application/json"], body: body)
        ).collected(upTo: 1 << 20)
    }

    /// What it found, after which it ends: what is started by its name may stand before the judge, and a signal then doesn't reach it.
    func report() async throws -> (judged: Int, failed: Int, text: String, differences: [[String]]) {
        let answer = try await transport.send(HTTPRequest(.get, url.appending("__stub__/report"))).collected(upTo: 1 << 24)
        let report = try JSONValue(json: answer.body)
        _ = try? await transport.send(HTTPRequest(.post, url.appending("__stub__/stop"))).collected(upTo: 1 << 24)
        func number(_ name: String) -> Int { if case .number(let number)? = report[name] { Int("\(number)") ?? -1 } else { -1 } }
        let failures = (report["results"]?.array ?? []).filter { $0["errors"]?.array?.isEmpty == false }
        return try (
            number("judged"), number("failed"), String(decoding: JSONValue.array(failures).encoded(), as: UTF8.self),
            failures.map { ($0["errors"]?.array ?? []).compactMap(\.string) }
        )
    }
}
