internal import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension Double {
    /// With so many digits behind the point, the same on every machine and in every locale; `–` for what isn't a number.
    func fixed(_ digits: Int) -> String {
        guard isFinite, abs(self) < 1e15 else { return "–" }
        let scale = (0..<digits).reduce(1.0) { product, _ in product * 10 }
        let units = Int64((abs(self) * scale).rounded())
        let sign = self < 0 && units > 0 ? "−" : ""
        guard digits > 0 else { return "\(sign)\(units)" }
        let fraction = String(units % Int64(scale))
        return "\(sign)\(units / Int64(scale)).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
    }
}

extension MetricDefinition {
    /// A value for people: shares in per cent without the sign, times in seconds.
    func formatted(_ value: Double) -> String {
        switch unit {
        case .ratio, .errorsPerUnit: (value * 100).fixed(1)
        case .count, .characters: value.fixed(0)
        case .seconds: value.fixed(value < 10 ? 2 : 1)
        case .pagesPerSecond: value.fixed(2)
        case .bytes: (value / 1_048_576).fixed(0) + " MiB"
        case .dollars: "$" + value.fixed(4)
        }
    }

    /// A value with its interval: `97.1 [95.2, 98.4]`.
    func formatted(_ interval: ConfidenceInterval) -> String {
        "\(formatted(interval.estimate)) [\(formatted(interval.lower)), \(formatted(interval.upper))]"
    }

    /// The title with what the numbers are and which way is better.
    var heading: String {
        let unit: String? =
            switch unit {
            case .ratio, .errorsPerUnit: "%"
            case .seconds: "s"
            case .count, .characters, .pagesPerSecond, .bytes, .dollars: nil
            }
        return "\(title)\(unit.map { ", \($0)" } ?? "")\(direction.arrow.map { " \($0)" } ?? "")"
    }
}

extension Usage {
    /// The cost as a number to draw and print; sums are made with all digits before.
    var dollars: Double { Double("\(cost)") ?? .nan }
}
