internal import ExtractionKit
internal import Foundation

/// Reads the JSON of an analysis by Azure Form Recognizer or Document Intelligence, as it came from the service.
///
/// All shapes are known: 2.0 and 2.1 (`readResults`), the previews of 2021 and 2022, and those since (`pages`, `paragraphs`, `tables`;
/// 3.0 to 4.0). The whole answer of the service or its `analyzeResult` alone may be given. Words, lines, confidences, paragraphs with
/// roles, tables, selection marks, and the fields and key-value pairs of the service's models are kept; styles and whatever else there is are
/// counted in a warning.
///
/// A result that was recorded without its text (2.x without `includeTextDetails`) has only what stands in its tables, and its pages
/// say that they are partial.
public struct AzureResultParser: RecordedResultParser {
    /// Creates a parser.
    public init() {}

    /// Reads a result.
    ///
    /// - Throws: As ``RecordedResultParser``; `engineFailure` for an analysis that failed or wasn't finished when it was recorded.
    public func result(of bytes: [UInt8]) throws -> RecordedResult {
        let data = try Data(String(recorded: bytes).utf8)
        let analysis = try Self.analysis(of: data)
        let findings = AzureFindings(data)
        var kept = NotKept()
        kept.count("sections", analysis.sections?.count ?? 0)
        if findings == nil { kept.count("key-value pairs", analysis.keyValuePairs?.count ?? 0) }
        kept.count("entities", analysis.entities?.count ?? 0)
        kept.count("styles", analysis.styles?.count ?? 0)
        kept.count("languages", analysis.languages?.count ?? 0)
        kept.count("figures", analysis.figures?.count ?? 0)
        kept.count("warnings of the service", (analysis.warnings?.count ?? 0) + (analysis.errors?.count ?? 0))
        if findings == nil {
            for document in analysis.documents ?? analysis.documentResults ?? [] { kept.count("fields", document.fields?.count ?? 0) }
        }
        for page in analysis.pageResults ?? [] { kept.count("key-value pairs", page.keyValuePairs?.count ?? 0) }
        var pages: [RecordedPage]
        if let found = analysis.pages {
            pages = try AzureLayoutReader(analysis, kept: &kept).pages(found)
        } else if let found = analysis.readResults {
            pages = try AzureReadResultReader(analysis, kept: &kept).pages(found)
        } else {
            throw ExtractionError.corruptResult("it has neither 'pages' nor 'readResults', so it is no analysis by Azure")
        }
        var seen: Set<Int> = []
        for page in pages {
            guard (1...100_000).contains(page.number), seen.insert(page.number).inserted else {
                throw ExtractionError.corruptResult("a page's number is impossible or comes twice")
            }
        }
        pages.sort { $0.number < $1.number }
        findings?.add(to: &pages)
        let version = analysis.apiVersion ?? analysis.version ?? ""
        return RecordedResult(
            source: ["azure", version, analysis.modelId ?? ""].filter { !$0.isEmpty }.joined(separator: " "),
            pages: pages, warnings: kept.warning())
    }

    private static func analysis(of data: Data) throws -> AzureAnalysis {
        do {
            let decoder = JSONDecoder()
            let operation = try decoder.decode(AzureAnalysis.Operation.self, from: data)
            if let status = operation.status, status.lowercased() != "succeeded" {
                throw ExtractionError(
                    .engineFailure, "The recorded analysis failed or wasn't finished when it was recorded; record it again.")
            }
            return try operation.analyzeResult ?? decoder.decode(AzureAnalysis.self, from: data)
        } catch let error as DecodingError {
            throw ExtractionError(
                .corrupt, "The recorded result isn't the JSON of an analysis by Azure; record it again.", cause: error)
        }
    }

    static func extent(width: Double?, height: Double?, unit: String?) throws -> PageExtent? {
        guard let width, let height else { return nil }
        let unit: PageExtent.Unit =
            switch unit ?? "pixel" {
            case "inch": .inch
            case "pixel": .pixel(dpi: nil)
            default:
                throw ExtractionError(.unsupportedFeature, "The recorded result measures in another unit than inch and pixel; convert it.")
            }
        return try PageExtent(width: RecordedNumbers.length(width), height: RecordedNumbers.length(height), unit: unit)
    }

    static func mark(_ mark: AzureAnalysis.Mark) throws -> SelectionMark? {
        try (mark.polygon ?? mark.boundingBox)?.checked().map {
            SelectionMark(polygon: $0, isSelected: mark.state == "selected", confidence: RecordedNumbers.confidence(mark.confidence))
        }
    }

    static func turned(_ angle: Double?, page: Int) -> [Warning] {
        guard let angle, angle.isFinite, abs(angle) > 45 else { return [] }
        return [
            Warning(
                code: "page_turned",
                message: "The text doesn't stand upright on the recorded page: coordinates are those of the page as it lay.", page: page)
        ]
    }

    static func withoutText(page: Int) -> Warning {
        Warning(
            code: "recorded_without_text",
            message: "The result was recorded without its text; record it again with text details (includeTextDetails).", page: page)
    }
}
