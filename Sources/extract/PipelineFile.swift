internal import ExtractionAzure
internal import ExtractionKit
internal import Foundation
internal import Yams

/// A pipeline as a YAML file says it: every key may be left out.
///
/// ```yaml
/// ocr:
///   id: tesseract
///   settings:
///     languages: [eng, deu]
/// routing: auto
/// dpi: 300
/// limits:
///   pages: 50
/// ```
///
/// Or, with a reader of whole documents in place of all of that:
///
/// ```yaml
/// reader:
///   id: recorded
///   settings:
///     folder: results/azure
/// ```
struct PipelineFile: PluginConfiguration {
    /// A reader of whole documents. It takes the place of loaders, OCR engine, layout analyzer, routing and resolution.
    var reader: PluginChoice?
    /// The loaders, first match first.
    var loaders = [PluginChoice("poppler"), PluginChoice("images")]
    /// The OCR engine; by default what reads best of what is installed here.
    var ocr: PluginChoice?
    /// The layout analyzer.
    var layout = PluginChoice("geometric")
    /// What finds the fields.
    var extractor = PluginChoice("rules")
    /// What cuts documents for search; `extract bench` judges it, and `run` and `read` cut nothing.
    var chunker = PluginChoice("paragraphs")
    /// What embeds chunks, as in `extract bench`; none by default.
    var embedder: PluginChoice?
    /// How pages are read: `auto`, `text` or `ocr`.
    var routing = PageRouter.Mode.auto
    /// The resolution at which pages are drawn, in dots per inch.
    var dpi = 300.0
    /// What a document may cost.
    var limits = DocumentLimits()

    init() {}

    /// Reads a YAML or JSON file.
    static func read(_ path: String) throws -> PipelineFile {
        let text = try String(decoding: Document(contentsOfFile: path, limits: .configuration).bytes, as: UTF8.self)
        let value: JSONValue
        do {
            value = try Yams.compose(yaml: text).map { try JSONValue($0) } ?? .null
        } catch let error as ExtractionError {
            throw error
        } catch {
            throw ExtractionError(.invalidConfiguration, "The pipeline file isn't valid YAML; check its indentation.", cause: error)
        }
        return try ConfigurationDecoder.decode(PipelineFile.self, from: value, of: "pipeline file")
    }

    /// Has an OCR engine read pages, or, where no OCR engine has that name, a reader of whole documents take the place of all of that.
    mutating func take(ocr id: PluginID, in registry: PluginRegistry) {
        let roles = registry.plugins.filter { $0.id == id }.map(\.role)
        guard !roles.contains(.ocr), roles.contains(.reader) else {
            ocr = PluginChoice(id)
            return
        }
        // Who pays for pages wants them counted before they are sent.
        let settings: JSONValue? =
            id == AzureDocumentIntelligence.id
            ? [
                "loaders": .array(
                    loaders.map { .object(["id": .string($0.id.rawValue)].merging($0.settings.map { ["settings": $0] } ?? [:]) { $1 }) })
            ]
            : nil
        reader = PluginChoice(id, settings: settings)
    }

    /// The plan that the file describes.
    ///
    /// - Parameters:
    ///   - registry: What is installed here decides about the OCR engine where the file names none.
    ///   - languages: What the pages are written in, for that engine.
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` for values that nothing could keep.
    func plan(in registry: PluginRegistry, languages: [String]? = nil) async throws -> PipelinePlan {
        try limits.validate()
        guard dpi >= limits.minimumDPI, dpi <= 2_400 else {
            throw ExtractionError(.invalidConfiguration, "'dpi' must be from \(limits.minimumDPI) to 2400.")
        }
        let ocr = if let ocr { ocr } else { await registry.defaultOCR(languages: languages) }
        let parts = PipelinePlan.PageByPage(loaders: loaders, ocr: ocr, layout: layout, router: PageRouter(mode: routing), dpi: dpi)
        return PipelinePlan(reading: reader.map { .reader($0) } ?? .pageByPage(parts), extractor: extractor, limits: limits)
    }
}

extension DocumentLimits {
    /// For files that people write by hand.
    static var configuration: DocumentLimits {
        var limits = DocumentLimits()
        limits.bytes = 1 << 20
        return limits
    }
}

extension JSONValue {
    /// The value of a YAML node.
    fileprivate init(_ node: Node) throws {
        // Aliases arrive already resolved, and may stand for each other: what they unfold to is counted.
        var budget = 10_000
        try self.init(node, &budget)
    }

    private init(_ node: Node, _ budget: inout Int) throws {
        budget -= 1
        guard budget > 0 else { throw ExtractionError(.invalidConfiguration, "The pipeline file has too many values.") }
        switch node {
        case .scalar(let scalar): self = try JSONValue(scalar, of: node)
        case .sequence(let sequence):
            var array: [JSONValue] = []
            for element in sequence { try array.append(JSONValue(element, &budget)) }
            self = .array(array)
        case .mapping(let mapping):
            var object: [String: JSONValue] = [:]
            for (key, value) in mapping {
                guard let name = key.string, object[name] == nil else {
                    throw ExtractionError(.invalidConfiguration, "A key of the pipeline file isn't a word, or comes twice.")
                }
                object[name] = try JSONValue(value, &budget)
            }
            self = .object(object)
        case .alias:
            throw ExtractionError(.invalidConfiguration, "Aliases can't be used in a pipeline file; write the value out.")
        }
    }

    /// Numbers are written as in JSON: what YAML also takes for one, such as `1_000`, `0x10` or `1:30`, stays text and is refused where a number is due.
    private init(_ scalar: Node.Scalar, of node: Node) throws {
        if scalar.style == .plain, node.null != nil {
            self = .null
        } else if scalar.style == .plain, scalar.string == "true" || scalar.string == "false" {
            self = .bool(scalar.string == "true")
        } else if scalar.style == .plain, scalar.string.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil,
            let number = Decimal(string: scalar.string)
        {
            self = .number(number)
        } else {
            self = .string(scalar.string)
        }
    }
}
