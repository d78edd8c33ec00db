import ExtractionKit
import ExtractionOpenVINO
import ExtractionTesting
import Foundation
import RepositoryFiles
import Testing

@testable import ExtractionMiniLM

/// sentence-transformers as `Examples/external-engines/install minilm` installs it: other code over the same weights.
private let referencePython: String? = {
    let environment = PluginEnvironment(variables: ProcessInfo.processInfo.environment)
    guard let folder = InstalledFolder.path("external-engines/minilm", environment: environment),
        FileManager.default.isExecutableFile(atPath: folder + "/python/bin/python")
    else {
        print("Skipping the comparison with sentence-transformers: it isn't installed; see Examples/external-engines.")
        return nil
    }
    return folder + "/python/bin/python"
}()

@Suite(.enabled(if: installedEmbedder != nil && referencePython != nil)) struct `A MiniLM embedder and the reference` {
    /// Every character of Unicode between letters, stretches of random ones, and the lines and texts of documents.
    private func texts() throws -> [String] {
        let scalars = (1...0x10FFFF).compactMap(Unicode.Scalar.init)
        var texts = stride(from: 0, to: scalars.count, by: 40).map { start in
            var text = String.UnicodeScalarView()
            for scalar in scalars[start..<min(start + 40, scalars.count)] { text += ["a", scalar, "b", " "] }
            return String(text)
        }
        var random = Lehmer()
        for _ in 0..<10_000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<random.next(60) {
                let limit = [0x7F, 0x7F, 0x24F, 0x2FFF, 0x1FFFF][random.next(5)]
                text.append(Unicode.Scalar(UInt32(random.next(limit) + 1)) ?? " ")
            }
            texts.append(String(text) + ["", "[SEP]", " [MASK]x", "##ing"][random.next(4)])
        }
        let shared = ["coa", "invoices", "sroie", "ocr_text"].compactMap(RepositoryFiles.shared)
        return try texts + lines(in: [URL(filePath: RepositoryFiles.fixture(""))] + shared)
    }

    /// The lines of all text files in folders, and the files' whole texts.
    private func lines(in folders: [URL]) throws -> [String] {
        var texts: [String] = []
        for folder in folders {
            let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
            while let file = files?.nextObject() as? URL {
                guard file.pathExtension == "txt" else { continue }
                let text = try String(contentsOf: file, encoding: .utf8)
                texts += text.split(separator: "\n").map(String.init) + [text]
            }
        }
        return texts
    }

    @Test func `cut every character and text into the same tokens`() async throws {
        let (same, count, different) = try await withOwnThread { try compareTokens() }
        print("MiniLM and the reference: \(same) of \(count) texts have the same tokens")
        #expect(count > 30_000)
        #expect(same == count, "\(different.prefix(5).map { $0.unicodeScalars.map { String($0.value, radix: 16) } })")
    }

    private func compareTokens() throws -> (same: Int, count: Int, different: [String]) {
        let tokenizer = try tokenizer(), texts = try texts()
        let expected: [[Int32]] = try answers(["tokens"], texts)
        guard expected.count == texts.count else { return (0, texts.count, []) }
        // The reference leaves out what is too long.
        let different = zip(texts, expected).filter { tokenizer.tokens(of: $0).prefix(254) != $1.dropFirst().dropLast() }.map(\.0)
        return (texts.count - different.count, texts.count, different)
    }

    /// The tolerance: a cosine distance of 0.001 with 16 bits, and of 0.000001 with 32.
    @Test(arguments: [(CompilationOptions.Precision.bfloat16, Float(0.001)), (.float32, 0.000_001)])
    func `give the same vectors`(_ precision: CompilationOptions.Precision, _ tolerance: Float) async throws {
        let tokenizer = try tokenizer()
        let texts = try Array(Set(lines(in: [URL(filePath: RepositoryFiles.fixture(""))]))).sorted().filter {
            // The reference leaves out what is too long.
            $0.count > 3 && $0.utf8.count % 3 == 0 && tokenizer.tokens(of: $0).count <= 254
        }
        var configuration = MiniLMEmbedder.Configuration()
        configuration.precision = precision
        let embedder = try MiniLMEmbedder(
            configuration: configuration, environment: PluginEnvironment(variables: ProcessInfo.processInfo.environment))
        let vectors = try await embedder.embed(EmbeddingRequest(texts: texts, purpose: .passage))
        let expected: [[Float]] = try await withOwnThread { try answers(["vectors"], texts) }
        #expect(expected.count == texts.count)
        let farthest = zip(vectors, expected).map { 1 - $0.similarity(to: Embedding(normalizing: $1)) }.max() ?? 1
        print("MiniLM and the reference: \(texts.count) vectors, \(precision), cosine distance at most \(farthest)")
        #expect(farthest < tolerance)
    }

    private func tokenizer() throws -> WordPieceTokenizer {
        let folder = try #require(
            InstalledFolder.path("minilm", environment: PluginEnvironment(variables: ProcessInfo.processInfo.environment)))
        return try #require(WordPieceTokenizer(vocabulary: Array(Data(contentsOf: URL(fileURLWithPath: folder + "/vocab.txt")))))
    }

    private func answers<Answer: Decodable>(_ mode: [String], _ texts: [String]) throws -> [Answer] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("texts"), result = folder.appendingPathComponent("answers")
        var lines = Data()
        let encoder = JSONEncoder()
        for text in texts { lines += try encoder.encode(text) + [UInt8(ascii: "\n")] }
        try lines.write(to: file)
        try Data().write(to: result)
        let process = Process()
        process.executableURL = try URL(fileURLWithPath: #require(referencePython))
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("reference.py").path
        process.arguments = [script] + mode + [file.path]
        process.standardOutput = try FileHandle(forWritingTo: result)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return try Data(contentsOf: result).split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Answer.self, from: Data($0))
        }
    }
}

/// Runs what takes long, or waits, where it keeps no other test from running.
private func withOwnThread<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
}

/// The same numbers in every run (Lehmer, 1951; the multiplier is MINSTD's).
private struct Lehmer {
    private var state: UInt64 = 42

    mutating func next(_ bound: Int) -> Int {
        state = state * 48_271 % 2_147_483_647
        return Int(state) % bound
    }
}
