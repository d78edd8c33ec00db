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
}
