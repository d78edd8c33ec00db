/// The header fields of a request or an answer, in order; names are compared whatever their case.
public struct HTTPFields: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// A header field.
    public struct Field: Hashable, Sendable {
        /// The name as it was written.
        public var name: String
        /// The value.
        public var value: String
    }

    /// The fields.
    public private(set) var fields: [Field] = []

    /// Creates no fields.
    public init() {}

    /// Creates fields from names and values.
    public init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field(name: $0.0, value: $0.1) }
    }

    /// The first value of a name; setting it takes the place of all values of the name.
    public subscript(name: String) -> String? {
        get { fields.first { Self.areEqual($0.name, name) }?.value }
        set {
            fields.removeAll { Self.areEqual($0.name, name) }
            if let newValue { fields.append(Field(name: name, value: newValue)) }
        }
    }

    /// Adds a field beside those that are there.
    public mutating func append(_ name: String, _ value: String) { fields.append(Field(name: name, value: value)) }

    private static func areEqual(_ left: String, _ right: String) -> Bool { left.lowercased() == right.lowercased() }
}
