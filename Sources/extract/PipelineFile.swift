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
struct PipelineFile: PluginConfiguration {
    /// The loaders, first match first.
    var loaders = [PluginChoice("poppler"), PluginChoice("images")]
    /// The OCR engine.
    var ocr = PluginChoice("tesseract")
    /// The layout analyzer.
    var layout = PluginChoice("geometric")
    /// What finds the fields.
    var extractor = PluginChoice("rules")
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

    /// The plan that the file describes.
    var plan: PipelinePlan {
        PipelinePlan(
            reading: .pageByPage(
                PipelinePlan.PageByPage(loaders: loaders, ocr: ocr, layout: layout, router: PageRouter(mode: routing), dpi: dpi)),
            extractor: extractor, limits: limits)
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
    init(_ node: Node) throws {
        switch node {
        case .scalar(let scalar):
            if node.null != nil {
                self = .null
            } else if let bool = node.bool {
                self = .bool(bool)
            } else if scalar.tag.description != Tag.Name.str.rawValue, let number = Decimal(string: scalar.string), node.float != nil {
                self = .number(number)
            } else {
                self = .string(scalar.string)
            }
        case .sequence(let sequence): self = try .array(sequence.map { try JSONValue($0) })
        case .mapping(let mapping):
            var object: [String: JSONValue] = [:]
            for (key, value) in mapping {
                guard let name = key.string, object[name] == nil else {
                    throw ExtractionError(.invalidConfiguration, "A key of the pipeline file isn't a word, or comes twice.")
                }
                object[name] = try JSONValue(value)
            }
            self = .object(object)
        case .alias:
            throw ExtractionError(.invalidConfiguration, "Aliases can't be used in a pipeline file; write the value out.")
        }
    }
}
