internal import ExtractionKit
internal import ExtractionRemote
internal import Foundation

/// What the services of a pipeline would be asked, and what that would cost.
struct CostEstimates {
    private let engines: [(id: PluginID, engine: any EstimatingEngine)]

    init(pipeline: Pipeline) {
        var parts: [(PluginID, Any)] = []
        if let reader = pipeline.reader as? PageByPageReader {
            parts.append((reader.ocr.identity.id, reader.ocr))
        } else {
            parts.append((pipeline.reader.identity.id, pipeline.reader))
        }
        parts.append((pipeline.extractor.identity.id, pipeline.extractor))
        engines = parts.compactMap { id, part in (part as? any EstimatingEngine).map { (id, $0) } }
    }

    /// A line for people: every page is taken for one that the service must read.
    func line(pages: Int, of path: String) -> String {
        let list = engines.map { id, engine in
            let estimate = engine.estimate(pages: pages)
            let used = estimate.consumption
            let tokens = used.promptTokens > 0 ? ", \(used.promptTokens) + \(used.completionTokens) tokens" : ""
            let cost = estimate.cost.map { "at most about \($0) USD" } ?? "at an unknown price; set 'prices'"
            return "\(id) \(estimate.model): \(Self.count(estimate.calls, "call"))\(tokens), \(cost)"
        }
        return "\(path): \(Self.count(pages, "page")); \(list.isEmpty ? "no service is asked" : list.joined(separator: "; "))"
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
