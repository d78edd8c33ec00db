internal import ExtractionAsyncHTTPClient
internal import ExtractionAzure
internal import ExtractionDeepSeek
internal import ExtractionExternal
internal import ExtractionFacturX
internal import ExtractionImages
internal import ExtractionKit
internal import ExtractionMiniLM
internal import ExtractionOpenAI
internal import ExtractionPPOCR
internal import ExtractionPoppler
internal import ExtractionRecorded
internal import ExtractionRemote
internal import ExtractionRules
internal import ExtractionTesseract
internal import Foundation

extension PluginRegistry {
    /// Everything that this program brings along.
    ///
    /// - Parameter ledger: Where calls of services are kept, and what they may cost together.
    static func builtIn(ledger: CallLedger = CallLedger()) -> PluginRegistry {
        var environment = PluginEnvironment(variables: ProcessInfo.processInfo.environment)
        environment.httpTransport = AsyncHTTPTransport(.init(variables: environment.variables))
        environment.callLedger = ledger
        var registry = PluginRegistry(environment: environment)
        registry.register(loader: PopplerDocumentLoader.self)
        registry.register(loader: ImageDocumentLoader.self)
        registry.register(ocr: TesseractOCREngine.self)
        registry.register(ocr: PPOCREngine.self)
        registry.register(ocr: FallbackOCREngine.self)
        registry.register(ocr: EscalatingOCREngine.self)
        registry.register(ocr: VotingOCREngine.self)
        registry.register(ocr: CalibratedOCREngine.self)
        registry.register(ocr: CachingOCREngine.self)
        registry.register(ocr: ExternalOCREngine.self)
        registry.register(ocr: DeepSeekOCREngine.self)
        registry.register(ocr: OpenAIOCREngine.self)
        registry.register(reader: AzureDocumentIntelligence.self)
        registry.register(reader: DeepSeekReader.self)
        registry.register(reader: ExternalDocumentReader.self)
        registry.register(layout: GeometricLayoutAnalyzer.self)
        registry.register(reader: RecordedDocumentReader.self)
        registry.register(extractor: RulesFieldExtractor.self)
        registry.register(extractor: OpenAIFieldExtractor.self)
        registry.register(extractor: DescribingFieldExtractor.self)
        registry.register(extractor: ReaderFieldExtractor.self)
        registry.register(extractor: AgreeingFieldExtractor.self)
        registry.register(extractor: ExternalFieldExtractor.self)
        registry.register(extractor: FacturXFieldExtractor.self)
        registry.register(chunker: ParagraphChunker.self)
        registry.register(chunker: LayoutChunker.self)
        registry.register(chunker: RecursiveChunker.self)
        registry.register(chunker: SentenceChunker.self)
        registry.register(chunker: FixedChunker.self)
        registry.register(chunker: TokenChunker.self)
        registry.register(chunker: SemanticChunker.self)
        registry.register(embedder: HashingEmbedder.self)
        registry.register(embedder: MiniLMEmbedder.self)
        registry.register(embedder: ExternalEmbedder.self)
        registry.register(embedder: OpenAIEmbedder.self)
        registry.register(embedder: CachingEmbedder.self)
        return registry
    }
}

extension AsyncHTTPTransport.Configuration {
    /// The default settings, with the proxy that the environment names as programs commonly do: `HTTPS_PROXY=http://host:port`.
    fileprivate init(variables: [String: String]) {
        self.init()
        guard let address = (variables["HTTPS_PROXY"] ?? variables["https_proxy"]).flatMap({ URL(string: $0) }), address.scheme == "http",
            let host = address.host(), address.user() == nil
        else { return }
        proxy = Proxy(host: host, port: address.port ?? 80)
    }
}
