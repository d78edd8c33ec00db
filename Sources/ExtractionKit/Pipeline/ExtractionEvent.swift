/// A fact about an extraction under way. Percentages are the reader's to compute.
public enum ExtractionEvent: Sendable {
    /// The document is open: how many pages it has, and how many will be read.
    case opened(pageCount: Int, selected: Int)
    /// A page was read or failed.
    case page(PageOutcome)
    /// All pages are there.
    case read(ReadDocument)
    /// The fields are there; the last event.
    case extracted(Extraction)
}

/// The events of an extraction, as they happen. It can be iterated once.
public struct ExtractionEvents: AsyncSequence, Sendable {
    let stream: AsyncThrowingStream<ExtractionEvent, any Error>

    /// Begins to wait for events.
    public func makeAsyncIterator() -> AsyncThrowingStream<ExtractionEvent, any Error>.Iterator { stream.makeAsyncIterator() }
}
