internal import ExtractionKit

/// What a reader made of a document in a benchmark.
struct Reading: Sendable {
    /// The document as read, or `nil` where all of it failed.
    var document: ReadDocument?
    /// Why the document failed.
    var error: ErrorSummary?
    var sha256 = ""
    var firstPageSeconds: Double?
    var seconds = 0.0
    var processorSeconds: Double?
    var isKept = false

    /// Reads a document. A failure is a result; only cancellation, and a folder of readings that can't be written, throw.
    ///
    /// - Parameter isAlone: Whether nothing else is read meanwhile, so that the process's processor time is this document's.
    static func of(
        _ source: DatasetDocument, by reader: any DocumentReader, limits: DocumentLimits, folder: ReadingFolder?, isAlone: Bool
    ) async throws -> Reading {
        let start = ContinuousClock.now
        let processorStart = isAlone ? ExtractionEvaluation.processorSeconds() : nil
        var reading = Reading()
        do {
            let document = try Document(contentsOfFile: source.path, limits: limits)
            reading.sha256 = document.sha256
            if let stated = source.sha256, stated.lowercased() != document.sha256 {
                throw ExtractionError(.conflict, "The file isn't the one that the dataset states by its SHA-256; restore it.")
            }
            try document.requireContent()
            let request = ReadRequest(document: document, limits: limits, deadline: .after(seconds: limits.secondsPerDocument))
            let key = RecognitionKey(request, reader: reader.identity)
            if let kept = folder?.reading(for: key) {
                reading.document = kept.recognition.document
                reading.firstPageSeconds = kept.firstPageSeconds
                reading.seconds = kept.seconds
                reading.processorSeconds = kept.processorSeconds
                reading.isKept = true
                return reading
            }
            let (read, first) = try await reader.withPages(of: request) { pages in
                var outcomes: [PageOutcome] = []
                var first: Double?
                for try await outcome in pages {
                    if first == nil, case .read = outcome { first = start.secondsToNow }
                    outcomes.append(outcome)
                }
                try Task.checkCancellation()
                return (ReadDocument(pageCount: pages.pageCount, outcomes: outcomes), first)
            }
            reading.seconds = start.secondsToNow
            // A child that ends and isn't waited for takes its time with it.
            reading.processorSeconds = processorStart.map { max(0, ExtractionEvaluation.processorSeconds() - $0) }
            reading.firstPageSeconds = first
            if read.pages.isEmpty, let failure = read.failures.first {
                reading.error = ErrorSummary(failure.error)
                return reading
            }
            reading.document = read
            if let folder, read.failures.isEmpty, !read.pages.contains(where: \.isPartial) {
                try folder.keep(
                    KeptReading(
                        recognition: StoredRecognition(read), firstPageSeconds: first, seconds: reading.seconds,
                        processorSeconds: reading.processorSeconds), for: key)
            }
        } catch let error as CancellationError {
            throw error
        } catch let error as ExtractionError where error.code == .fileUnwritable {
            throw error
        } catch {
            reading.seconds = start.secondsToNow
            reading.error = ErrorSummary(ExtractionError(wrapping: error))
        }
        return reading
    }
}

extension ContinuousClock.Instant {
    /// The seconds since then.
    var secondsToNow: Double {
        let parts = duration(to: .now).components
        return Double(parts.seconds) + Double(parts.attoseconds) / 1e18
    }
}
