#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Somebody whose records are kept apart, and what they may use up.
public struct Tenant: Hashable, Sendable, Codable {
    /// Names the tenant.
    public let id: TenantID
    /// What people call the tenant.
    public var name: String
    /// What the tenant has paid for.
    public var tier: Tier
    /// What the tenant may try before that; `nil` for nothing.
    public var trial: Trial?
    /// The time zone by whose calendar months begin, by its IANA name such as `Europe/Vienna`.
    public var timeZoneName: String
    /// Since when the tenant is known.
    public var createdAt: Timestamp

    /// Creates a tenant.
    public init(
        id: TenantID, name: String, tier: Tier = .free, trial: Trial? = nil, timeZoneName: String = "GMT", createdAt: Timestamp = .now
    ) {
        self.id = id
        self.name = name
        self.tier = tier
        self.trial = trial
        self.timeZoneName = timeZoneName
        self.createdAt = createdAt
    }

    /// What may be used up in the month of that moment: the trial's limits while it lasts, then the tier's.
    public func limits(at moment: Timestamp) -> UsageLimits {
        if let trial, moment < trial.ends { trial.tier.limits } else { tier.limits }
    }

    /// The month that a moment lies in, by the tenant's calendar.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` where the system doesn't know the time zone.
    public func month(of moment: Timestamp) throws -> UsageMonth {
        guard let zone = TimeZone(identifier: timeZoneName) else {
            throw ExtractionError(
                .invalidConfiguration, "The tenant's time zone isn't known here; use a name such as 'Europe/Vienna', or 'GMT'.")
        }
        return UsageMonth(of: moment, in: zone)
    }

    /// A time in which a tenant may use what another tier has.
    public struct Trial: Hashable, Sendable, Codable {
        /// What may be used.
        public var tier: Tier
        /// When it is over.
        public var ends: Timestamp

        /// Creates a trial.
        public init(tier: Tier, ends: Timestamp) {
            self.tier = tier
            self.ends = ends
        }
    }

    private enum CodingKeys: String, CodingKey {
        case id, name, tier, trial
        case timeZoneName = "time_zone"
        case createdAt = "created_at"
    }
}

/// What a tenant can buy: a name and limits.
public struct Tier: Hashable, Sendable, Codable {
    /// The name in scripts.
    public var id: String
    /// What may be used up in a month.
    public var limits: UsageLimits

    /// Creates a tier. The ones that are built in are only suggestions.
    public init(id: String, limits: UsageLimits) {
        self.id = id
        self.limits = limits
    }

    /// 5 documents a month.
    public static let free = Tier(id: "free", limits: UsageLimits(documents: 5))
    /// 1,000 documents a month.
    public static let starter = Tier(id: "starter", limits: UsageLimits(documents: 1_000))
    /// 5,000 documents a month.
    public static let professional = Tier(id: "professional", limits: UsageLimits(documents: 5_000))
    /// No limits: for programs that serve nobody but who runs them.
    public static let unlimited = Tier(id: "unlimited", limits: UsageLimits())
}
