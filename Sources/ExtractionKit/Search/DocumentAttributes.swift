#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// What a document can be found by besides its text, and what to call it in a list.
public struct DocumentAttributes: Hashable, Sendable, Codable {
    /// What to call it, such as the file's name.
    public var title: String
    /// The folder it stands in, with `/` between the parts; empty for the topmost.
    public var folder: String
    /// The kind of document, such as `invoice`.
    public var type: String?
    /// The date that the document bears.
    public var date: CalendarDate?
    /// What the index was made of, such as a digest of the file and of the settings that it was read, cut and embedded with. The index only
    /// keeps it.
    public var revision: String
    /// The values of fields by name, in their order in the document. The column `amount` of the table `line_items` is the field
    /// `line_items.amount`.
    public var fields: [String: [SearchableValue]]

    /// Creates attributes.
    public init(
        title: String = "", folder: String = "", type: String? = nil, date: CalendarDate? = nil, revision: String = "",
        fields: [String: [SearchableValue]] = [:]
    ) {
        self.title = title
        self.folder = folder
        self.type = type
        self.date = date
        self.revision = revision
        self.fields = fields
    }

    /// The attributes that an extraction gives: its kind, its fields, and as date the first field of that type that doesn't say when
    /// something is due, delivered or expires.
    ///
    /// The fields of a file with several documents in it are those of all of them.
    public init(_ extraction: Extraction, folder: String = "", revision: String = "") {
        self.init(title: extraction.document.filename, folder: folder, type: extraction.documentType?.id, revision: revision)
        for field in extraction.allFields { add(field.value, as: field.name) }
        date =
            extraction.allFields.lazy.compactMap { field -> CalendarDate? in
                guard case .date(let date) = field.value, !Self.isOfLaterDay(field.name) else { return nil }
                return date
            }.first
    }

    private static func isOfLaterDay(_ name: String) -> Bool {
        ["due", "deliver", "expir", "best_before", "valid"].contains { name.contains($0) }
    }

    private mutating func add(_ value: FieldValue, as name: String) {
        if case .table(let rows) = value {
            for cell in rows.flatMap(\.cells) { add(cell.value, as: "\(name).\(cell.name)") }
        } else if let value = SearchableValue(value) {
            fields[name, default: []].append(value)
        }
    }
}

/// A field's value as far as it can be searched by.
public enum SearchableValue: Hashable, Sendable, Codable {
    /// Text, a name, an identifier, a time, `true` or `false`.
    case text(String)
    /// A number, an amount or a percentage, without its unit.
    case number(Double)
    /// A date.
    case date(CalendarDate)

    /// What can be searched of a field's value; `nil` for a table, whose cells are fields of their own.
    public init?(_ value: FieldValue) {
        switch value {
        case .text(let text), .time(let text): self = .text(text)
        case .date(let date): self = .date(date)
        case .number(let number, _), .money(let number, _), .percentage(let number):
            // By way of its digits: the nearest number, as reading them from a query gives it.
            guard let number = Double("\(number)"), number.isFinite else { return nil }
            self = .number(number)
        case .boolean(let isTrue): self = .text(isTrue ? "true" : "false")
        case .table: return nil
        }
    }

    private enum CodingKeys: CodingKey { case text, number, date }

    /// Reads an object with one of the keys `text`, `number` and `date`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let text = try container.decodeIfPresent(String.self, forKey: .text) {
            self = .text(text)
        } else if let number = try container.decodeIfPresent(Double.self, forKey: .number) {
            self = .number(number)
        } else {
            self = try .date(container.decode(CalendarDate.self, forKey: .date))
        }
    }

    /// Writes an object with one key.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .text(let text): try container.encode(text, forKey: .text)
        case .number(let number): try container.encode(number, forKey: .number)
        case .date(let date): try container.encode(date, forKey: .date)
        }
    }
}
