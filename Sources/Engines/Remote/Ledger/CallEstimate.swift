public import ExtractionKit
public import Foundation

/// What an engine of a service expects to use up for a document, rather too much than too little.
public struct CallEstimate: Hashable, Sendable {
    /// The model that would be asked.
    public var model: String
    /// How many calls there would be, without further attempts.
    public var calls: Int
    /// What they would use up together.
    public var consumption: Consumption
    /// What they would cost in US dollars; `nil` where the settings have no price for the model.
    public var cost: Decimal?
}

/// An engine that can say beforehand what it would use up, without calling anybody.
public protocol EstimatingEngine {
    /// What a document of so many pages would use up.
    ///
    /// - Parameter pages: How many pages would be read, and that none of them can be read without the service.
    func estimate(pages: Int) -> CallEstimate
}

extension ServiceClient {
    /// An estimate with what the settings say that it costs today.
    public func estimate(model: String, calls: Int, consumption: Consumption) -> CallEstimate {
        var estimate = CallEstimate(model: model, calls: calls, consumption: consumption)
        if let price = price(of: model, at: now) {
            // What is charged for a call is in the price of each.
            estimate.cost = price.cost(of: consumption) + (price.perCall ?? 0) * Decimal(max(0, calls - 1))
        }
        return estimate
    }
}
