internal import ExtractionKit

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// A value on its way to a server.
package enum PostgresParameter: Hashable, Sendable {
    /// No value.
    case null
    /// Text, which the server takes for whatever type the statement wants there.
    case text(String)
    /// A value in the server's binary form, and the number of its type.
    case binary([UInt8], type: PostgresType)
}

/// The numbers of PostgreSQL's types that this layer knows (its catalogue file pg_type.dat). They never change.
package enum PostgresType: UInt32, Hashable, Sendable {
    case bool = 16
    case bytea = 17
    case name = 19
    case int8 = 20
    case int2 = 21
    case int4 = 23
    case text = 25
    case json = 114
    case float4 = 700
    case float8 = 701
    case boolArray = 1000
    case byteaArray = 1001
    case textArray = 1009
    case int8Array = 1016
    case float4Array = 1021
    case float8Array = 1022
    case char = 1042
    case varchar = 1043
    case timestamptz = 1184
    case timestamptzArray = 1185
    case jsonb = 3802
}

/// A type whose values can be parameters.
package protocol PostgresEncodable: Sendable {
    /// The value as the server takes it.
    var postgresParameter: PostgresParameter { get }
}

extension String: PostgresEncodable {
    package var postgresParameter: PostgresParameter { .text(self) }
}

extension Int: PostgresEncodable {
    package var postgresParameter: PostgresParameter { .binary(bigEndianBytes(of: Int64(self)), type: .int8) }
}

extension Bool: PostgresEncodable {
    package var postgresParameter: PostgresParameter { .binary([self ? 1 : 0], type: .bool) }
}

extension Double: PostgresEncodable {
    package var postgresParameter: PostgresParameter { .binary(bigEndianBytes(of: bitPattern), type: .float8) }
}

extension Date: PostgresEncodable {
    /// The nearest microsecond; the server counts them from the year 2000.
    package var postgresParameter: PostgresParameter {
        let microseconds = ((timeIntervalSinceReferenceDate + 31_622_400) * 1e6).rounded()
        // Outside of what 64 bits hold is outside of what the server takes: it has words for the two ends.
        let count = Int64(exactly: microseconds) ?? (microseconds < 0 ? .min : .max)
        return .binary(bigEndianBytes(of: count), type: .timestamptz)
    }
}

/// Bytes as the server's `bytea`.
package struct PostgresBytes: PostgresEncodable, Hashable {
    package var bytes: [UInt8]
    package init(_ bytes: [UInt8]) { self.bytes = bytes }
    package var postgresParameter: PostgresParameter { .binary(bytes, type: .bytea) }
}

/// A column of values as an array, for statements over many rows: `unnest(\(…), \(…))`.
package struct PostgresArray: PostgresEncodable {
    package let postgresParameter: PostgresParameter

    package init(_ values: [String?]) {
        self.init(values.map { $0.map { Array($0.utf8) } }, of: .text, as: .textArray)
    }
    package init(_ values: [Int?]) { self.init(values.map { $0.map { bigEndianBytes(of: Int64($0)) } }, of: .int8, as: .int8Array) }
    package init(_ values: [Double?]) {
        self.init(values.map { $0.map { bigEndianBytes(of: $0.bitPattern) } }, of: .float8, as: .float8Array)
    }
    package init(_ values: [Bool?]) { self.init(values.map { $0.map { [$0 ? 1 : 0] } }, of: .bool, as: .boolArray) }
    /// Numbers in digits, for statements that say `::numeric` of each.
    package init(_ values: [Decimal]) { self.init(values.map(\.description)) }
    package init(_ values: [PostgresBytes?]) { self.init(values.map { $0?.bytes }, of: .bytea, as: .byteaArray) }

    /// Numbers of single precision, of which there may be very many.
    init(single values: some Collection<Float>) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(20 + 8 * values.count)
        for header in [values.isEmpty ? 0 : 1, 0] { bytes.append(bigEndian: Int32(header)) }
        bytes.append(bigEndian: PostgresType.float4.rawValue)
        if !values.isEmpty {
            bytes.append(bigEndian: Int32(clamping: values.count))
            bytes.append(bigEndian: Int32(1))
        }
        for value in values {
            bytes.append(bigEndian: Int32(4))
            bytes.append(bigEndian: value.bitPattern)
        }
        postgresParameter = .binary(bytes, type: .float4Array)
    }

    /// Moments, from values that are parameters of the type `timestamptz`.
    init(moments values: [some PostgresEncodable]) {
        self.init(
            values.map { if case .binary(let bytes, _) = $0.postgresParameter { bytes } else { nil } }, of: .timestamptz,
            as: .timestamptzArray)
    }

    /// PostgreSQL's binary arrays: dimensions, whether there are nulls, the elements' type, then length and first index of the dimension, then
    /// each element behind its length, -1 for null.
    private init(_ elements: [[UInt8]?], of element: PostgresType, as type: PostgresType) {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: Int32(elements.isEmpty ? 0 : 1))
        bytes.append(bigEndian: Int32(elements.contains { $0 == nil } ? 1 : 0))
        bytes.append(bigEndian: element.rawValue)
        if !elements.isEmpty {
            bytes.append(bigEndian: Int32(clamping: elements.count))
            bytes.append(bigEndian: Int32(1))
        }
        for value in elements {
            bytes.append(bigEndian: value.map { Int32(clamping: $0.count) } ?? -1)
            if let value { bytes += value }
        }
        postgresParameter = .binary(bytes, type: type)
    }
}

func bigEndianBytes(of value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }

extension [UInt8] {
    mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }
}
