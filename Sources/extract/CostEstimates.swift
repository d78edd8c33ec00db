internal import ExtractionKit
internal import ExtractionRemote
internal import Foundation

/// What the services of a pipeline would be asked, and what that would cost.
struct CostEstimates {
    private let engines: [(id: PluginID, engine: any EstimatingEngine)]

    init(pipeline: Pipeline) {
        engines =
            Self.engines(in: pipeline.reader, id: pipeline.reader.identity.id)
            + Self.engines(in: pipeline.extractor, id: pipeline.extractor.identity.id)
    }

    /// The engines that call services, however many others they stand behind.
    private static func engines(in plugin: any Sendable, id: PluginID) -> [(id: PluginID, engine: any EstimatingEngine)] {
        let own = (plugin as? any EstimatingEngine).map { [(id, $0)] } ?? []
        let parts = (plugin as? any MadeOfPlugins)?.plugins ?? []
        return own
            + parts.flatMap { part in
                engines(
                    in: part,
                    id: (part as? any OCREngine)?.identity.id ?? (part as? any FieldExtractor)?.identity.id
                        ?? (part as? any DocumentReader)?.identity.id ?? id)
            }
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
