public import ExtractionKit
public import Foundation
internal import Synchronization

/// Keeps every call of services, and refuses the next one when a budget is used up.
///
/// One ledger serves all engines of a run. Ledgers can stand in each other: that of a run in that of a tenant, and a call must be within
/// both budgets. A call reserves what it is expected to cost before it is made and is then counted with what it did cost, so that calls at
/// the same time can't pass the budget together; one call can still cost more than was expected of it.
public final class CallLedger: Sendable {
    /// What may be spent.
    public struct Budget: Hashable, Sendable, Codable {
        /// Money, in US dollars; `nil` for any.
        public var cost: Decimal?
        /// Calls; `nil` for any.
        public var calls: Int?
        /// Pages; `nil` for any.
        public var pages: Int?

        /// Creates a budget.
        public init(cost: Decimal? = nil, calls: Int? = nil, pages: Int? = nil) {
            self.cost = cost
            self.calls = calls
            self.pages = pages
        }
    }

    /// What may be spent.
    public let budget: Budget
    private let parent: CallLedger?
    private let observer: @Sendable (CallRecord) -> Void
    private let state: Mutex<State>

    private struct State {
        var records: [CallRecord] = []
        var kept: Int
        var total = Usage()
        var reserved = Usage()
    }

    /// Creates an empty ledger.
    ///
    /// - Parameters:
    ///   - budget: What may be spent.
    ///   - parent: A ledger that counts these calls too, with its own budget.
    ///   - keeping: How many records are kept, the latest; the totals count all.
    ///   - observer: Is told of every call when it has ended.
    public init(
        budget: Budget = Budget(), parent: CallLedger? = nil, keeping: Int = 10_000,
        observer: @escaping @Sendable (CallRecord) -> Void = { _ in }
    ) {
        self.budget = budget
        self.parent = parent
        self.observer = observer
        state = Mutex(State(kept: max(0, keeping)))
    }

    /// The latest calls that have ended, in the order of their ends.
    public var records: [CallRecord] { state.withLock { $0.records } }

    /// What all calls that have ended cost together, those that failed included.
    public var total: Usage { state.withLock { $0.total } }

    /// Sets aside what a call is expected to cost.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `budgetExceeded`; nothing is then set aside.
    func reserve(_ expected: Usage) throws {
        try parent?.reserve(expected)
        let objection: String? = state.withLock { state in
            let after = state.total + state.reserved + expected
            if let calls = budget.calls, after.calls > calls { return "\(calls) calls" }
            if let pages = budget.pages, after.pages > pages { return "\(pages) pages" }
            if let cost = budget.cost, after.cost > cost { return "\(cost) US dollars" }
            state.reserved += expected
            return nil
        }
        guard let objection else { return }
        parent?.release(expected)
        throw ExtractionError(.budgetExceeded, "The next call would pass the budget of \(objection), so it wasn't made; raise the budget.")
    }

    /// Whether some budget counts money, so that a call without a price can't be admitted.
    var countsMoney: Bool { budget.cost != nil || (parent?.countsMoney ?? false) }

    /// Counts a call that has ended in place of what was set aside for it.
    func settle(_ record: CallRecord, reserved: Usage) {
        state.withLock { state in
            state.reserved = state.reserved.subtracting(reserved)
            state.total += record.usage
            state.records.append(record)
            if state.records.count > state.kept { state.records.removeFirst(state.records.count - state.kept) }
        }
        observer(record)
        parent?.settle(record, reserved: reserved)
    }

    private func release(_ expected: Usage) {
        state.withLock { $0.reserved = $0.reserved.subtracting(expected) }
        parent?.release(expected)
    }
}

extension Usage {
    fileprivate func subtracting(_ other: Usage) -> Usage {
        Usage(
            pages: pages - other.pages, calls: calls - other.calls, promptTokens: promptTokens - other.promptTokens,
            completionTokens: completionTokens - other.completionTokens, cost: cost - other.cost)
    }
}

/// Looks the ledger up in a ``/ExtractionKit/PluginEnvironment``.
public enum CallLedgerKey: PluginEnvironmentKey {
    /// A ledger.
    public typealias Value = CallLedger
}

extension PluginEnvironment {
    /// The ledger that engines of services keep their calls in; without one each engine has its own, without a budget.
    public var callLedger: CallLedger? {
        get { self[CallLedgerKey.self] }
        set { self[CallLedgerKey.self] = newValue }
    }
}
