public import ExtractionKit

/// Checks a document reader against the contract of its role.
///
/// ```swift
/// try await DocumentReaderConformance(reader, samples: [.init(document, pageCount: 3)]).check()
/// ```
///
/// It finds pages that are missing, come twice or weren't asked for, wrong counts, spans that point elsewhere, words out of order or off
/// their page, pages that differ from one reading to the next, and deadlines and cancellation that go unheeded.
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
        conformance.checkResidency(reader.residency)
        conformance.expect(samples.contains { $0.pageCount > 1 }, "its author should give a sample of several pages")
        for sample in samples where sample.pageCount > 0 {
            // First of all, so that no cache has an answer.
            try await checkDeadline(sample, &conformance)
            try await check(sample, &conformance)
            await checkCancellation(sample, &conformance)
        }
        await conformance.expectError([.emptyDocument], when: "for a file without bytes") {
            _ = try await read(Document(bytes: [], filename: "empty"))
        }
        try conformance.finish()
    }

    private func check(_ sample: DocumentLoaderConformance.Sample, _ conformance: inout Conformance) async throws {
        let count = sample.pageCount
        let situation = "for '\(sample.document.filename)'"
        guard let reading = try await conformance.attempt(situation, { try await read(sample.document) }) else { return }
        conformance.expect(reading.pageCount == count, "it should count \(count) pages, not \(reading.pageCount)")
        conformance.expect(reading.selected == Array(1...count), "it should select every page by default")
        conformance.add(reading.violations(expecting: Array(1...count)))
        if let again = try await conformance.attempt(situation, { try await read(sample.document) }) {
            // What was read before may come from a cache, and cost nothing; what concerns the file is said with the page that came first.
            conformance.expect(again.layouts == reading.layouts, "the same document should always be read in the same way")
        }
        if let last = try await conformance.attempt(situation, { try await read(sample.document, pages: count...count) }) {
            conformance.expect(last.outcomes.map(\.number) == [count], "it should read only the pages that are selected")
            conformance.expect(last.selected == [count], "it should say which pages are selected")
            conformance.expect(last.pageCount == count, "it should count all pages, whatever is selected")
        }
        await conformance.expectError([.pageOutOfRange], when: "for a page that doesn't exist") {
            _ = try await read(sample.document, pages: (count + 1)...(count + 1))
        }
        // A caller that leaves after the first page must not wait for the others.
        _ = try await conformance.attempt("for a caller that leaves after a page") {
            try await reader.withPages(of: ReadRequest(document: sample.document)) { pages in
                for try await outcome in pages { return outcome.number }
                return 0
            }
        }
    }

    private func checkDeadline(_ sample: DocumentLoaderConformance.Sample, _ conformance: inout Conformance) async throws {
        let wish = "after its deadline it should throw deadline_exceeded or give pages that failed with it"
        do {
            let reading = try await read(sample.document, deadline: .after(.zero))
            conformance.expect(
                reading.outcomes.allSatisfy { outcome in
                    switch outcome {
                    case .read(let page): page.isPartial
                    case .failed(_, let error): error.code == .deadlineExceeded
                    }
                }, "\(wish), and gives pages")
        } catch let error as CancellationError where Task.isCancelled {
            throw error
        } catch {
            let thrown = (error as? ExtractionError)?.code.rawValue ?? "\(type(of: error))"
            conformance.expect(thrown == ExtractionError.Code.deadlineExceeded.rawValue, "\(wish), and throws \(thrown)")
        }
    }

    /// A sequence ends early in a cancelled task, which is as good as an error: only one that gives every page hasn't noticed.
    private func checkCancellation(_ sample: DocumentLoaderConformance.Sample, _ conformance: inout Conformance) async {
        await conformance.expectCancellation("in a cancelled task") { [reader] in
            let given = try await reader.withPages(of: ReadRequest(document: sample.document)) { pages in
                try await pages.reduce(0) { count, _ in count + 1 }
            }
            if given < sample.pageCount { throw CancellationError() }
        }
    }

    private func read(
        _ document: Document, pages: ClosedRange<Int>? = nil, deadline: Deadline = .never
    ) async throws -> Reading {
        let selection = pages.map { PageSelection(ranges: [$0]) } ?? .all
        return try await reader.withPages(of: ReadRequest(document: document, pages: selection, deadline: deadline)) { pages in
            var outcomes: [PageOutcome] = []
            for try await outcome in pages { outcomes.append(outcome) }
            return Reading(pageCount: pages.pageCount, selected: pages.selected, outcomes: outcomes)
        }
    }
}

private struct Reading: Sendable {
    var pageCount: Int
    var selected: [Int]
    var outcomes: [PageOutcome]

    /// The pages that were read, by number.
    var layouts: [Int: PageLayout] {
        outcomes.reduce(into: [:]) { if case .read(let page) = $1 { $0[page.page.number] = page.layout } }
    }

    func violations(expecting numbers: [Int]) -> [String] {
        var conformance = Conformance(of: "")
        let counts = outcomes.reduce(into: [Int: Int]()) { $0[$1.number, default: 0] += 1 }
        for number in numbers where counts[number] == nil { conformance.expect(false, "it should give page \(number), and doesn't") }
        for (number, count) in counts.sorted(by: { $0.key < $1.key }) {
            conformance.expect(numbers.contains(number), "it should give no page \(number), which the document doesn't have")
            conformance.expect(count == 1, "it should give page \(number) once, and gives it \(count) times")
        }
        for outcome in outcomes {
            switch outcome {
            case .read(let page):
                let size = page.page.size
                conformance.expect(
                    size.width.isFinite && size.height.isFinite && size.width > 0 && size.height > 0, "a page should have a size")
                conformance.add(page.layout.violations(on: page.page).map { "page \(outcome.number): \($0)" })
            case .failed(let number, let error):
                conformance.expect(false, "page \(number) of a sound document should not fail, and fails with \(error.code)")
            }
        }
        return conformance.violations
    }
}
