internal import ExtractionKit
internal import Foundation
internal import GRDB

extension SQLiteRecordStore {
    /// Copies the database into a new file while it is in use. The copy is one moment's, and complete when the call returns.
    ///
    /// - Throws: `conflict` where there is a file already, `fileUnwritable` where it can't be made, `diskFull`.
    public func backUp(to path: String) async throws {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw ExtractionError(.conflict, "There is a file where the backup should go; choose another name, or remove it.")
        }
        // Whoever finds the name finds a whole backup.
        let draft = path + ".part"
        try? FileManager.default.removeItem(atPath: draft)
        do {
            try await database.pool.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [draft]) }
            guard rename(draft, path) == 0 else {
                throw ExtractionError(.fileUnwritable, "The backup can't be written; check the folder's permissions.")
            }
        } catch {
            try? FileManager.default.removeItem(atPath: draft)
            throw RecordDatabase.translated(error)
        }
    }

    /// Puts what a backup holds in the place of what a database holds, which may be in use; where there is no database, it is made.
    ///
    /// - Throws: `fileUnreadable` where there is no backup, `corrupt` where it is damaged, `schemaMismatch` where a later version made it. The
    ///   database is then as it was.
    public static func restore(_ path: String, from backup: String) async throws {
        guard FileManager.default.fileExists(atPath: backup) else {
            throw ExtractionError(.fileUnreadable, "There is no backup with that name; correct the path.")
        }
        do {
            var readOnly = GRDB.Configuration()
            readOnly.readonly = true
            let source = try DatabaseQueue(path: backup, configuration: readOnly)
            let found = try await source.read { connection in
                if try RecordMigrations.migrator.hasBeenSuperseded(connection) { try RecordMigrations.check(connection) }
                return try problems(in: connection)
            }
            guard found.isEmpty else {
                throw ExtractionError(.corrupt, "The backup is damaged and wasn't restored; use another one.")
            }
            let target = try RecordDatabase(path: path, configuration: Configuration())
            try source.backup(to: target.pool)
        } catch {
            throw RecordDatabase.translated(error)
        }
    }

    /// Checks the database: SQLite's own structures, references between tables, and what this store derives from others.
    ///
    /// - Returns: What is wrong, a sentence each; empty for a sound database.
    public func problems() async throws -> [String] { try await database.read { try Self.problems(in: $0) } }

    private static func problems(in connection: Database) throws -> [String] {
        var problems = try String.fetchAll(connection, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
        let references = try Row.fetchAll(connection, sql: "PRAGMA foreign_key_check")
        problems += Set(references.map { "A row of the table '\($0[0] as String? ?? "")' refers to nothing." }).sorted()
        guard try connection.tableExists("document") else { return problems + ["There are no tables of records."] }
        let derived = [
            "A document doesn't know its latest extraction.":
                """
            SELECT count(*) FROM document d WHERE latest IS NOT
                (SELECT max(sequence) FROM extraction e WHERE e.tenant = d.tenant AND e.document = d.id)
            """,
            "A document doesn't know whether it was corrected.":
                """
            SELECT count(*) FROM document d WHERE is_corrected <>
                EXISTS (SELECT 1 FROM correction c WHERE c.tenant = d.tenant AND c.document = d.id)
            """,
            "The usage of a month isn't what was settled in it.":
                """
            SELECT count(*) FROM usage u WHERE documents <>
                (SELECT coalesce(sum(json_extract(settled_as, '$.documents')), 0) FROM reservation r
                 WHERE r.tenant = u.tenant AND r.month = u.month AND state = 'settled')
            """,
        ]
        for (problem, sql) in derived.sorted(by: { $0.key < $1.key }) where try Int.fetchOne(connection, sql: sql) != 0 {
            problems.append(problem)
        }
        return problems
    }
}
