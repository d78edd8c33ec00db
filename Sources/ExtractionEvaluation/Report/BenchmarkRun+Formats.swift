internal import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension BenchmarkRun {
    /// The run for a terminal: metrics, fields, comparisons and the worst documents.
    public var text: String {
        var tables = [metricsTable]
        for result in ranked {
            tables.append(fieldTable(of: result))
            tables.append(worstTable(of: result))
        }
        tables += [comparisonTable, agreementTable, wordConfidenceTable, chunkTable].compactMap(\.self)
        return tables.filter { !$0.rows.isEmpty }.map(\.text).joined(separator: "\n\n")
    }

    /// The run as JSON with keys in snake_case, sorted, and what changed since a baseline, if there is one.
    public func json(with comparison: BaselineComparison? = nil) throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        do {
            return try String(decoding: encoder.encode(RunFile(run: self, baseline: comparison)), as: UTF8.self)
        } catch {
            throw ExtractionError(.outputFailed, "The results can't be written as JSON; report this.", cause: error)
        }
    }
}

/// A run with its comparison as one object.
private struct RunFile: Encodable {
    var run: BenchmarkRun
    var baseline: BaselineComparison?

    private enum CodingKeys: String, CodingKey { case baseline }

    func encode(to encoder: any Encoder) throws {
        try run.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(baseline, forKey: .baseline)
    }
}
