import ExtractionAsyncHTTPClient
import ExtractionAzureSearch
import ExtractionKit
import ExtractionRemote
import Foundation
import Testing

/// As `WireTests`, of Azure AI Search.
@Suite(.enabled(if: Judge.folder != nil, "The recorded requests aren't on this machine; set EXTRACTION_SHARED to the folder with 'wire'."))
struct `Requests are those of Azure AI Search's own library` {
    private let transport = AsyncHTTPTransport()

    private func service(
        _ judge: Judge, key: String = "0123456789ABCDEF0123456789ABCDEF", index: String = "docs-v1", version: String = "2025-09-01",
        header: String = "api-key"
    ) throws -> AzureSearchService {
        var settings = ServiceSettings()
        settings.retries.attempts = 1
        let clock = ServiceClock(now: { .now }, date: { Date().timeIntervalSince1970 }, sleep: { _ in }, random: { 0 })
        let client = try ServiceClient(
            engine: "azure-search", service: "Azure AI Search", endpoint: judge.url, settings: settings, transport: transport, clock: clock,
            credentials: {
                [header == "Authorization" ? .bearer(Secret(key)) : HTTPRequest.Credential(name: header, value: Secret(key))]
            })
        return try AzureSearchService(index: index, client: client, apiVersion: version)
    }

    /// The body of a recorded request.
    private func body(_ recording: String) throws -> JSONValue {
        let file = try #require(Judge.folder).appending(path: "golden/search/\(recording).json")
        let text = try JSONValue(json: Array(Data(contentsOf: file)))["request"]?["body"]?.string ?? ""
        return try JSONValue(json: Array(text.utf8))
    }

    private func code(_ body: () async throws -> Void) async -> ExtractionError.Code? {
        await #expect(throws: ExtractionError.self) { try await body() }?.code
    }

    @Test func `for everything that an index does`() async throws {
        let judge = try Judge("search", transport: transport)
        let service = try service(judge)
        try await judge.expect("001-create-index")
        try await service.create(body("001-create-index"))
        try await judge.expect("003-get-index")
        #expect(try await service.definition()?["name"] == "docs-v1")
        try await judge.expect("005-merge-or-upload")
        try await service.change(body("005-merge-or-upload")["value"]?.array ?? [])
        try await judge.expect("006-upload-partial-207")
        let busy = try body("006-upload-partial-207")["value"]?.array ?? []
        #expect(await code { try await service.change(busy) } == .serviceUnavailable)
        try await judge.expect("007-merge-404-207")
        let absent = try body("007-merge-404-207")["value"]?.array ?? []
        #expect(await code { try await service.change(absent) } == .invalidRequest)
        try await judge.expect("008-delete-docs")
        try await service.change(body("008-delete-docs")["value"]?.array ?? [])
        try await judge.expect("009-index-413-single")
        let large = try body("009-index-413-single")["value"]?.array ?? []
        #expect(await code { try await service.change(large) } == .tooLarge)
        for recording in ["010-hybrid-semantic", "011-hybrid-plain", "012-vector-only"] {
            try await judge.expect(recording)
            #expect(try await service.search(body(recording))["value"]?.array != nil)
        }
        try await judge.expect("015-get-document")
        #expect(try await service.document("t1_d1_0", fields: ["id", "title"])?["id"] == "t1_d1_0")
        try await judge.expect("017-error-400-filter")
        #expect(await code { _ = try await service.search(body("017-error-400-filter")) } == .invalidRequest)
        try await judge.expect("020-error-503-retry-after")
        #expect(await code { _ = try await service.search(body("020-error-503-retry-after")) } == .serviceUnavailable)
        for (recording, version) in [("023-hybrid-api-2024-07-01", "2024-07-01"), ("024-hybrid-api-2026-04-01", "2026-04-01")] {
            try await judge.expect(recording)
            _ = try await self.service(judge, version: version).search(body(recording))
        }
        try await judge.expect("021-delete-index")
        try await service.delete()
        let report = try await judge.report()
        #expect(report.failed == 0, "\(report.text)")
        #expect(report.judged == 16)
    }

    @Test func `and a wrong header is found out`() async throws {
        let judge = try Judge("search", transport: transport)
        try await judge.expect("011-hybrid-plain")
        _ = try? await service(judge, header: "api-kex").search(body("011-hybrid-plain"))
        let report = try await judge.report()
        #expect(report.failed > 0 && report.text.contains("api-key"))
    }
}
