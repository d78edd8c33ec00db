public import ExtractionKit
internal import Foundation
internal import Synchronization

/// Asks a service on behalf of an engine: in time, again where that helps, not more often than agreed, within the budget, and with every
/// call in the ledger.
///
/// The order is: budget, then for each attempt the breaker, the rate, the number at once, the time. Copies share all of it.
public struct ServiceClient: Sendable {
    /// The engine that asks.
    public let engine: PluginID
    /// What the service is called, for people.
    public let service: String
    /// Where the service is. Requests to other origins aren't sent.
    public let endpoint: ServiceURL
    /// How it is asked.
    public let settings: ServiceSettings
    /// Where calls are kept.
    public let ledger: CallLedger

    private let transport: any HTTPTransport
    private let clock: ServiceClock
    private let credentials: @Sendable () async throws -> [HTTPRequest.Credential]
    private let shared: Shared

    private final class Shared: Sendable {
        struct State {
            var quota = RetryQuota()
            var breaker: CircuitBreaker
            var limiter: RateLimiter
        }
        let state: Mutex<State>
        let slots: PageSlots

        init(_ settings: ServiceSettings) {
            let breaker = CircuitBreaker(
                threshold: settings.failuresUntilPause, pause: .milliseconds(Int(settings.pauseSeconds * 1_000)))
            state = Mutex(State(breaker: breaker, limiter: RateLimiter(callsPerSecond: settings.callsPerSecond)))
            slots = PageSlots(settings.concurrency)
        }
    }

    /// Creates a client.
    ///
    /// - Parameters:
    ///   - engine: The engine that asks.
    ///   - service: What the service is called, for people.
    ///   - endpoint: Where the service is.
    ///   - settings: How it is asked.
    ///   - transport: Carries the requests.
    ///   - ledger: Where calls are kept.
    ///   - clock: The time.
    ///   - credentials: Gives what proves who asks, for each attempt anew: tokens run out.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `invalidConfiguration`.
    public init(
        engine: PluginID, service: String, endpoint: ServiceURL, settings: ServiceSettings = ServiceSettings(),
        transport: any HTTPTransport,
        ledger: CallLedger = CallLedger(), clock: ServiceClock = .system,
        credentials: @escaping @Sendable () async throws -> [HTTPRequest.Credential]
    ) throws {
        try settings.check()
        self.engine = engine
        self.service = service
        self.endpoint = endpoint
        self.settings = settings
        self.transport = transport
        self.ledger = ledger
        self.clock = clock
        self.credentials = credentials
        shared = Shared(settings)
    }

    /// Where what is sent goes.
    public var residency: Residency {
        endpoint.scheme == "http" ? .local : .remote(host: endpoint.host)
    }

    /// Makes a call that is paid for: within the budget, and with a record in the ledger whatever becomes of it.
    ///
    /// - Parameters:
    ///   - operation: What is asked for, such as `analyze`.
    ///   - model: The model, as the prices name it.
    ///   - expected: What the call is expected to use up, rather too much than too little.
    ///   - body: Makes the requests, with the meter, and tells the meter what was used up.
    /// - Returns: What the body gives, and the record.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `budgetExceeded`, or `invalidConfiguration` where a budget counts money and
    ///   the model has no price; what the body throws.
    public func metered<R>(
        _ operation: String, model: String, expecting expected: Consumption, _ body: (CallMeter) async throws -> R
    ) async throws -> (value: R, record: CallRecord) {
        let began = clock.date(), start = clock.now()
        let price = price(of: model, at: began)
        let ledgers = CallLedger.counting(beside: ledger)
        guard price != nil || !ledgers.contains(where: \.countsMoney) else {
            throw ExtractionError(
                .invalidConfiguration, "A budget in money needs the price of '\(model)'; add it to the setting 'prices'.")
        }
        var record = CallRecord(engine: engine, operation: operation, model: model, began: began, outcome: .succeeded)
        record.consumption = expected
        record.cost = price?.cost(of: expected)
        let reserved = record.amounts
        try CallLedger.reserve(reserved, in: ledgers)
        let meter = CallMeter()
        func finished(_ outcome: CallRecord.Outcome) -> CallRecord {
            let reading = meter.current
            record.consumption = reading.consumption
            // What didn't get as far as using up anything cost nothing, prices for calls apart.
            let isUsed = outcome == .succeeded || reading.consumption != Consumption()
            record.cost = reading.statedCost ?? (isUsed ? price?.cost(of: reading.consumption) : 0)
            record.seconds = start.duration(to: clock.now()).seconds
            record.requestID = reading.requestID
            record.retries = max(0, reading.attempts - reading.requests)
            record.outcome = outcome
            for ledger in ledgers { ledger.settle(record, reserved: reserved) }
            CallCollection.current?.add(record)
            return record
        }
        do {
            let value = try await body(meter)
            return (value, finished(.succeeded))
        } catch {
            let outcome: CallRecord.Outcome = error is CancellationError ? .cancelled : .failed(ExtractionError(wrapping: error).code)
            _ = finished(outcome)
            throw error
        }
    }

    /// Now, in seconds since 1970.
    var now: Double { clock.date() }

    /// What a model costs at a moment.
    func price(of model: String, at date: Double) -> Price? {
        CalendarDate(secondsSince1970: date).flatMap { settings.prices.price(of: model, on: $0) }
    }

    /// A meter for a request that costs nothing and is in no ledger.
    public func meter() -> CallMeter { CallMeter() }

    /// Waits before the next request.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `deadlineExceeded` where the deadline comes before; `CancellationError`.
    public func wait(_ duration: Duration, until deadline: Deadline) async throws {
        if let remaining = deadline.remaining, remaining <= duration { throw ExtractionError.deadlineExceeded(service) }
        try await clock.sleep(duration)
    }

    /// Sends a request, again where that helps, and gives the good answer.
    ///
    /// - Parameters:
    ///   - request: The request, without credentials.
    ///   - repeatability: Whether it may be sent twice.
    ///   - deadline: When the answer must be there.
    ///   - meter: The meter of the call that the request is a part of.
    ///   - explaining: What the engine makes of a failure; `nil` to leave it to this type.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `serviceUnavailable`, `rateLimited`, `quotaExhausted`, `unauthorized`,
    ///   `notFound`, `tooLarge`, `invalidRequest`, `invalidAnswer`, `unsupportedMediaType`, `deadlineExceeded`; `CancellationError`.
    public func send(
        _ request: HTTPRequest, repeatability: RetryPolicy.Repeatability, until deadline: Deadline, meter: CallMeter,
        explaining: (ServiceFailure) -> ExtractionError? = { _ in nil }
    ) async throws -> HTTPAnswer {
        try await send(
            request, repeatability: repeatability, until: deadline, meter: meter, watching: AnswerWatch(), explaining: explaining)
    }

    /// The same, with somebody who looks at what arrives.
    package func send(
        _ request: HTTPRequest, repeatability: RetryPolicy.Repeatability, until deadline: Deadline, meter: CallMeter,
        watching watch: AnswerWatch, explaining: (ServiceFailure) -> ExtractionError? = { _ in nil }
    ) async throws -> HTTPAnswer {
        guard request.url.hasSameOrigin(as: endpoint) else {
            throw ExtractionError(
                .invalidAnswer, "\(service) names an address on another host, to which neither content nor key is sent; check 'endpoint'.")
        }
        meter.began()
        for attempt in 1... {
            let failure: ServiceFailure
            switch try await self.attempt(request, until: deadline, meter: meter, watch) {
            case .success(let answer):
                shared.state.withLock { $0.quota.succeeded(attempts: attempt) }
                return answer
            case .failure(let failed): failure = failed
            }
            let error = explaining(failure) ?? failure.error(of: service, attempts: attempt)
            let decision = settings.retries.decision(
                after: failure, attempt: attempt, repeatability: repeatability, remaining: deadline.remaining, random: clock.random())
            guard case .retry(let delay) = decision,
                shared.state.withLock({ $0.quota.take(afterTimeout: failure.isTimeout) })
            else { throw error }
            try await clock.sleep(delay)
        }
        throw ExtractionError(.serviceUnavailable, "\(service) can't be reached; try again later.")
    }

    private func attempt(
        _ request: HTTPRequest, until deadline: Deadline, meter: CallMeter, _ watch: AnswerWatch
    ) async throws -> Result<HTTPAnswer, ServiceFailure> {
        try Task.checkCancellation()
        try deadline.check(service)
        if let pause = shared.state.withLock({ $0.breaker.admit(at: clock.now()) }) {
            throw ExtractionError(
                .serviceUnavailable, "\(service) failed several times in a row and is left alone for \(pause.inSeconds) s; try again then.")
        }
        do {
            let wait = shared.state.withLock { $0.limiter.reserve(at: clock.now()) }
            if wait > .zero { try await self.wait(wait, until: deadline) }
            var request = request
            request.limits = settings.limits
            request.credentials = try await credentials()
            let result = try await shared.slots.withSlot { [request] in
                try deadline.check(service)
                return try await self.exchange(request, until: deadline, watch)
            }
            let failure: ServiceFailure?
            switch result {
            case .success(let answer): failure = ServiceFailure(answer, date: clock.date()) ?? watch.failure(answer)
            case .failure(let broken): failure = ServiceFailure(broken)
            }
            meter.attempted(failure?.requestID ?? (try? result.get())?.requestID)
            shared.state.withLock { state in
                if failure?.speaksAgainstService == true { state.breaker.failed(at: clock.now()) } else { state.breaker.succeeded() }
            }
            if let failure { return .failure(failure) }
            return result.mapError { ServiceFailure($0) }
        } catch {
            shared.state.withLock { $0.breaker.ended(at: clock.now()) }
            throw error
        }
    }

    /// One request and its whole answer, within the time for an attempt.
    private func exchange(
        _ request: HTTPRequest, until deadline: Deadline, _ watch: AnswerWatch
    ) async throws -> Result<HTTPAnswer, HTTPFailure> {
        let limit = min(request.limits.total, deadline.remaining ?? request.limits.total)
        let activity = Activity()
        do {
            return try await withThrowingTaskGroup(of: HTTPAnswer.self) { group in
                group.addTask { [transport] in
                    let response = try await transport.send(request)
                    activity.happened()
                    let isEnough = (200..<300).contains(response.status) ? watch.beginning?() : nil
                    return try await response.collected(upTo: request.limits.answerBytes) { piece in
                        activity.happened()
                        return isEnough?(piece) ?? false
                    }
                }
                group.addTask { try await activity.watch(for: request.limits.silence) }
                group.addTask {
                    try await Task.sleep(for: limit)
                    throw HTTPFailure.outOfTime
                }
                defer { group.cancelAll() }
                guard let first = try await group.next() else { throw CancellationError() }
                return .success(first)
            }
        } catch let failure as HTTPFailure {
            try Task.checkCancellation()
            return .failure(failure)
        } catch let error as CancellationError {
            throw error
        } catch {
            try Task.checkCancellation()
            // A transport that doesn't say what happened.
            return .failure(.brokenOff)
        }
    }
}

/// When something last arrived.
private final class Activity: Sendable {
    private let last = Mutex(ContinuousClock.now)

    func happened() { last.withLock { $0 = .now } }

    /// Waits until nothing has arrived for so long.
    func watch(for silence: Duration) async throws -> HTTPAnswer {
        while true {
            let due = last.withLock { $0 }.advanced(by: silence)
            guard due > .now else { throw HTTPFailure.silence }
            try await Task.sleep(until: due, clock: .continuous)
        }
    }
}

/// Somebody who looks at an answer while it arrives, and when it is there.
package struct AnswerWatch: Sendable {
    /// Makes for each attempt what is told of the pieces of a good answer, and says whether the rest needn't be waited for.
    package var beginning: (@Sendable () -> @Sendable ([UInt8]) -> Bool)?
    /// What a good answer says that went wrong all the same.
    package var failure: @Sendable (HTTPAnswer) -> ServiceFailure?

    package init(
        failure: @escaping @Sendable (HTTPAnswer) -> ServiceFailure? = { _ in nil }
    ) {
        self.failure = failure
    }
}
