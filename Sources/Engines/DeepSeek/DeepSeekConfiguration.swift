public import ExtractionKit
public import ExtractionRemote

/// The settings of DeepSeek-OCR.
///
/// ```yaml
/// ocr:
///   id: deepseek-ocr
///   settings:
///     endpoint: https://api.deepinfra.com/v1/openai
///     service:
///       concurrency: 8
///       prices: [{model: deepseek-ai/DeepSeek-OCR, per_million_prompt_tokens: 0.03, per_million_completion_tokens: 0.10}]
/// ```
public struct DeepSeekConfiguration: PluginConfiguration, Hashable {
    /// `endpoint`: the address of a service that speaks OpenAI's interface, up to what stands before `/chat/completions`.
    public var endpoint = "https://api.deepinfra.com/v1/openai"
    /// `model`: the model as the service names it.
    public var model = "deepseek-ai/DeepSeek-OCR"
    /// `key_variable`: the environment variable with the service's key. A service on this machine needs none.
    public var keyVariable = "DEEPINFRA_API_KEY"
    /// `prompt`: what the model is asked for first.
    public var prompt = Prompt.markdown
    /// `image_mark`: whether the question begins with the mark `<image>`, as the model's own programs write it. Most servers put it there
    /// themselves, and either way works at DeepInfra.
    public var imageMark = true
    /// `retries_as_free_ocr`: whether a page at which the model repeated itself, or didn't come to an end, is asked for once more as plain
    /// text.
    public var retriesAsFreeOCR = true
    /// `completion_tokens`: how much the model may write.
    public var completionTokens = 8_192
    /// `stream`: whether the answer arrives while it is written. A model that has fallen into a loop is then left at once, where it would
    /// otherwise write up to its limit; `false` for a service that doesn't stream.
    public var stream = true
    /// `longest_side`: the longer side of the image that is sent, in pixels. The model sees about 1,700 of an A4 page at 144 dots per inch.
    public var longestSide = 1_700
    /// `loaders`: what opens documents, for the reader `deepseek-ocr`. The engine of that name gets pages from others.
    public var loaders: [PluginChoice] = []
    /// `dpi`: the resolution at which the reader has pages drawn.
    public var dpi = 144.0
    /// `service`: how the service is asked, and its prices.
    public var service = ServiceSettings()

    /// Creates the default settings.
    public init() {}

    /// What the model is asked for, in the words that it was trained with.
    public enum Prompt: String, Hashable, Sendable, Codable, CaseIterable {
        /// Markdown, with the places of its blocks.
        case markdown
        /// The text of an image, with places.
        case ocr
        /// Text without places.
        case free

        /// The words.
        var words: String {
            switch self {
            case .markdown: "<|grounding|>Convert the document to markdown."
            case .ocr: "<|grounding|>OCR this image."
            case .free: "Free OCR."
            }
        }
    }
}

extension DeepSeekConfiguration {
    /// What may change results.
    struct ResultSettings: Encodable {
        var model: String
        var prompt: Prompt
        var imageMark: Bool
        var retriesAsFreeOCR: Bool
        var completionTokens: Int
        var longestSide: Int
    }

    var resultSettings: ResultSettings {
        ResultSettings(
            model: model, prompt: prompt, imageMark: imageMark, retriesAsFreeOCR: retriesAsFreeOCR, completionTokens: completionTokens,
            longestSide: longestSide)
    }

    func check() throws {
        func require(_ holds: Bool, _ message: String) throws {
            if !holds { throw ExtractionError(.invalidConfiguration, message) }
        }
        try require(!model.isEmpty && model.utf8.count <= 200, "'model' must be the name of a model.")
        try require((16...65_536).contains(completionTokens), "'completion_tokens' must be from 16 to 65,536.")
        try require((200...8_000).contains(longestSide), "'longest_side' must be from 200 to 8,000 pixels.")
        try require(dpi >= 72 && dpi <= 600, "'dpi' must be from 72 to 600.")
    }
}
