public import ExtractionKit
public import ExtractionRemote
internal import ExtractionResultFormats

/// Reads images of pages with DeepSeek-OCR or DeepSeek-OCR-2 at any service that speaks OpenAI's interface, such as DeepInfra, or vLLM on
/// this machine.
///
/// The model gives places of blocks, not of words: words get their share of their block's place, which a warning says. It has no
/// confidences. Where it falls into a loop or isn't done at its limit, the page is asked for once more as plain text; where that fails too,
/// the page fails with `lowQuality`, and a ``/ExtractionKit/FallbackOCREngine`` asks the next engine.
///
/// Tables are lines of words here; ``DeepSeekReader`` keeps them. See <doc:Set-up>.
public struct DeepSeekOCREngine: OCREngine {
    private let pages: DeepSeekPages

    /// Creates an engine.
    ///
    /// - Parameters:
    ///   - configuration: The settings.
    ///   - transport: Carries requests.
    ///   - key: The service's key; `nil` for one that needs none.
    ///   - ledger: Where calls are kept.
    ///   - clock: The time.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `invalidConfiguration`.
    public init(
        _ configuration: DeepSeekConfiguration = DeepSeekConfiguration(), transport: any HTTPTransport, key: Secret?,
        ledger: CallLedger = CallLedger(), clock: ServiceClock = .system
    ) throws {
        pages = try DeepSeekPages(Self.id, configuration, transport: transport, key: key, ledger: ledger, clock: clock)
    }

    /// `deepseek-ocr`, with the model as its version.
    public var identity: PluginIdentity { pages.identity }

    /// Any language, at another place unless the service is on this machine.
    public var capabilities: OCRCapabilities {
        OCRCapabilities(
            languages: [], granularity: .block, concurrentPages: pages.configuration.service.concurrency,
            residency: pages.service.client.residency)
    }

    /// Reads a page.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `lowQuality`, `budgetExceeded`, and those of
    ///   ``/ExtractionRemote/ServiceClient/send(_:repeatability:until:meter:explaining:)``.
    public func recognize(_ request: OCRRequest) async throws -> PageText {
        let raster = request.raster
        let (page, usage) = try await pages.read(raster, page: request.page.number, until: request.deadline)
        let toPage = PageTransform(
            a: Double(raster.width) / page.extent.width, b: 0, c: 0, d: Double(raster.height) / page.extent.height, tx: 0, ty: 0
        ).followed(by: raster.toPage)
        var text = page.text
        for line in text.lines.indices {
            for word in text.lines[line].words.indices {
                text.lines[line].words[word].polygon = toPage(text.lines[line].words[word].polygon)
            }
        }
        text.lines.removeAll(where: \.words.isEmpty)
        text.usage = usage
        return text
    }
}

extension DeepSeekOCREngine: EstimatingEngine {
    /// A call for each page, with as many tokens as a full page has.
    public func estimate(pages: Int) -> CallEstimate { self.pages.estimate(pages: pages) }
}

extension DeepSeekOCREngine: ConfigurablePlugin {
    /// `deepseek-ocr`.
    public static let id: PluginID = "deepseek-ocr"
    /// One sentence for people.
    public static let summary =
        "Reads pages with the model DeepSeek-OCR at a service, such as DeepInfra; pages leave the machine and are paid for."

    /// Makes the engine, with the key from the environment.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `invalidConfiguration` and `missingResource`.
    public init(configuration: DeepSeekConfiguration, environment: PluginEnvironment) async throws {
        pages = try DeepSeekPages(Self.id, configuration, environment: environment)
    }

    /// Says whether a key is there. The service isn't asked: a page costs money.
    public static func check(environment: PluginEnvironment) async -> PluginCheck { DeepSeekPages.check(environment) }
}
