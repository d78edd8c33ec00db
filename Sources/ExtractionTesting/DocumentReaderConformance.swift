public import ExtractionKit

/// Checks a document reader against the contract of its role.
public struct DocumentReaderConformance: Sendable {
    private let reader: any DocumentReader
    private let samples: [DocumentLoaderConformance.Sample]

    /// Creates a suite for a reader.
    ///
    /// - Parameters:
    ///   - reader: The reader.
    ///   - samples: Sound documents, at least one of them with two pages or more.
    public init(_ reader: some DocumentReader, samples: [DocumentLoaderConformance.Sample]) {
        self.reader = reader
        self.samples = samples
    }

    /// Runs every check.
    ///
    /// - Throws: ``ConformanceFailure`` with everything that was found.
    public func check() async throws {
        var conformance = Conformance(of: "The document reader '\(reader.identity.id)'")
        conformance.checkIdentity(reader.identity)
        conformance.expect(samples.contains { $0.pageCount > 1 }, "its author should give a sample of several pages")
        for sample in samples {
            let (outcomes, pageCount, selected) = try await read(sample.document, .all)
            conformance.expect(pageCount == sample.pageCount, "it should count \(sample.pageCount) pages, not \(pageCount)")
            conformance.expect(selected == Array(1...sample.pageCount), "it should select every page by default")
            conformance.expect(
                outcomes.map(\.number).sorted() == Array(1...sample.pageCount), "it should give every page exactly once")
            for outcome in outcomes {
                if case .read(let page) = outcome {
                    conformance.add(page.layout.violations(in: page.layout.content))
                } else {
                    conformance.expect(false, "page \(outcome.number) of a sound document should not fail")
                }
            }
            conformance.add(ReadDocument(pageCount: pageCount, outcomes: outcomes).violations())
            let last = try await read(sample.document, PageSelection(ranges: [sample.pageCount...sample.pageCount]))
            conformance.expect(last.0.map(\.number) == [sample.pageCount], "it should read only the pages that are selected")
            await conformance.expectError([.pageOutOfRange], when: "for a page that doesn't exist") {
                _ = try await read(sample.document, PageSelection(ranges: [(sample.pageCount + 1)...(sample.pageCount + 1)]))
            }
            // A caller that leaves after the first page must not wait for the others.
            _ = try await reader.withPages(of: ReadRequest(document: sample.document)) { pages in
                for try await outcome in pages { return outcome.number }
                return 0
            }
        }
        await conformance.expectError([.emptyDocument], when: "for a file without bytes") {
            _ = try await read(Document(bytes: [], filename: "empty"), .all)
        }
        if let sample = samples.first {
            await conformance.expectCancellation("in a cancelled task") { [reader] in
                _ = try await reader.withPages(of: ReadRequest(document: sample.document)) { pages in
                    for try await _ in pages {}
                    try Task.checkCancellation()
                }
            }
        }
        try conformance.finish()
    }

    private func read(_ document: Document, _ pages: PageSelection) async throws -> ([PageOutcome], Int, [Int]) {
        try await reader.withPages(of: ReadRequest(document: document, pages: pages)) { pages in
            var outcomes: [PageOutcome] = []
            for try await outcome in pages { outcomes.append(outcome) }
            return (outcomes, pages.pageCount, pages.selected)
        }
    }
}
