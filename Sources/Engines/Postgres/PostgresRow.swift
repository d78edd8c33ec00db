internal import CPostgres
internal import ExtractionKit

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// What a statement answered. It stays on the connection's thread.
package final class PostgresResult {
    private let result: OpaquePointer

    init(_ result: OpaquePointer) { self.result = result }

    deinit { PQclear(result) }

    /// The rows.
    package var rows: some RandomAccessCollection<PostgresRow> {
        (0..<Int(PQntuples(result))).lazy.map { PostgresRow(result: self, number: Int32($0)) }
    }

    /// The first row, or `nil` where there is none.
    package var first: PostgresRow? { PQntuples(result) > 0 ? PostgresRow(result: self, number: 0) : nil }

    /// The number of rows that the statement wrote or gave.
    package var count: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    /// What the server did, such as `COMMIT`.
    var command: String { String(cString: PQcmdStatus(result)) }

    fileprivate func withField<R>(_ row: Int32, _ column: Int32, _ body: (UnsafeRawBufferPointer?, PostgresType?) throws -> R) throws -> R {
        guard column < PQnfields(result) else { throw PostgresDecodingError(column: Int(column)) }
        guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else { return try body(nil, nil) }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, column)))
        return try body(bytes, PostgresType(rawValue: PQftype(result, column)))
    }
}

/// A row, whose columns are read from the left to the right.
package struct PostgresRow {
    fileprivate let result: PostgresResult
    fileprivate let number: Int32
    fileprivate var column: Int32 = 0

    fileprivate init(result: PostgresResult, number: Int32) {
        self.result = result
        self.number = number
    }

    /// The next column, or `nil` where it has no value.
    package mutating func nextIfPresent<Value: PostgresDecodable>(_ type: Value.Type = Value.self) throws -> Value? {
        defer { column += 1 }
        return try result.withField(number, column) { bytes, type in
            guard let bytes else { return nil }
            guard let type, let value = Value(postgres: bytes, type: type) else { throw PostgresDecodingError(column: Int(column)) }
            return value
        }
    }

    /// The next column.
    package mutating func next<Value: PostgresDecodable>(_ type: Value.Type = Value.self) throws -> Value {
        let place = Int(column)
        guard let value = try nextIfPresent(type) else { throw PostgresDecodingError(column: place) }
        return value
    }
}

/// A column that holds something else than the program expects.
struct PostgresDecodingError: ExtractionErrorConvertible {
    var column: Int
    var extractionError: ExtractionError {
        ExtractionError(
            .engineFailure,
            "Column \(column + 1) of an answer of PostgreSQL isn't of the type that was expected; is the database of this program?")
    }
}

/// A type that can be read from a column, in the server's binary form.
package protocol PostgresDecodable {
    /// Reads a value, or gives `nil` where it is of another type.
    init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType)
}

extension Int: PostgresDecodable {
    package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
        switch (type, bytes.count) {
        case (.int8, 8): self = Int(bytes.bigEndian(Int64.self))
        case (.int4, 4): self = Int(bytes.bigEndian(Int32.self))
        case (.int2, 2): self = Int(bytes.bigEndian(Int16.self))
        default: return nil
        }
    }
}

extension Bool: PostgresDecodable {
    package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
        guard type == .bool, let byte = bytes.first else { return nil }
        self = byte != 0
    }
}

extension Double: PostgresDecodable {
    package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
        switch (type, bytes.count) {
        case (.float8, 8): self = Double(bitPattern: bytes.bigEndian(UInt64.self))
        case (.float4, 4): self = Double(Float(bitPattern: bytes.bigEndian(UInt32.self)))
        default: return nil
        }
    }
}

extension String: PostgresDecodable {
    package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
        switch type {
        case .text, .varchar, .char, .name, .json: self.init(decoding: bytes, as: UTF8.self)
        // A version byte stands in front.
        case .jsonb: self.init(decoding: bytes.dropFirst(), as: UTF8.self)
        default: return nil
        }
    }
}

extension Date: PostgresDecodable {
    package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
        guard type == .timestamptz, bytes.count == 8 else { return nil }
        self.init(timeIntervalSinceReferenceDate: Double(bytes.bigEndian(Int64.self)) / 1e6 - 31_622_400)
    }
}

extension PostgresBytes: PostgresDecodable {
    package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
        switch type {
        case .bytea, .json, .text: self.init(Array(bytes))
        case .jsonb: self.init(Array(bytes.dropFirst()))
        default: return nil
        }
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func bigEndian<Number: FixedWidthInteger>(_: Number.Type) -> Number { Number(bigEndian: loadUnaligned(as: Number.self)) }
}
