internal import ExtractionKit
internal import ExtractionOutput
internal import ExtractionRemote
internal import ExtractionResultFormats

/// Has a model read the image of a page: the part that the engine and the reader share.
struct DeepSeekPages: Sendable {
    let configuration: DeepSeekConfiguration
    let identity: PluginIdentity
    let service: ChatService

    init(
        _ id: PluginID, _ configuration: DeepSeekConfiguration, transport: any HTTPTransport, key: Secret?, ledger: CallLedger,
        clock: ServiceClock
    ) throws {
        try configuration.check()
        self.configuration = configuration
        identity = try PluginIdentity(id: id, version: configuration.model, digesting: configuration.resultSettings)
        let client = try ServiceClient(
            engine: id, service: "DeepSeek-OCR", endpoint: ServiceURL(configuration.endpoint), settings: configuration.service,
            transport: transport, ledger: ledger, clock: clock, credentials: { key.map { [.bearer($0)] } ?? [] })
        service = ChatService(client: client)
    }

    init(_ id: PluginID, _ configuration: DeepSeekConfiguration, environment: PluginEnvironment) throws {
        let name = "DeepSeek-OCR"
        let isLocal = try ServiceURL(configuration.endpoint).scheme == "http"
        let key =
            isLocal ? environment.secret(configuration.keyVariable) : try environment.requiredSecret(configuration.keyVariable, of: name)
        try self.init(
            id, configuration, transport: environment.requiredTransport(of: name), key: key,
            ledger: environment.callLedger ?? CallLedger(), clock: .system)
    }

    static func check(_ environment: PluginEnvironment) -> PluginCheck {
        let variable = DeepSeekConfiguration().keyVariable
        return environment.secret(variable) == nil ? .absent("needs '\(variable)'") : .works("has a key; not asked")
    }

    /// A call for each page, with as many tokens as a full page has.
    func estimate(pages count: Int) -> CallEstimate {
        service.client.estimate(
            model: configuration.model, calls: count,
            consumption: Consumption(
                pages: count, promptTokens: 1_500 * count, completionTokens: min(2_000, configuration.completionTokens) * count))
    }

    /// The question about an image.
    static func question(_ prompt: DeepSeekConfiguration.Prompt, _ configuration: DeepSeekConfiguration, png: [UInt8]) -> ChatRequest {
        let words = (configuration.imageMark ? "<image>\n" : "") + prompt.words
        // The image stands before the words: the other way round the model reads worse.
        var chat = ChatRequest(model: configuration.model, messages: [.init("user", [.image(.png, png), .text(words)])])
        chat.completionTokens = configuration.completionTokens
        chat.temperature = 0
        chat.streams = configuration.stream
        return chat
    }

    /// What the model read, on a page of 999 by 999, and what all attempts cost.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `lowQuality` where no attempt came to an end.
    func read(_ raster: Raster, page number: Int, until deadline: Deadline) async throws -> (page: RecordedPage, usage: Usage) {
        let (width, height) = (Double(raster.width), Double(raster.height))
        let scale = min(1, Double(configuration.longestSide) / max(width, height))
        let picture = PagePicture(size: Size(width: width, height: height), raster: raster)
        let png = picture.whole(width: max(1, Int((width * scale).rounded()))).bytes
        let free = configuration.retriesAsFreeOCR && configuration.prompt != .free
        let prompts = free ? [configuration.prompt, .free] : [configuration.prompt]
        var usage = Usage()
        for (attempt, prompt) in prompts.enumerated() {
            let chat = Self.question(prompt, configuration, png: png)
            let (answer, record) = try await service.complete(
                chat, pages: attempt == 0 ? 1 : 0, operation: "ocr", until: deadline,
                endingWhen: { RepetitionDetector.firstRepetition(in: $0) != nil })
            usage += record.usage
            guard answer.finish == "stop", let content = answer.content else { continue }
            var page = try Self.page(content, number: number)
            guard !page.isPartial else { continue }
            if attempt > 0 {
                page.warnings.append(
                    Warning(
                        code: "read_as_free_ocr",
                        message: "The model repeated itself or didn't come to an end; the page was read again as text without places.",
                        page: number))
            }
            return (page, usage)
        }
        throw ExtractionError(
            .lowQuality,
            "The model repeated itself or didn't come to an end at \(prompts.count) attempts; read the page with another engine.")
    }

    private static func page(_ content: String, number: Int) throws -> RecordedPage {
        do {
            // A page feed would be another page in a file; there is one here.
            let text = content.split(separator: "\u{0C}").joined(separator: "\n").replacing("<--- Page Split --->", with: "")
            guard var page = try DeepSeekParser().result(of: Array(text.utf8)).pages.first else {
                return RecordedPage(
                    number: number, extent: PageExtent(width: 999, height: 999, unit: .relative), layout: .empty)
            }
            page.number = number
            for index in page.warnings.indices { page.warnings[index].page = number }
            return page
        } catch {
            throw ExtractionError(
                .lowQuality, "The model's answer isn't in the form that DeepSeek-OCR writes; check 'model', or use another engine.",
                cause: error)
        }
    }
}
