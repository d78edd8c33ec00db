public import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The scores of an earlier run, document by document: what a later run must not fall behind.
///
/// It holds counts and field names, and no text of any document.
public struct Baseline: Hashable, Sendable, Codable {
    /// The version of the format.
    public var version = 1
    /// Each configuration's documents, by the configuration's title and the document's name.
    public var configurations: [String: [String: Entry]]

    /// The versions and settings that made the scores, by the configuration's title. They are told where they differ, and decide nothing.
    public var engines: [String: String]?

    /// What is kept of a document.
    public struct Entry: Hashable, Sendable, Codable {
        /// The SHA-256 of the file. Where it differs, the scores aren't those of the same document.
        public var sha256: String
        /// The scores, by the metric's id.
        public var scores: [String: Score]
        /// What became of each field.
        public var fields: [String: FieldJudgement.Outcome]
        /// The codes of what failed.
        public var errors: [ExtractionError.Code]
    }

    /// Keeps the scores of a run.
    public init(_ run: BenchmarkRun) { self.init(run.results) }

    /// Keeps the scores of results.
    public init(_ results: [ConfigurationResult]) {
        engines = Dictionary(
            results.map { ($0.configuration.title, $0.configuration.engines) }, uniquingKeysWith: { first, _ in first })
        configurations = Dictionary(
            results.map { result in
                (
                    result.configuration.title,
                    Dictionary(result.rows.map { ($0.document, Entry($0)) }, uniquingKeysWith: { first, _ in first })
                )
            }, uniquingKeysWith: { first, _ in first })
    }

    /// Keeps the scores of a retrieval run.
    public init(_ run: RetrievalRun) {
        engines = Dictionary(
            run.results.map { ($0.configuration.title, $0.configuration.engines) }, uniquingKeysWith: { first, _ in first })
        configurations = Dictionary(
            run.results.map { result in
                (
                    result.configuration.title,
                    Dictionary(result.rows.map { ($0.document, Entry($0)) }, uniquingKeysWith: { first, _ in first })
                )
            }, uniquingKeysWith: { first, _ in first })
    }

    /// Reads a baseline.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidRequest` for a file that is none, or of another version.
    public init(json bytes: [UInt8]) throws {
        do {
            self = try JSONDecoder().decode(Baseline.self, from: Data(bytes))
        } catch {
            throw ExtractionError(
                .invalidRequest, "The baseline can't be read; write it anew with '--update-baseline'.", cause: error)
        }
        guard version == 1 else {
            throw ExtractionError(
                .invalidRequest, "The baseline is of version \(version) and not 1; write it anew with '--update-baseline'.")
        }
    }

    /// The baseline as JSON: a line a document, sorted, so that a change of one document is a change of one line.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func line(_ value: some Encodable) throws -> String { try String(decoding: encoder.encode(value), as: UTF8.self) }
        let blocks = try configurations.sorted { $0.key < $1.key }.map { title, documents in
            let lines = try documents.sorted { $0.key < $1.key }.map { try "      \(line($0.key)): \(line($0.value))" }
            return try "    \(line(title)): {\n\(lines.joined(separator: ",\n"))\n    }"
        }
        let engines = try engines.map { "  \"engines\": \(try line($0)),\n" } ?? ""
        return "{\n  \"version\": \(version),\n\(engines)  \"configurations\": {\n\(blocks.joined(separator: ",\n"))\n  }\n}\n"
    }
}

extension Configuration {
    /// The reader and the extractor with their versions and settings.
    var engines: String { "\(reader), \(fields)" }
}

extension RetrievalResult.Configuration {
    /// The chunker and the embedder with their versions and settings.
    var engines: String { [chunkerIdentity.description, space?.model.description].compactMap(\.self).joined(separator: ", ") }
}

extension Baseline.Entry {
    init(_ row: RetrievalRow) { self.init(sha256: row.sha256, scores: row.scores, fields: [:], errors: []) }

    init(_ row: DocumentRow) {
        sha256 = row.sha256
        scores = row.scores
        fields = Dictionary(row.fields.map { ($0.judgement.field, $0.judgement.outcome) }, uniquingKeysWith: { first, _ in first })
        errors = row.errors.map(\.code)
    }
}
