public import ExtractionKit
public import Foundation

/// What calls cost, in US dollars. Prices are settings: they change, and differ by contract and region, so none is built in.
///
/// ```yaml
/// prices:
///   - {model: prebuilt-layout, effective: 2026-01-01, per_thousand_pages: 10}
///   - {model: gpt-4o-mini, per_million_prompt_tokens: 0.15, per_million_completion_tokens: 0.60}
/// ```
public struct Price: Hashable, Sendable, Codable {
    /// `model`: the model as calls name it; `*` for every one that has no price of its own.
    public var model: String
    /// `effective`: the first day of the price, `YYYY-MM-DD` in UTC; `nil` for ever.
    public var effective: String?
    /// `per_call`.
    public var perCall: Decimal?
    /// `per_thousand_pages`.
    public var perThousandPages: Decimal?
    /// `per_million_prompt_tokens`.
    public var perMillionPromptTokens: Decimal?
    /// `per_million_cached_tokens`: what tokens from the service's cache cost; by default what others do.
    public var perMillionCachedTokens: Decimal?
    /// `per_million_completion_tokens`.
    public var perMillionCompletionTokens: Decimal?

    /// Creates a price of nothing.
    public init(model: String, effective: String? = nil) {
        self.model = model
        self.effective = effective
    }

    /// What a consumption costs.
    public func cost(of consumption: Consumption) -> Decimal {
        let cached = Decimal(consumption.cachedTokens), prompt = Decimal(consumption.promptTokens)
        let promptPrice = perMillionPromptTokens ?? 0
        var cost = perCall ?? 0
        cost += (perThousandPages ?? 0) * Decimal(consumption.pages) / 1_000
        cost += (promptPrice * (prompt - cached) + (perMillionCachedTokens ?? promptPrice) * cached) / 1_000_000
        cost += (perMillionCompletionTokens ?? 0) * Decimal(consumption.completionTokens) / 1_000_000
        return cost
    }
}

/// The prices of a service's models.
public struct PriceTable: Hashable, Sendable, Codable {
    /// The prices, in any order.
    public var prices: [Price]

    /// Creates a table.
    public init(_ prices: [Price] = []) { self.prices = prices }

    /// Reads a list of prices.
    public init(from decoder: any Decoder) throws { prices = try decoder.singleValueContainer().decode([Price].self) }

    /// Writes a list of prices.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(prices)
    }

    /// The price of a model on a day: its own before that of `*`, the latest of those that have begun.
    public func price(of model: String, on day: CalendarDate) -> Price? {
        let begun = prices.filter { price in price.effective.map { $0 <= day.description } ?? true }
        func latest(_ name: String) -> Price? {
            begun.filter { $0.model == name }.max { ($0.effective ?? "") < ($1.effective ?? "") }
        }
        return latest(model) ?? latest("*")
    }

    /// Refuses prices that can't be meant.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `invalidConfiguration`.
    public func check() throws {
        for price in prices {
            let amounts = [
                price.perCall, price.perThousandPages, price.perMillionPromptTokens, price.perMillionCachedTokens,
                price.perMillionCompletionTokens,
            ]
            guard amounts.allSatisfy({ $0.map { $0 >= 0 } ?? true }), price.effective.map({ CalendarDate($0) != nil }) ?? true else {
                throw ExtractionError(
                    .invalidConfiguration, "The price of '\(price.model)' is below 0, or its 'effective' isn't a day, YYYY-MM-DD.")
            }
        }
    }
}

extension CalendarDate {
    /// The day in UTC of a moment in seconds since 1970.
    init?(secondsSince1970: Double) {
        guard secondsSince1970.isFinite, (0..<2e11).contains(secondsSince1970) else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month, .day], from: Date(timeIntervalSince1970: secondsSince1970))
        guard let year = parts.year, let month = parts.month, let day = parts.day else { return nil }
        self.init(year: year, month: month, day: day)
    }
}
