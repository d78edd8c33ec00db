import ExtractionAsyncHTTPClient
import ExtractionAzure
import ExtractionKit
import ExtractionRemote
import Foundation
import RepositoryFiles
import Testing

@testable import ExtractionDeepSeek
@testable import ExtractionOpenAI

/// Requests as the services' own libraries make them, recorded; see `Judge`.
@Suite(.enabled(if: Judge.folder != nil, "The recorded requests aren't on this machine; set EXTRACTION_SHARED to the folder with 'wire'."))
struct `Requests are those of the service's own libraries` {
    private let transport = AsyncHTTPTransport()

    private func file(_ path: String) throws -> [UInt8] {
        try Array(Data(contentsOf: #require(Judge.folder).appending(path: path)))
    }

    private var once: ServiceSettings {
        var settings = ServiceSettings()
        settings.retries.attempts = 1
        return settings
    }

    private func azure(
        _ judge: Judge, _ model: String, key: String = String(repeating: "0", count: 32), token: Bool = false,
        _ change: (inout AzureDocumentIntelligence.Configuration) -> Void = { _ in }
    ) throws -> AzureDocumentIntelligence {
        var configuration = AzureDocumentIntelligence.Configuration(endpoint: judge.url.absolute, model: model)
        configuration.service = once
        change(&configuration)
        let clock = ServiceClock(now: { .now }, date: { Date().timeIntervalSince1970 }, sleep: { _ in }, random: { 0 })
        return try AzureDocumentIntelligence(
            configuration, transport: transport, clock: clock,
            credentials: { token ? .bearer(Secret("eyJ.fake.token")) : AzureDocumentIntelligence.key(Secret(key)) })
    }

    @Test func `at Azure Document Intelligence`() async throws {
        let judge = try Judge("docintel", transport: transport)
        let pdf = try Document(bytes: file("samples/tiny.pdf"), filename: "a.pdf")
        let png = try Document(bytes: file("samples/tiny.png"), filename: "a.png")
        let layout = try azure(judge, "prebuilt-layout") { configuration in
            configuration.locale = "en-US"
            configuration.stringIndexType = .unicodeCodePoint
            configuration.features = AzureDocumentIntelligence.Feature.allCases
            configuration.queryFields = ["InvoiceNumber", "Due Date"]
            configuration.markdown = true
            configuration.searchablePDF = true
            configuration.figures = true
        }
        let result = try await layout.analyze(ReadRequest(document: pdf, pages: PageSelection("1-2,4")))
        #expect(!result.document.pages.isEmpty && result.document.content.contains("1042"))
        let figure = try await layout.figure("1.1", of: result.operation)
        #expect(!figure.isEmpty)
        try await layout.delete(result.operation)

        let read = try azure(judge, "prebuilt-read") { $0.transfer = .base64 }
        let scan = try await read.analyze(ReadRequest(document: png))
        #expect(try await !read.searchablePDF(of: scan.operation).isEmpty)
        let broken = Document(bytes: Array("not a document".utf8), filename: "a")
        var error = await #expect(throws: ExtractionError.self) { _ = try await read.analyze(ReadRequest(document: broken)) }
        #expect(error?.code == .corrupt)
        let bearer = try azure(judge, "prebuilt-read", token: true) { $0.transfer = .base64 }
        _ = try await bearer.analyze(ReadRequest(document: png))
        let throttled = Document(bytes: Array("throttled".utf8), filename: "a")
        error = await #expect(throws: ExtractionError.self) { _ = try await read.analyze(ReadRequest(document: throttled)) }
        #expect(error?.code == .rateLimited)

        let invoice = try azure(judge, "prebuilt-invoice") { ($0.locale, $0.allowURLs) = ("en-US", true) }
        let found = try await invoice.analyze(url: ServiceURL("https://example.org/a.pdf?sv=x&sig=a%2Bb"))
        #expect(found.documents.first?.fields.contains { $0.name == "invoice_total" } == true)
        _ = try await azure(judge, "prebuilt-receipt").analyze(ReadRequest(document: png))
        let custom = try azure(judge, "acme.Invoices_v2~1") { $0.allowURLs = true }
        _ = try await custom.analyze(url: ServiceURL("https://example.org/a.pdf"), pages: PageSelection("1"))

        let x = Document(bytes: Array("x".utf8), filename: "a")
        let stranger = try azure(judge, "prebuilt-read", key: "bad") { $0.transfer = .base64 }
        error = await #expect(throws: ExtractionError.self) { _ = try await stranger.analyze(ReadRequest(document: x)) }
        #expect(error?.code == .unauthorized)
        let nowhere = try azure(judge, "no-such-model") { $0.transfer = .base64 }
        error = await #expect(throws: ExtractionError.self) { _ = try await nowhere.analyze(ReadRequest(document: x)) }
        #expect(error?.code == .notFound)

        let report = try await judge.report()
        #expect(report.failed == 0, "\(report.text)")
        #expect(report.judged >= 22)
    }

    @Test func `and a wrong header is found out`() async throws {
        let judge = try Judge("docintel", transport: transport)
        var configuration = AzureDocumentIntelligence.Configuration(endpoint: judge.url.absolute, model: "prebuilt-receipt")
        configuration.service = once
        let reader = try AzureDocumentIntelligence(
            configuration, transport: transport,
            credentials: { HTTPRequest.Credential(name: "Ocp-Apim-Subscription-Kex", value: Secret(String(repeating: "0", count: 32))) })
        let png = try Document(bytes: file("samples/tiny.png"), filename: "a.png")
        _ = try? await reader.analyze(ReadRequest(document: png))
        let report = try await judge.report()
        #expect(report.failed > 0 && report.text.contains("ocp-apim-subscription-key"))
    }

    private func chat(
        _ judge: Judge, _ path: String, key: String, header: String = "Authorization", azure: String? = nil, attempts: Int = 1,
        fields: HTTPFields = [:]
    ) throws -> ChatService {
        var settings = once
        settings.retries.attempts = attempts
        let credential = header == "Authorization" ? HTTPRequest.Credential.bearer(Secret(key)) : .init(name: header, value: Secret(key))
        let endpoint = path.isEmpty ? judge.url : judge.url.appending(path)
        let clock = ServiceClock(now: { .now }, date: { Date().timeIntervalSince1970 }, sleep: { _ in }, random: { 0 })
        return try ChatService(
            client: ServiceClient(
                engine: "test", service: "The service", endpoint: endpoint, settings: settings, transport: transport, clock: clock,
                credentials: { [credential] }),
            azureVersion: azure, fields: fields)
    }

    /// The request of a recording, made again by this package.
    private func request(_ recording: String) throws -> ChatRequest {
        let body = try JSONValue(json: file("golden/\(recording).json"))["request"]?["body"]?.string ?? ""
        var members = try JSONValue(json: Array(body.utf8)).object ?? [:]
        let messages = try (members.removeValue(forKey: "messages")?.array ?? []).map { message in
            try ChatRequest.Message(message["role"]?.string ?? "", parts(message["content"] ?? .null))
        }
        var chat = ChatRequest(model: members.removeValue(forKey: "model")?.string ?? "", messages: messages)
        chat.streams = members["stream"] == true && members["stream_options"] != nil
        chat.format = members.removeValue(forKey: "response_format")
        chat.extra = members
        return chat
    }

    /// The parts of a message. Of an image its bytes are taken, which are then packed anew.
    private func parts(_ content: JSONValue) throws -> [ChatRequest.Part] {
        if let text = content.string { return [.text(text)] }
        return try (content.array ?? []).map { part in
            if let text = part["text"]?.string { return .text(text) }
            let url = try #require(part["image_url"]?["url"]?.string)
            let prefix = "data:image/png;base64,"
            #expect(url.hasPrefix(prefix))
            let bytes = try #require(Base64.decoded(String(url.dropFirst(prefix.count))))
            #expect(try bytes == file("samples/tiny.png"))
            return .image(.png, bytes, detail: part["image_url"]?["detail"]?.string)
        }
    }

    private func code(_ service: ChatService, _ recording: String) async throws -> ExtractionError.Code? {
        let request = try request(recording)
        let error = await #expect(throws: ExtractionError.self) { _ = try await service.complete(request, until: .never) }
        return error?.code
    }

    @Test func `for DeepSeek-OCR`() async throws {
        let judge = try Judge("deepseek-ocr", transport: transport)
        let service = try chat(judge, "v1/openai", key: "di-test-token")
        let png = try file("samples/tiny.png")
        var configuration = DeepSeekConfiguration()
        configuration.stream = false
        func ask(_ prompt: DeepSeekConfiguration.Prompt, _ recording: String) async throws -> ChatAnswer {
            try await judge.expect(recording)
            return try await service.complete(DeepSeekPages.question(prompt, configuration, png: png), pages: 1, until: .never).answer
        }
        #expect(try await ask(.markdown, "001-markdown-grounding").content?.contains("<|ref|>title") == true)
        #expect(try await ask(.free, "003-free-ocr").statedCost == Decimal(string: "0.0000144"))
        _ = try await ask(.ocr, "005-ocr-image-grounding")
        configuration.imageMark = false
        _ = try await ask(.markdown, "002-markdown-grounding-no-image-token")
        (configuration.imageMark, configuration.model) = (true, "deepseek-ai/DeepSeek-OCR-2")
        _ = try await ask(.markdown, "009-ocr2-markdown")
        (configuration.stream, configuration.model) = (true, "deepseek-ai/DeepSeek-OCR")
        let streamed = try await ask(.markdown, "010-streaming")
        #expect(
            streamed.finish == "stop" && streamed.content?.hasSuffix("\nHi") == true && streamed.statedCost == Decimal(string: "0.0000104"))
        let errors: [(String, ExtractionError.Code)] = [
            ("011-error-401", .unauthorized), ("012-error-429", .rateLimited), ("013-error-422", .invalidRequest),
            ("014-error-404", .notFound), ("015-error-503", .serviceUnavailable),
        ]
        for (recording, expected) in errors {
            try await judge.expect(recording)
            #expect(try await code(service, "deepseek-ocr/" + recording) == expected, "\(recording)")
        }
        let report = try await judge.report()
        #expect(report.failed == 0, "\(report.text)")
        #expect(report.judged == 11)
    }

    @Test func `for models behind OpenAI's interface`() async throws {
        let judge = try Judge("openai", transport: transport)
        let service = try chat(judge, "v1", key: "sk-test-0000")
        func complete(_ service: ChatService, _ recording: String) async throws -> ChatAnswer {
            try await judge.expect(recording)
            return try await service.complete(request("openai/" + recording), until: .never).answer
        }
        let ofProject = try chat(
            judge, "v1", key: "sk-test-0000", fields: ["OpenAI-Organization": "org-test", "OpenAI-Project": "proj_test"])
        let first = try await complete(ofProject, "001-structured-output-logprobs")
        #expect(first.finish == "stop" && first.tokens.count == 3 && first.consumption?.promptTokens == 120)
        _ = try await complete(service, "002-structured-output-sdk-derived-schema")
        _ = try await complete(service, "004-json-object-mode")
        #expect(try await complete(service, "005-refusal").isRefused)
        #expect(try await complete(service, "006-finish-length").finish == "length")
        #expect(try await complete(service, "007-finish-content-filter").finish == "content_filter")
        #expect(try await complete(service, "003-vision-data-uri").content?.contains("1042") == true)
        let streamed = try await complete(service, "008-streaming-include-usage")
        #expect(streamed.content == #"{"n":"Grüße"}"# && streamed.finish == "stop" && streamed.consumption?.completionTokens == 4)
        try await judge.expect("009-streaming-error-mid-stream")
        #expect(try await code(service, "openai/009-streaming-error-mid-stream") == .serviceUnavailable)
        let errors: [(String, ExtractionError.Code)] = [
            ("012-error-400-schema", .invalidRequest), ("013-error-400-context-length", .tooLarge), ("014-error-401", .unauthorized),
            ("015-error-429-rate", .rateLimited), ("016-error-429-quota", .quotaExhausted), ("017-error-404-model", .notFound),
            ("018-error-503", .serviceUnavailable),
        ]
        for (recording, expected) in errors {
            try await judge.expect(recording)
            #expect(try await code(service, "openai/" + recording) == expected, "\(recording)")
        }
        let patient = try chat(judge, "v1", key: "sk-test-0000", attempts: 3)
        let retried = try await patient.complete(request("openai/019-retry-429-then-200"), until: .never)
        #expect(retried.record.retries == 1)

        let classic = try chat(judge, "", key: "azure-key-0000", header: "api-key", azure: "2024-10-21")
        _ = try await complete(classic, "021-azure-chat-structured")
        try await judge.expect("023-azure-content-filter-400")
        #expect(try await code(classic, "openai/023-azure-content-filter-400") == .lowQuality)
        try await judge.expect("024-azure-429")
        #expect(try await code(classic, "openai/024-azure-429") == .rateLimited)
        _ = try await complete(chat(judge, "", key: "eyJ.fake.token", azure: "2024-10-21"), "025-azure-ad-token")
        _ = try await complete(chat(judge, "openai/v1", key: "azure-key-0000"), "026-azure-v1-chat")

        func embed(_ recording: String, _ texts: [String], key: String, _ change: (inout OpenAIEmbedder.Configuration) -> Void) async throws
        {
            var configuration = OpenAIEmbedder.Configuration()
            configuration.dimensions = 3
            configuration.connection.service = once
            change(&configuration)
            try await judge.expect(recording)
            let embedder = try OpenAIEmbedder(configuration, transport: transport, key: Secret(key))
            #expect(try await embedder.embed(EmbeddingRequest(texts: texts, purpose: .passage)).count == texts.count)
        }
        let url = judge.url
        try await embed("010-embeddings-default-base64", ["a", "Grüße"], key: "sk-test-0000") {
            $0.connection.endpoint = url.appending("v1").absolute
        }
        try await embed("022-azure-embeddings", ["a"], key: "azure-key-0000") { configuration in
            configuration.connection = OpenAIConfiguration(endpoint: url.absolute, model: "my-embed")
            (configuration.connection.azureVersion, configuration.connection.keyHeader) = ("2024-10-21", .apiKey)
            configuration.asksForDimensions = true
        }
        try await embed("027-azure-v1-embeddings", ["a"], key: "azure-key-0000") {
            $0.connection = OpenAIConfiguration(endpoint: url.appending("openai/v1").absolute, model: "my-embed")
        }
        let report = try await judge.report()
        #expect(report.failed == 0, "\(report.text)")
        #expect(report.judged == 26)
    }

    /// The requests of the engines themselves have words and forms of their own, and are otherwise as the service's library makes them.
    @Test func `for engines with words of their own`() async throws {
        let judge = try Judge("openai", transport: transport)
        var configuration = OpenAIConfiguration(endpoint: judge.url.appending("v1").absolute, model: "gpt-4o-2024-08-06")
        configuration.service = once
        configuration.completionTokens = 512
        (configuration.organization, configuration.project) = ("org-test", "proj_test")
        let extractor = try OpenAIFieldExtractor(configuration, transport: transport, key: Secret("sk-test-0000"))
        var builder = LayoutBuilder()
        builder.beginParagraph(role: .body)
        builder.addLine([TextWord(text: "1042", polygon: Polygon(Rect(x: 0, y: 0, width: 9, height: 9)))])
        let page = ReadPage(
            page: Page(number: 1, size: Size(width: 99, height: 99)),
            route: PageRoute(method: .textLayer, reason: .goodText, signals: RoutingSignals()), layout: builder.finish())
        try await judge.expect("001-structured-output-logprobs")
        _ = try await extractor.fields(
            for: FieldRequest(target: .schema(RecordSchema(fieldNames: ["number"]))),
            in: ReadDocument(pageCount: 1, outcomes: [.read(page)]))

        var seeing = OpenAIOCREngine.Configuration()
        seeing.connection = configuration
        seeing.stream = false
        try await judge.expect("003-vision-data-uri")
        let chat = try chat(judge, "v1", key: "sk-test-0000")
        _ = try await chat.complete(OpenAIOCREngine.question(seeing, png: file("samples/tiny.png")), pages: 1, until: .never)

        let report = try await judge.report()
        #expect(report.judged == 2)
        let allowed: [Set<String>] = [
            // What the extractor leaves out, and its own words and form. The names of members must be the same, and so must the header.
            [
                "$.messages[0].content", "$.messages[1].content", "$.seed", "$.top_logprobs", "$.response_format.json_schema.name",
                "$.response_format.json_schema.schema",
            ],
            ["$.messages[0].content[0].text", "$.response_format", "$.logprobs", "$.max_completion_tokens", "$.temperature"],
        ]
        for (differences, allowed) in zip(report.differences, allowed) {
            for difference in differences {
                let path = difference.split(separator: " ").dropFirst().first.map { $0.hasSuffix(":") ? $0.dropLast() : $0 } ?? ""
                #expect(
                    difference.hasPrefix("body ") && allowed.contains { path == $0 || path.hasPrefix($0 + ".") }, "\(difference)")
            }
        }
        #expect(report.differences.count == 2)
    }

    @Test(arguments: [("openai", "v1", "001-structured-output-logprobs"), ("deepseek-ocr", "v1/openai", "011-error-401")])
    func `and a wrong header of a model's service is found out`(service: String, path: String, recording: String) async throws {
        for (header, key) in [("Authorisation", "sk-test-0000"), ("Authorization", "another")] {
            let judge = try Judge(service, transport: transport)
            try await judge.expect(recording)
            _ = try? await chat(judge, path, key: key, header: header).complete(request("\(service)/\(recording)"), until: .never)
            let report = try await judge.report()
            #expect(report.failed == 1 && report.text.contains("authorization"), "\(report.text)")
        }
    }
}
