#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// What is asked for before work begins, so that many who ask at once can't pass a limit together.
public struct ReservationRequest: Hashable, Sendable {
    /// Names the reservation. Asking again with the same id, after an answer got lost, gives the same reservation.
    public var id: String
    /// What the work is expected to use up at most.
    public var amount: UsageAmount
    /// When it is asked for; it decides the month, also where the work ends in the next.
    public var moment: Timestamp
    /// How long the amount is set aside, in seconds. After that it is free again: whoever asked is thought dead. Who is not can still settle.
    public var holding: Double

    /// Creates a request.
    public init(_ amount: UsageAmount, id: String = .newRecordID(), at moment: Timestamp = .now, holding: Double = 3_600) {
        self.id = id
        self.amount = amount
        self.moment = moment
        self.holding = holding
    }
}

/// What is set aside for work under way.
public struct Reservation: Hashable, Sendable, Codable {
    /// Names the reservation.
    public var id: String
    /// The month that it counts in.
    public var month: UsageMonth
    /// What is set aside.
    public var amount: UsageAmount
    /// When the amount is free again, unless it was settled or released before.
    public var expiresAt: Timestamp

    /// Creates a reservation, as a store does.
    public init(id: String, month: UsageMonth, amount: UsageAmount, expiresAt: Timestamp) {
        self.id = id
        self.month = month
        self.amount = amount
        self.expiresAt = expiresAt
    }

    /// Decides about a request. A store calls this in the transaction in which it then writes the reservation.
    ///
    /// - Parameters:
    ///   - request: What is asked for.
    ///   - tenant: Who asks.
    ///   - used: What the month has come to, with what others have set aside and not yet lost.
    /// - Throws: ``ExtractionError`` with the code `limitReached` where the amount would pass a limit of the tenant, `invalidRequest` for
    ///   amounts that can't be.
    public init(granting request: ReservationRequest, to tenant: Tenant, used: UsageAmount) throws {
        try request.amount.check()
        guard request.holding.isFinite, request.holding > 0 else {
            throw ExtractionError(.invalidRequest, "A reservation is held for more than 0 seconds; correct the time.")
        }
        if let limit = tenant.limits(at: request.moment).passed(by: used + request.amount, requesting: request.amount) {
            throw ExtractionError(
                .limitReached, "The limit of \(limit) a month is reached; wait for the next month or raise the tenant's tier.")
        }
        try self.init(
            id: request.id, month: tenant.month(of: request.moment), amount: request.amount,
            expiresAt: request.moment.adding(seconds: request.holding))
    }

    private enum CodingKeys: String, CodingKey {
        case id, month, amount
        case expiresAt = "expires_at"
    }
}

/// What a tenant has used up in a month.
public struct MonthlyUsage: Hashable, Sendable, Codable {
    /// The month.
    public var month: UsageMonth
    /// What was used up.
    public var used: UsageAmount
    /// What is set aside for work under way.
    public var reserved: UsageAmount

    /// Creates a month's usage.
    public init(month: UsageMonth, used: UsageAmount = UsageAmount(), reserved: UsageAmount = UsageAmount()) {
        self.month = month
        self.used = used
        self.reserved = reserved
    }
}

extension String {
    /// A new name for a record, that no other has: a random UUID (RFC 9562, version 4) in lower case.
    public static func newRecordID() -> String { UUID().uuidString.lowercased() }
}
