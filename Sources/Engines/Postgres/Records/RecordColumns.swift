package import ExtractionKit

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

// How the values of records stand in columns.

extension TenantID: PostgresEncodable {
    package var postgresParameter: PostgresParameter { .text(rawValue) }
}

extension UsageMonth: PostgresEncodable {
    package var postgresParameter: PostgresParameter { .text(description) }
}

extension Timestamp: PostgresEncodable, PostgresDecodable {
    /// Between the beginnings of 1970 and 2000, in milliseconds.
    private static let offset: Int64 = 946_684_800_000

    package var postgresParameter: PostgresParameter {
        .binary(bigEndianBytes(of: (milliseconds - Self.offset) * 1_000), type: .timestamptz)
    }

    package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
        guard type == .timestamptz, bytes.count == 8 else { return nil }
        let microseconds = Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
        // Nobody but this program writes here, and it writes whole milliseconds.
        let (milliseconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000)
        self.init(milliseconds: (rest < 0 ? milliseconds - 1 : milliseconds).addingReportingOverflow(Self.offset).partialValue)
    }
}

extension Decimal: PostgresEncodable, PostgresDecodable {
    /// In digits, for statements that say `::numeric` after it.
    package var postgresParameter: PostgresParameter { .text(description) }

    /// Statements give it as text.
    package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
        guard let text = String(postgres: bytes, type: type), let value = Decimal(string: text) else { return nil }
        self = value
    }
}

/// Records as JSON.
enum RecordJSON {
    static func text(of value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        // In the same order on every machine: a recognition's key is found by its text.
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try String(decoding: encoder.encode(value), as: UTF8.self)
        } catch {
            throw ExtractionError(.invalidRequest, "A record holds a value that JSON can't, such as a number that isn't one; correct it.")
        }
    }

    static func value<Value: Decodable>(_ type: Value.Type, of bytes: [UInt8]) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            // The error would quote what stands there.
            throw ExtractionError(.schemaMismatch, "A record of the database can't be read; use the version of the program that wrote it.")
        }
    }
}

extension PostgresRow {
    mutating func nextJSON<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try RecordJSON.value(type, of: next(PostgresBytes.self).bytes)
    }

    mutating func nextJSONIfPresent<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value? {
        try nextIfPresent(PostgresBytes.self).map { try RecordJSON.value(type, of: $0.bytes) }
    }

    /// The seven columns of an amount: documents, queries, pages, calls, prompt and completion tokens, and the cost as text.
    mutating func nextAmount() throws -> UsageAmount { try UsageAmount(documents: next(), queries: next(), usage: nextUsage()) }

    /// Pages, calls, prompt and completion tokens, and the cost as text.
    mutating func nextUsage() throws -> Usage {
        try Usage(pages: next(), calls: next(), promptTokens: next(), completionTokens: next(), cost: next())
    }
}

extension PostgresResult {
    /// Reads all rows.
    func map<Value>(_ read: (inout PostgresRow) throws -> Value) throws -> [Value] {
        try rows.map { row in
            var row = row
            return try read(&row)
        }
    }
}
