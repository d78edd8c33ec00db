internal import Synchronization

/// Collects the calls of services that are made for a result, those that fail too: an engine that throws can't say what it cost.
package final class CallCollection: Sendable {
    /// The collection of the task, where calls are made for a result.
    @TaskLocal package static var current: CallCollection?

    private let records = Mutex<[CallRecord]>([])
    private let outer = CallCollection.current

    package init() {}

    /// Adds a call that has ended.
    package func add(_ record: CallRecord) {
        records.withLock { $0.append(record) }
        outer?.add(record)
    }

    /// A usage with the calls that it doesn't have yet.
    func completing(_ usage: Usage) -> Usage {
        var known: [CallRecord: Int] = [:]
        for record in usage.ledger { known[record, default: 0] += 1 }
        return records.withLock { $0 }.reduce(usage) { sum, record in
            if let count = known[record], count > 0 {
                known[record] = count - 1
                return sum
            }
            return sum + record.usage
        }
    }
}
