internal import ExtractionKit

extension BenchmarkRun {
    /// A row for each configuration and document (RFC 4180): what it is, what it took, and its value of each metric, counts as they are.
    public var csv: String {
        let metrics = MetricDefinition.perDocument
        let head =
            [
                "ocr", "extractor", "document", "sha256", "tags", "expected_type", "found_type", "expected_error", "errors", "pages",
                "first_page_seconds", "reading_seconds", "fields_seconds", "is_kept", "processor_seconds", "cost_usd", "prompt_tokens",
                "completion_tokens",
            ] + metrics.map(\.id)
        let rows = results.flatMap { result in
            result.rows.map { row -> [String] in
                let errors = row.errors.map { "\($0.page.map { "\($0):" } ?? "")\($0.code)" }
                let known =
                    [
                        result.configuration.ocr, result.configuration.extractor, row.document, row.sha256,
                        row.tags.joined(separator: " "), row.expectedType ?? "", row.foundType ?? "",
                        row.expectedError?.rawValue ?? "", errors.joined(separator: " "),
                    ].map(Self.shielded)
                let measured = [
                    "\(row.pages)", row.timing.firstPage.map { "\($0)" } ?? "", "\(row.timing.reading)", "\(row.timing.fields)",
                    "\(row.timing.isKept)", row.timing.processor.map { "\($0)" } ?? "", "\(row.usage.cost)", "\(row.usage.promptTokens)",
                    "\(row.usage.completionTokens)",
                ]
                return known + measured
                    + metrics.map { metric in
                        row.scores[metric.id].flatMap { metric.combined([$0]) }.map { "\($0)" } ?? ""
                    }
            }
        }
        return Self.sheet([head] + rows)
    }

    /// A row for each chunker and document (RFC 4180): how it was cut.
    public var chunksCSV: String {
        let head = [
            "ocr", "chunker", "document", "error", "chunks", "characters", "longest", "sentence_chunks", "sentence_cuts", "row_chunks",
            "row_cuts",
            "content_characters", "covered_characters", "chunking_seconds", "embedding_seconds", "embedding_cost",
        ]
        let rows = chunkings.flatMap { result in
            result.rows.map { row -> [String] in
                let scores = row.scores
                let lengths = [scores.lengths.count, scores.lengths.reduce(0, +), scores.lengths.max() ?? 0]
                let counts = [scores.cutSentences, scores.cutRows, scores.coverage].flatMap { [Int($0.whole), Int($0.part)] }
                return [result.ocr, result.chunker, row.document, row.error?.code.rawValue ?? ""].map(Self.shielded)
                    + (lengths + counts).map(String.init)
                    + ["\(row.seconds)", row.embeddingSeconds.map { "\($0)" } ?? "", row.embeddingUsage.map { "\($0.cost)" } ?? ""]
            }
        }
        return Self.sheet([head] + rows)
    }

    static func sheet(_ rows: [[String]]) -> String {
        rows.map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined()
    }

    /// Text that a spreadsheet would run as a formula gets an apostrophe in front.
    static func shielded(_ text: String) -> String {
        let start = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }.first
        return start.map { "=+-@|".contains($0) } ?? false ? "'" + text : text
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}
