/// Finds the stretch of content that an offset lies in.
///
/// Where stretches overlap, it is the one that begins last among those that hold the offset and aren't hidden by a later one.
struct SpanIndex {
    private var starts: [(start: Int, end: Int, owner: Int)]

    /// - Parameter owners: The stretches of each owner, in the order of the owners' numbers.
    init(_ owners: some Sequence<[AzureAnalysis.Span]>) {
        starts = owners.enumerated().flatMap { owner, spans in spans.map { ($0.offset, $0.end, owner) } }
        starts.sort { ($0.start, $0.owner) < ($1.start, $1.owner) }
    }

    /// The number of the owner, or `nil` where no stretch holds the offset.
    func owner(of offset: Int) -> Int? {
        var low = 0, high = starts.count
        while low < high {
            let middle = (low + high) / 2
            if starts[middle].start <= offset { low = middle + 1 } else { high = middle }
        }
        guard low > 0, offset < starts[low - 1].end else { return nil }
        return starts[low - 1].owner
    }
}
