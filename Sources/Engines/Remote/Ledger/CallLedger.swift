public import ExtractionKit
public import Foundation
internal import Synchronization

/// Keeps every call of services, and refuses the next one when a budget is used up.
///
/// One ledger serves all engines of a run. Ledgers can stand in each other: that of a run in that of a tenant, and a call must be within
/// both budgets. Where all tenants share the engines of a service, ``counting(_:)`` says for whom the calls are:
///
/// ```swift
/// let tenant = CallLedger(budget: .init(cost: 20), spent: usageOfThisMonth)
/// let extraction = try await tenant.counting { try await pipeline.extract(request) }
/// ```
///
/// A call reserves what it is expected to cost before it is made and is then counted with what it did cost, so that calls at
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
    ///   - spent: What was spent before, such as in this month by an earlier process; it counts against the budget.
    ///   - parent: A ledger that counts these calls too, with its own budget.
    ///   - keeping: How many records are kept, the latest; the totals count all.
    ///   - observer: Is told of every call when it has ended.
    public init(
        budget: Budget = Budget(), spent: Usage = Usage(), parent: CallLedger? = nil, keeping: Int = 10_000,
        observer: @escaping @Sendable (CallRecord) -> Void = { _ in }
    ) {
        self.budget = budget
        self.parent = parent
        self.observer = observer
        state = Mutex(State(kept: max(0, keeping), total: spent.amounts))
    }

    /// The latest calls that have ended, in the order of their ends.
    public var records: [CallRecord] { state.withLock { $0.records } }

    /// What was spent before and what all calls that have ended cost together, those that failed included.
    public var total: Usage { state.withLock { $0.total } }

    @TaskLocal private static var ofTask: [CallLedger] = []

    /// Counts in this ledger, and admits by its budget, every call that is made in the closure, besides the ledgers of the engines that make
    /// them: for engines that many tenants share.
    public func counting<R>(_ body: () async throws -> R) async rethrows -> R {
        try await Self.$ofTask.withValue(Self.ofTask + [self], operation: body)
    }

    /// The ledgers that a call counts in: the engine's, those of the task, and all that they stand in, each once.
    static func counting(beside engine: CallLedger) -> [CallLedger] {
        var seen: Set<ObjectIdentifier> = []
        return ([engine] + ofTask).flatMap { Array(sequence(first: $0, next: \.parent)) }
            .filter { seen.insert(ObjectIdentifier($0)).inserted }
    }

    /// Sets aside what a call is expected to cost.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `budgetExceeded`; nothing is then set aside.
    static func reserve(_ expected: Usage, in ledgers: [CallLedger]) throws {
        for (index, ledger) in ledgers.enumerated() {
            guard let objection = ledger.reserve(expected) else { continue }
            for earlier in ledgers[..<index] { earlier.release(expected) }
            throw ExtractionError(
                .budgetExceeded, "The next call would pass the budget of \(objection), so it wasn't made; raise the budget.")
        }
    }

    /// Sets aside what a call is expected to cost, or says which part of the budget it would pass.
    private func reserve(_ expected: Usage) -> String? {
        state.withLock { state in
            let after = state.total + state.reserved + expected
            if let calls = budget.calls, after.calls > calls { return "\(calls) calls" }
            if let pages = budget.pages, after.pages > pages { return "\(pages) pages" }
            if let cost = budget.cost, after.cost > cost { return "\(cost) US dollars" }
            state.reserved += expected
            return nil
        }
    }

    /// Whether the budget counts money, so that a call without a price can't be admitted.
    var countsMoney: Bool { budget.cost != nil }

    /// Counts a call that has ended in place of what was set aside for it.
    func settle(_ record: CallRecord, reserved: Usage) {
        state.withLock { state in
            state.reserved = state.reserved.subtracting(reserved)
            state.total += record.amounts
            state.records.append(record)
            if state.records.count > state.kept { state.records.removeFirst(state.records.count - state.kept) }
        }
        observer(record)
    }

    private func release(_ expected: Usage) { state.withLock { $0.reserved = $0.reserved.subtracting(expected) } }
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
