/// What a type is decoded from, property by property.
protocol PropertySource {
    /// Whether there is something for a property.
    func has(_ name: String) -> Bool
    /// The value of a property.
    func value<Value: Decodable>(_ type: Value.Type, of name: String) throws -> Value
}

/// Decodes a type with named properties from a source. Names are those of the fields: `dueDate` is `due_date`.
struct RecordDecoder<Source: PropertySource>: Decoder {
    var source: Source
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(Properties<Key>(source: source))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw Self.notARecord }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { throw Self.notARecord }

    static var notARecord: ExtractionError {
        ExtractionError(
            .invalidRequest,
            "Fields can be properties of the types String, Bool, Int, Double, Decimal, CalendarDate, an enum of strings that is CaseIterable, and arrays of structs of these."
        )
    }

    private struct Properties<Key: CodingKey>: KeyedDecodingContainerProtocol {
        var source: Source
        var codingPath: [any CodingKey] { [] }
        var allKeys: [Key] { [] }

        func contains(_ key: Key) -> Bool { source.has(key.stringValue.snakeCased) }
        func decodeNil(forKey key: Key) -> Bool { !contains(key) }
        func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
            try source.value(type, of: key.stringValue.snakeCased)
        }

        func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try source.value(type, of: key.stringValue.snakeCased) }
        func decode(_ type: String.Type, forKey key: Key) throws -> String { try source.value(type, of: key.stringValue.snakeCased) }
        func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try source.value(type, of: key.stringValue.snakeCased) }
        func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try source.value(type, of: key.stringValue.snakeCased) }
        func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try source.value(type, of: key.stringValue.snakeCased) }
        func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try source.value(type, of: key.stringValue.snakeCased) }
        func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try source.value(type, of: key.stringValue.snakeCased) }
        func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try source.value(type, of: key.stringValue.snakeCased) }
        func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try source.value(type, of: key.stringValue.snakeCased) }
        func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try source.value(type, of: key.stringValue.snakeCased) }
        func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try source.value(type, of: key.stringValue.snakeCased) }
        func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try source.value(type, of: key.stringValue.snakeCased) }
        func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try source.value(type, of: key.stringValue.snakeCased) }
        func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try source.value(type, of: key.stringValue.snakeCased) }

        func nestedContainer<NestedKey: CodingKey>(
            keyedBy type: NestedKey.Type, forKey key: Key
        ) throws -> KeyedDecodingContainer<NestedKey> { throw RecordDecoder.notARecord }
        func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw RecordDecoder.notARecord }
        func superDecoder() throws -> any Decoder { throw RecordDecoder.notARecord }
        func superDecoder(forKey key: Key) throws -> any Decoder { throw RecordDecoder.notARecord }
    }
}

/// An array of records, which is a table.
protocol RecordArray {
    /// The type of the rows.
    static var row: any Decodable.Type { get }
    /// Decodes the rows.
    init(rows: [any Decoder]) throws
}

extension Array: RecordArray where Element: Decodable {
    static var row: any Decodable.Type { Element.self }
    init(rows: [any Decoder]) throws { self = try rows.map(Element.init(from:)) }
}

/// The cases of an enum of strings, with their strings; `nil` for another type.
func choices<Value>(of type: Value.Type) -> [(text: String, value: Value)]? {
    func cases<Enum: CaseIterable>(of type: Enum.Type) -> [Any] { Array(type.allCases) }
    guard let type = type as? any CaseIterable.Type else { return nil }
    let choices = cases(of: type).compactMap { element -> (text: String, value: Value)? in
        guard let text = (element as? any RawRepresentable)?.rawValue as? String, let value = element as? Value else { return nil }
        return (text, value)
    }
    return choices.isEmpty ? nil : choices
}
