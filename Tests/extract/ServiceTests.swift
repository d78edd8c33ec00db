import FaultServer
import Foundation
import Testing

@Suite struct `Services on the command line` {
    private let invoice = "{fixtures}/invoices/invoice-en-us-minimal.pdf"

    /// A pipeline whose extractor is a model on this machine, where none is.
    private func withPipeline<R>(_ body: (String) async throws -> R) async throws -> R {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        try """
        extractor:
          id: openai
          settings:
            endpoint: http://127.0.0.1:1/v1
            model: m
            service:
              retries: {first_delay_seconds: 0.001}
              prices: [{model: m, per_million_prompt_tokens: 1}]
        """.write(to: file, atomically: true, encoding: .utf8)
        return try await body(file.path)
    }

    @Test func `say beforehand what they would be asked, without being asked`() async throws {
        let outcome = try await withPipeline { try await Program.run("run", "--estimate", "--config", $0, invoice) }
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains(": 1 page; openai m: 2 calls, ") && outcome.output.contains(" USD"))
        let local = try await Program.run("run", "--estimate", invoice)
        #expect(local.output.hasSuffix(": 1 page; no service is asked\n"))
    }

    @Test func `aren't asked beyond the budget`() async throws {
        let outcome = try await withPipeline { try await Program.run("run", "--budget", "0.000001", "--config", $0, invoice) }
        #expect(outcome.status == 3 && outcome.errors.contains(": budget_exceeded: "))
        let unreachable = try await withPipeline { try await Program.run("run", "--budget", "1.00", "--config", $0, invoice) }
        #expect(unreachable.status == 3 && unreachable.errors.contains(": service_unavailable: "))
    }

    @Test(arguments: ["", "-1", "much", "1e9"]) func `have a budget that is an amount`(budget: String) async throws {
        #expect(try await Program.run("run", "--budget", budget, invoice).status == 2)
    }

    /// Runs the program with a pipeline file.
    private func run(_ yaml: String, _ arguments: [String], environment: [String: String] = [:]) async throws -> Program.Outcome {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        try yaml.write(to: file, atomically: true, encoding: .utf8)
        return try await Program.run(["run", "--config", file.path] + arguments, environment: environment)
    }

    @Test func `are counted beforehand behind other engines too`() async throws {
        let yaml = """
            ocr:
              id: fallback
              settings:
                engines:
                  - {id: tesseract}
                  - {id: deepseek-ocr, settings: {endpoint: "http://127.0.0.1:1/v1"}}
                  - {id: openai, settings: {connection: {endpoint: "http://127.0.0.1:1/v1", model: sees}}}
            extractor:
              id: agreeing
              settings:
                extractors:
                  - id: describing
                    settings:
                      extractor: {id: rules}
                      connection: {endpoint: "http://127.0.0.1:1/v1", model: writes}
                      texts: [{name: summary, instructions: Describe it.}]
                  - {id: openai, settings: {endpoint: "http://127.0.0.1:1/v1", model: reads, passes: 3, temperature: 0.5}}
            """
        let outcome = try await run(yaml, ["--estimate", invoice])
        #expect(outcome.status == 0, "\(outcome.errors)")
        for part in [
            "deepseek-ocr deepseek-ai/DeepSeek-OCR: 1 call, ", "openai sees: 1 call, ", "describing writes: 1 call, ",
            "openai reads: 4 calls, ", "at an unknown price",
        ] { #expect(outcome.output.contains(part), "\(outcome.output)") }
    }

    @Test func `that read whole documents are named as an OCR engine is`() async throws {
        let keys = ["AZURE_DOCUMENT_INTELLIGENCE_KEY": "k", "AZURE_DOCUMENT_INTELLIGENCE_ENDPOINT": "http://127.0.0.1:1"]
        let estimate = try await Program.run(
            ["run", "--estimate", "--ocr", "azure-document-intelligence", invoice], environment: keys)
        #expect(estimate.output.contains(": 1 page; azure-document-intelligence prebuilt-layout: 1 call, "), "\(estimate.errors)")
        let tried = try await Program.run(["run", "--ocr", "azure-document-intelligence", invoice], environment: keys)
        #expect(tried.status == 3 && tried.errors.contains(": service_unavailable: "))
        let routed = try await Program.run(
            ["run", "--ocr", "azure-document-intelligence", "--routing", "text", invoice], environment: keys)
        #expect(routed.status == 2 && routed.errors.contains("whole documents") && routed.errors.contains("'--routing'"))
        let keyless = try await Program.run("run", "--ocr", "azure-document-intelligence", invoice)
        #expect(keyless.status == 3 && keyless.errors.contains("AZURE_DOCUMENT_INTELLIGENCE_KEY"))
        let unknown = try await Program.run("run", "--ocr", "nothing-like-it", invoice)
        #expect(unknown.status == 2 && unknown.errors.contains("plugin_not_found"))
    }

    private static let echoes = [
        (401, #"{"error": {"message": "Wrong key CANARY-KEY for CANARY-TEXT", "code": "invalid_api_key"}}"#),
        (500, "CANARY-KEY CANARY-TEXT"), (200, "CANARY-KEY CANARY-TEXT"),
        (200, #"{"error": {"message": "CANARY-KEY CANARY-TEXT", "type": "server_error"}}"#),
        (200, #"{"choices": [{"message": {"content": "CANARY-KEY CANARY-TEXT"}, "finish_reason": "stop"}]}"#),
    ]

    @Test(arguments: echoes) func `have their keys and what they echo shown nowhere`(status: Int, body: String) async throws {
        let server = try FaultServer([
            .bytes("HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\nx-request-id: r-1\r\n\r\n\(body)")
        ])
        defer { server.stop() }
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Rules give a result all the same, whose warnings say what became of the model.
        let yaml = """
            extractor:
              id: agreeing
              settings:
                extractors:
                  - {id: rules}
                  - id: openai
                    settings:
                      endpoint: http://127.0.0.1:\(server.port)/v1
                      model: m
                      service: {retries: {first_delay_seconds: 0.001}}
            """
        let outcome = try await run(yaml, ["--json", "--output", folder.path, invoice], environment: ["OPENAI_API_KEY": "CANARY-KEY"])
        #expect(server.requests.first?.contains("Bearer CANARY-KEY") == true)
        #expect(outcome.status == 0 && outcome.errors.contains("failed and was left out"), "\(outcome.errors)")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let written = try files.map { try String(contentsOf: $0, encoding: .utf8) }.joined()
        #expect(written.contains("extractor_failed"))
        #expect(!(outcome.output + outcome.errors + written).contains("CANARY"))
    }
}
