#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension FieldValue {
    /// The value in the form by which a store looks documents up: text in lower case with single blanks, numbers with the shortest
    /// digits and without unit, dates as `YYYY-MM-DD`. At most 200 bytes of UTF-8 count. `nil` for tables and for text without content.
    public var lookupKey: String? {
        switch self {
        case .text(let text), .time(let text):
            var key = text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
            // A database may not keep it.
            key.removeAll { $0 == "\0" }
            while key.utf8.count > 200 { key.removeLast() }
            return key.isEmpty ? nil : key
        case .date(let date): return date.description
        case .number(let number, _), .money(let number, _), .percentage(let number): return "\(number)"
        case .boolean(let bool): return bool ? "true" : "false"
        case .table: return nil
        }
    }

    /// Reads a number in digits with at most one point, as a person writes it who looks for it; `nil` for anything else.
    init?(plainNumber text: String) {
        let trimmed = text.split(whereSeparator: \.isWhitespace).joined()
        guard trimmed.wholeMatch(of: /-?[0-9]{1,30}(\.[0-9]{1,12})?/) != nil, let number = Decimal(string: trimmed) else { return nil }
        self = .number(number, unit: nil)
    }
}

extension Extraction {
    /// The values by which a store looks the document up: the name of a field and the ``FieldValue/lookupKey`` of its value, each pair once.
    public var lookupKeys: [LookupKey] {
        var seen: Set<LookupKey> = []
        return allFields.compactMap { field in field.value.lookupKey.map { LookupKey(name: field.name, key: $0) } }
            .filter { seen.insert($0).inserted }
    }

    /// A value by which a store looks a document up.
    public struct LookupKey: Hashable, Sendable {
        /// The field's name.
        public var name: String
        /// The value's ``FieldValue/lookupKey``.
        public var key: String
    }
}
