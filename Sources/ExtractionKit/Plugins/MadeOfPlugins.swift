/// A plugin that is made of others, such as ``FallbackOCREngine``: through it a program finds those that call services, to say beforehand
/// what they would cost.
public protocol MadeOfPlugins {
    /// The plugins that it may ask for one document.
    var plugins: [any Sendable] { get }
}

extension FallbackOCREngine: MadeOfPlugins {
    /// The engines.
    public var plugins: [any Sendable] { engines.map { $0 } }
}

extension EscalatingOCREngine: MadeOfPlugins {
    /// Both engines.
    public var plugins: [any Sendable] { [first, second] }
}

extension VotingOCREngine: MadeOfPlugins {
    /// The engines.
    public var plugins: [any Sendable] { engines.map { $0 } }
}

extension CalibratedOCREngine: MadeOfPlugins {
    /// The engine.
    public var plugins: [any Sendable] { [engine] }
}

extension CachingOCREngine: MadeOfPlugins {
    /// The engine.
    public var plugins: [any Sendable] { [engine] }
}

extension AgreeingFieldExtractor: MadeOfPlugins {
    /// The extractors.
    public var plugins: [any Sendable] { extractors.map { $0 } }
}

extension PageByPageReader: MadeOfPlugins {
    /// The OCR engine.
    public var plugins: [any Sendable] { [ocr] }
}

extension CachedDocumentReader: MadeOfPlugins {
    /// The reader.
    public var plugins: [any Sendable] { [reader] }
}
