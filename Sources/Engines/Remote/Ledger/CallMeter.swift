public import ExtractionKit
public import Foundation
internal import Synchronization

/// What becomes known of a call while it is made.
public final class CallMeter: Sendable {
    struct Reading {
        var consumption = Consumption()
        var statedCost: Decimal?
        var attempts = 0
        var requests = 0
        var requestID: String?
    }

    private let reading = Mutex(Reading())

    init() {}

    /// Says what the service used up, as soon as it is known: a call that fails afterwards was still paid for.
    public func consumed(_ consumption: Consumption) { reading.withLock { $0.consumption = consumption } }

    /// Says what the service itself says that the call cost, in US dollars. It goes before the table of prices.
    public func cost(_ amount: Decimal) { if amount >= 0 { reading.withLock { $0.statedCost = amount } } }

    func began() { reading.withLock { $0.requests += 1 } }

    func attempted(_ requestID: String?) {
        reading.withLock { reading in
            reading.attempts += 1
            reading.requestID = requestID ?? reading.requestID
        }
    }

    var current: Reading { reading.withLock { $0 } }
}
