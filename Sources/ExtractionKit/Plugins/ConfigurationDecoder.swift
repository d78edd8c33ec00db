#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Reads settings strictly: what is left out keeps its default, and an unknown key is an error.
public enum ConfigurationDecoder {
    /// Reads the settings of a plugin or a plan.
    ///
    /// The keys that exist are those that the settings themselves ask for, at every depth, written in snake_case: the property `pageLimit` is
    /// the key `page_limit`.
    ///
    /// - Parameters:
    ///   - type: The settings.
    ///   - value: What a configuration says; `nil` for nothing.
    ///   - owner: Whose settings they are, for messages.
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration`, naming the path of the key and the nearest key that exists.
    public static func decode<C: PluginConfiguration>(
        _ type: C.Type, from value: JSONValue?, of owner: PluginID
    ) throws -> C {
        guard let value, value != .null else { return C() }
        do {
            let encoder = JSONEncoder()
            encoder.keyEncodingStrategy = .convertToSnakeCase
            let defaults = try JSONDecoder().decode(JSONValue.self, from: encoder.encode(C()))
            let recorder = KeyRecorder()
            let settings = try C(from: TreeDecoder(value: value.filled(from: defaults), codingPath: [], recorder: recorder))
            if let unknown = recorder.unknownKeys(in: value) { throw unknown }
            return settings
        } catch let error as DecodingError {
            throw ExtractionError(
                .invalidConfiguration, "The settings of '\(owner)' can't be used: \(error.configurationMessage)", cause: error)
        } catch let unknown as UnknownKey {
            let near = unknown.nearest.map { "; did you mean '\($0)'?" } ?? "."
            throw ExtractionError(
                .invalidConfiguration, "The settings of '\(owner)' have no key '\(unknown.path)'\(near)")
        }
    }
}

extension JSONValue {
    /// The value with the members that it lacks taken from another.
    fileprivate func filled(from defaults: JSONValue) -> JSONValue {
        guard case .object(let own) = self, case .object(let other) = defaults else { return self }
        return .object(other.merging(own) { $1.filled(from: $0) })
    }
}

extension DecodingError {
    fileprivate var configurationMessage: String {
        func path(_ context: Context) -> String { context.codingPath.map(\.stringValue).joined(separator: ".") }
        return switch self {
        case .typeMismatch(let type, let context): "'\(path(context))' must be a value of the kind \(type)."
        case .valueNotFound(_, let context): "'\(path(context))' must not be null."
        case .keyNotFound(let key, let context): "'\(path(context).isEmpty ? "" : path(context) + ".")\(key.stringValue)' is missing."
        case .dataCorrupted(let context): "'\(path(context))' has a value that isn't allowed."
        @unknown default: "a value isn't allowed."
        }
    }
}

private struct UnknownKey: Error {
    var path: String
    var nearest: String?
}

/// Remembers which keys were asked for at each place. Used by one decoding at a time, on one thread.
private final class KeyRecorder {
    private var known: [String: Set<String>] = [:]

    func record(_ key: String, at path: [any CodingKey]) {
        known[path.map(\.stringValue).joined(separator: "."), default: []].insert(key)
    }

    /// The first key, in the order of the alphabet, that nobody asked for. Objects that were taken whole are skipped.
    func unknownKeys(in value: JSONValue, at path: String = "") -> UnknownKey? {
        switch value {
        case .object(let object):
            guard let keys = known[path] else { return nil }
            for (key, member) in object.sorted(by: { $0.key < $1.key }) {
                let place = path.isEmpty ? key : "\(path).\(key)"
                if !keys.contains(key) { return UnknownKey(path: place, nearest: key.nearest(in: keys)) }
                if let unknown = unknownKeys(in: member, at: place) { return unknown }
            }
            return nil
        case .array(let array):
            for (index, element) in array.enumerated() {
                if let unknown = unknownKeys(in: element, at: path.isEmpty ? "\(index)" : "\(path).\(index)") { return unknown }
            }
            return nil
        default: return nil
        }
    }
}

/// Decodes a tree of values and records the keys that are asked for.
private struct TreeDecoder: Decoder {
    var value: JSONValue
    var codingPath: [any CodingKey]
    var recorder: KeyRecorder
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let object) = value else { throw mismatch([String: JSONValue].self) }
        return KeyedDecodingContainer(Keyed(object: object, decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let array) = value else { throw mismatch([JSONValue].self) }
        return Unkeyed(array: array, decoder: self)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { Single(decoder: self) }

    func mismatch(_ type: Any.Type) -> DecodingError {
        .typeMismatch(type, .init(codingPath: codingPath, debugDescription: "Another kind of value was found."))
    }

    func nested(_ value: JSONValue, _ key: any CodingKey) -> TreeDecoder {
        TreeDecoder(value: value, codingPath: codingPath + [key], recorder: recorder)
    }

    /// Leaves are read by Foundation's decoder, which knows how numbers fit into types; containers come back here.
    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        if let value = value as? T { return value }
        switch value {
        case .object, .array:
            guard !(T.self is any Scalar.Type) else { throw mismatch(T.self) }
            return try T(from: self)
        default:
            do {
                return try JSONDecoder().decode(T.self, from: JSONEncoder().encode(value))
            } catch DecodingError.typeMismatch {
                throw mismatch(T.self)
            } catch DecodingError.valueNotFound {
                throw DecodingError.valueNotFound(T.self, .init(codingPath: codingPath, debugDescription: "null"))
            } catch is DecodingError {
                throw DecodingError.dataCorrupted(.init(codingPath: codingPath, debugDescription: "The value isn't allowed."))
            }
        }
    }

    struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
        var object: [String: JSONValue]
        var decoder: TreeDecoder
        var codingPath: [any CodingKey] { decoder.codingPath }
        var allKeys: [Key] {
            object.keys.compactMap { name in
                decoder.recorder.record(name, at: codingPath)
                return Key(stringValue: name)
            }
        }

        func value(_ key: Key) throws -> TreeDecoder {
            let name = recorded(key)
            guard let value = object[name] else {
                throw DecodingError.keyNotFound(FileKey(name), .init(codingPath: codingPath, debugDescription: "The key is missing."))
            }
            return decoder.nested(value, FileKey(name))
        }

        func contains(_ key: Key) -> Bool {
            object[recorded(key)] != nil
        }

        /// The key as files write it. The keys of a dictionary are the user's own and stay as they are.
        private func recorded(_ key: Key) -> String {
            let name = object[key.stringValue] == nil ? key.stringValue.snakeCased : key.stringValue
            decoder.recorder.record(name, at: codingPath)
            return name
        }

        func decodeNil(forKey key: Key) throws -> Bool { try value(key).value == .null }
        func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try value(key).decode(type) }
        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) throws -> KeyedDecodingContainer<Nested> { try value(key).container(keyedBy: type) }
        func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { try value(key).unkeyedContainer() }
        func superDecoder() throws -> any Decoder { decoder }
        func superDecoder(forKey key: Key) throws -> any Decoder { try value(key) }
    }

    struct Unkeyed: UnkeyedDecodingContainer {
        var array: [JSONValue]
        var decoder: TreeDecoder
        var currentIndex = 0
        var codingPath: [any CodingKey] { decoder.codingPath }
        var count: Int? { array.count }
        var isAtEnd: Bool { currentIndex >= array.count }

        mutating func next() throws -> TreeDecoder {
            guard !isAtEnd else {
                throw DecodingError.valueNotFound(
                    JSONValue.self, .init(codingPath: codingPath, debugDescription: "The array is shorter."))
            }
            defer { currentIndex += 1 }
            return decoder.nested(array[currentIndex], IndexKey(currentIndex))
        }

        mutating func decodeNil() throws -> Bool {
            guard !isAtEnd, array[currentIndex] == .null else { return false }
            currentIndex += 1
            return true
        }
        mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try next().decode(type) }
        mutating func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type
        ) throws -> KeyedDecodingContainer<Nested> { try next().container(keyedBy: type) }
        mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }
        mutating func superDecoder() throws -> any Decoder { try next() }
    }

    struct Single: SingleValueDecodingContainer {
        var decoder: TreeDecoder
        var codingPath: [any CodingKey] { decoder.codingPath }
        func decodeNil() -> Bool { decoder.value == .null }
        func decode<T: Decodable>(_ type: T.Type) throws -> T { try decoder.decode(type) }
    }

    struct FileKey: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    struct IndexKey: CodingKey {
        var intValue: Int?
        var stringValue: String { "\(intValue ?? 0)" }
        init(_ index: Int) { intValue = index }
        init?(intValue: Int) { self.intValue = intValue }
        init?(stringValue: String) { nil }
    }
}

/// What decodes itself from a single value, and would ask for it without end where a container stands.
private protocol Scalar {}
extension Bool: Scalar {}
extension String: Scalar {}
extension Double: Scalar {}
extension Float: Scalar {}
extension Int: Scalar {}
extension Int8: Scalar {}
extension Int16: Scalar {}
extension Int32: Scalar {}
extension Int64: Scalar {}
extension UInt: Scalar {}
extension UInt8: Scalar {}
extension UInt16: Scalar {}
extension UInt32: Scalar {}
extension UInt64: Scalar {}
extension Decimal: Scalar {}

extension String {
    /// `pageLimit` as `page_limit`, the way JSONEncoder converts it.
    var snakeCased: String {
        var result = ""
        let characters = Array(self)
        for (index, character) in characters.enumerated() {
            let startsWord =
                character.isUppercase && index > 0
                && (characters[index - 1].isLowercase || (index + 1 < characters.count && characters[index + 1].isLowercase))
            result += (startsWord ? "_" : "") + character.lowercased()
        }
        return result
    }

    /// The candidate that differs from the string by the fewest edits, if that is at most a third of its length.
    func nearest(in candidates: some Sequence<String>) -> String? {
        candidates.map { ($0, editDistance(to: $0)) }
            .filter { $0.1 <= Swift.max(2, count / 3) }
            .min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
    }

    /// The Levenshtein distance: the fewest insertions, deletions and substitutions of characters.
    func editDistance(to other: String) -> Int {
        let target = Array(other)
        var row = Array(0...target.count)
        for (index, character) in enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in target.indices {
                let substituted = diagonal + (character == target[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = Swift.min(substituted, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[target.count]
    }
}
