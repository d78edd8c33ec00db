internal import ExtractionExternal
internal import ExtractionFacturX
internal import ExtractionImages
internal import ExtractionKit
internal import ExtractionMiniLM
internal import ExtractionPPOCR
internal import ExtractionPoppler
internal import ExtractionRecorded
internal import ExtractionRules
internal import ExtractionTesseract
internal import Foundation

extension PluginRegistry {
    /// Everything that this program brings along.
    static func builtIn() -> PluginRegistry {
        var registry = PluginRegistry(environment: PluginEnvironment(variables: ProcessInfo.processInfo.environment))
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
        registry.register(reader: ExternalDocumentReader.self)
        registry.register(layout: GeometricLayoutAnalyzer.self)
        registry.register(reader: RecordedDocumentReader.self)
        registry.register(extractor: RulesFieldExtractor.self)
        registry.register(extractor: ExternalFieldExtractor.self)
        registry.register(extractor: FacturXFieldExtractor.self)
        registry.register(chunker: ParagraphChunker.self)
        registry.register(chunker: LayoutChunker.self)
        registry.register(chunker: RecursiveChunker.self)
        registry.register(chunker: SentenceChunker.self)
        registry.register(chunker: FixedChunker.self)
        registry.register(embedder: HashingEmbedder.self)
        registry.register(embedder: MiniLMEmbedder.self)
        registry.register(embedder: ExternalEmbedder.self)
        return registry
    }
}
