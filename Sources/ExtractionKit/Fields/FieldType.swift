/// What kind of value a field holds; it decides how text is normalised and checked.
public enum FieldType: String, Hashable, Sendable, Codable, CaseIterable {
    /// Any text, or whatever the field's name suggests.
    case any
    /// Running text.
    case text
    /// The name of a person, an organisation or a product.
    case name
    /// A postal address.
    case address
    /// A number or code that identifies something; it keeps its letters, digits and signs.
    case identifier
    /// A calendar date.
    case date
    /// A time of day.
    case time
    /// A number, perhaps with a unit.
    case number
    /// An amount of money.
    case money
    /// A percentage.
    case percentage
    /// The code of a currency, ISO 4217.
    case currency
    /// An e-mail address.
    case email
    /// A telephone number.
    case phone
    /// Yes or no.
    case boolean
    /// One of a few words, listed in the schema.
    case choice
    /// Rows of fields.
    case table
}
