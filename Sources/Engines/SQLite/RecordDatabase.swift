internal import ExtractionKit
internal import Foundation
internal import GRDB

/// The database file, and what its errors mean.
struct RecordDatabase: Sendable {
    let pool: DatabasePool

    init(path: String, configuration: SQLiteRecordStore.Configuration) throws {
        var settings = GRDB.Configuration()
        // Another process may be writing.
        settings.busyMode = .timeout(configuration.busySeconds)
        settings.maximumReaderCount = max(1, configuration.readers)
        settings.label = "records"
        let prepare = configuration.prepare
        settings.prepareDatabase { database in
            // A commit that has returned survives a loss of power, not only the end of the process.
            try database.execute(sql: "PRAGMA synchronous = FULL")
            // The indexes of some ten thousand documents stay in memory, and the log is carried over into the file in larger portions than of
            // 1,000 pages: inserting doesn't get slower with the number of documents then.
            try database.execute(sql: "PRAGMA cache_size = -32768")
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 8000")
            try prepare(database)
        }
        do {
            pool = try DatabasePool(path: path, configuration: settings)
        } catch {
            throw Self.translated(error)
        }
    }

    func read<R: Sendable>(_ body: @escaping @Sendable (Database) throws -> R) async throws -> R {
        do { return try await pool.read(body) } catch { throw Self.translated(error) }
    }

    /// Runs a transaction that no other process can come in between of.
    func write<R: Sendable>(_ body: @escaping @Sendable (Database) throws -> R) async throws -> R {
        do { return try await pool.write(body) } catch { throw Self.translated(error) }
    }

    /// Says what an error of SQLite means. Its own message, which may name columns but no values, is the cause.
    static func translated(_ error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        return switch (error.resultCode, error.extendedResultCode) {
        case (_, .SQLITE_CONSTRAINT_FOREIGNKEY):
            // Everything else that is referred to is looked up before.
            ExtractionError.unknown("tenant")
        case (.SQLITE_FULL, _):
            ExtractionError(.diskFull, "There is no space for the records; nothing was written, make space and try again.", cause: error)
        case (.SQLITE_CANTOPEN, _):
            ExtractionError(.fileUnreadable, "The database can't be opened; check its folder and permissions.", cause: error)
        case (.SQLITE_READONLY, _):
            ExtractionError(.fileUnwritable, "The database can't be written; check the permissions of it and its folder.", cause: error)
        case (.SQLITE_NOTADB, _), (.SQLITE_CORRUPT, _):
            ExtractionError(
                .corrupt, "The database isn't one of SQLite or is damaged; see 'extract db check', or restore a backup.", cause: error)
        case (.SQLITE_BUSY, _), (.SQLITE_LOCKED, _):
            ExtractionError(.serviceUnavailable, "Another process has been writing to the database for too long; try again.", cause: error)
        default:
            ExtractionError(.engineFailure, "The database failed; see the cause, and 'extract db check'.", cause: error)
        }
    }
}

/// Values that are kept as JSON.
enum StoredJSON {
    /// The same text for equal values.
    static func text(_ value: some Encodable) throws -> String { try text(value, [.sortedKeys, .withoutEscapingSlashes]) }

    /// Text that is made faster, with its members in any order.
    static func unorderedText(_ value: some Encodable) throws -> String { try text(value, .withoutEscapingSlashes) }

    private static func text(_ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting
        return try String(decoding: encoder.encode(value), as: UTF8.self)
    }

    /// - Throws: `schemaMismatch` for what a later version wrote in a form that this one can't read.
    static func value<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch {
            throw ExtractionError(
                .schemaMismatch, "A record has a form that this version can't read; use the version that wrote it.", cause: error)
        }
    }
}

extension Decimal {
    /// The amount in billionths, rounded.
    var billionths: Int64 {
        var exact = self * 1_000_000_000, rounded = Decimal()
        NSDecimalRound(&rounded, &exact, 0, .plain)
        return Int64("\(rounded)") ?? 0
    }

    init(billionths: Int64) { self = Decimal(billionths) / 1_000_000_000 }
}
