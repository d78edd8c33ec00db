public import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Decides whether an extracted value says the same as the true one, whatever its form.
///
/// - Numbers are equal when their values are: `1234.5` is `"1,234.50"` and `"$1 234,50"`.
/// - Dates are equal when they are the same day: `2026-03-31` is `31/03/2026` and `31 Mar 2026`. Where day and month could be either, the
///   ``dateOrder`` decides.
/// - Other text is equal when its words are: NFC, case folded, and each run of white space and punctuation one blank.
/// - Lists are equal in order, objects by key; a member that is absent equals one that says nothing.
public struct ValueComparison: Hashable, Sendable, Codable {
    /// How `03/04/2026` is read.
    public var dateOrder: PrintedDate.Order

    /// Creates a comparison.
    public init(dateOrder: PrintedDate.Order = .dayFirst) { self.dateOrder = dateOrder }

    /// Whether both say the same.
    public func areEqual(_ truth: JSONValue, _ found: JSONValue) -> Bool {
        switch (truth, found) {
        case _ where truth.isAbsent || found.isAbsent: truth.isAbsent && found.isAbsent
        case (.number(let truth), .number(let found)): truth == found
        case (.number(let number), .string(let text)), (.string(let text), .number(let number)): PrintedNumber(text)?.value == number
        case (.bool(let truth), .bool(let found)): truth == found
        case (.bool(let bool), .string(let text)), (.string(let text), .bool(let bool)): truthValue(text) == bool
        case (.string(let truth), .string(let found)): areEqual(text: truth, found)
        case (.array(let truth), .array(let found)):
            truth.count == found.count && zip(truth, found).allSatisfy { areEqual($0, $1) }
        case (.object(let truth), .object(let found)):
            Set(truth.keys).union(found.keys).allSatisfy { areEqual(truth[$0] ?? .null, found[$0] ?? .null) }
        default: false
        }
    }

    private func areEqual(text truth: String, _ found: String) -> Bool {
        if let truth = PrintedDate(truth, order: dateOrder), let found = PrintedDate(found, order: dateOrder) {
            return truth.date == found.date
        }
        return Self.folded(truth) == Self.folded(found)
    }

    private func truthValue(_ text: String) -> Bool? {
        switch Self.folded(text) {
        case "true", "yes", "1": true
        case "false", "no", "0": false
        default: nil
        }
    }

    /// The words of a text, separated by single blanks. Text of punctuation alone stays as it is.
    static func folded(_ text: String) -> String {
        let normalised = TextNormalisation.caseFolded(text)
        let words = normalised.split { $0.isWhitespace || $0.isPunctuation }.joined(separator: " ")
        return words.isEmpty ? normalised : words
    }
}
