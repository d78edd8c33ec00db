internal import ExtractionKit

/// A change of a database's tables. It is made once, in order, and never changed afterwards: a new change is a new migration.
package struct PostgresMigration: Sendable {
    /// The number, from 1, without gaps.
    package var version: Int
    /// What it does, for people.
    package var name: String
    /// The statements.
    package var script: StaticString

    package init(_ version: Int, _ name: String, _ script: StaticString) {
        self.version = version
        self.name = name
        self.script = script
    }
}

/// The changes that make a database what the program needs, and how far a database is.
package struct PostgresMigrations: Sendable {
    private let migrations: [PostgresMigration]

    package init(_ migrations: [PostgresMigration]) { self.migrations = migrations }

    /// The version that the program needs.
    package var latest: Int { migrations.last?.version ?? 0 }

    /// Makes the changes that the database lacks: all or, if one fails, none. Of several programs that come at once, one does it and the others wait.
    ///
    /// - Returns: The versions that were applied.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `schemaMismatch` for a database that is newer than the program, or was changed
    ///   with other migrations than these.
    package func apply(to client: PostgresClient) async throws -> [Int] {
        let migrations = migrations
        return try await client.transaction { connection in
            try connection.execute("SELECT pg_advisory_xact_lock(7310285566392147)")
            try connection.run(
                script: """
                    CREATE SCHEMA IF NOT EXISTS extraction;
                    CREATE TABLE IF NOT EXISTS extraction.migrations (
                        version int PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
                    """)
            let done = try Self.check(migrations, on: connection)
            for migration in migrations where migration.version > done {
                try connection.run(script: migration.script)
                let script = PostgresBytes(Array(migration.script.description.utf8))
                try connection.execute(
                    """
                    INSERT INTO extraction.migrations (version, name, checksum)
                    VALUES (\(migration.version), \(migration.name), encode(sha256(\(script)), 'hex'))
                    """)
            }
            return migrations.map(\.version).filter { $0 > done }
        }
    }

    /// Checks that a database is what the program needs.
    ///
    /// - Throws: `PostgresFailure`; ``/ExtractionKit/ExtractionError`` with the code `schemaMismatch` for a database that is newer, older or another.
    package func require(on connection: PostgresConnection) throws {
        let done = try Self.check(migrations, on: connection)
        guard done == latest else {
            throw ExtractionError(
                .schemaMismatch, "The database is at version \(done), and this program needs \(latest); run 'extract db migrate'.")
        }
    }

    /// The version of a database whose migrations are a beginning of these.
    private static func check(_ migrations: [PostgresMigration], on connection: PostgresConnection) throws -> Int {
        var done = 0
        let rows = try connection.execute("SELECT version, checksum FROM extraction.migrations ORDER BY version").rows
        let sums = try checksums(of: migrations, on: connection)
        for var row in rows {
            let version = try row.next(Int.self)
            let checksum = try row.next(String.self)
            guard version <= (migrations.last?.version ?? 0) else {
                throw ExtractionError(
                    .schemaMismatch,
                    "The database is at version \(version) or later, and this program knows \(migrations.last?.version ?? 0); use a newer program."
                )
            }
            guard sums[version] == checksum else {
                throw ExtractionError(
                    .schemaMismatch,
                    "The database's version \(version) was made by other migrations than this program's; use the program that made it, or restore a backup."
                )
            }
            done = version
        }
        return done
    }

    private static func checksums(of migrations: [PostgresMigration], on connection: PostgresConnection) throws -> [Int: String] {
        let scripts = PostgresArray(migrations.map { PostgresBytes(Array($0.script.description.utf8)) })
        let rows = try connection.execute(
            "SELECT version, encode(sha256(script), 'hex') FROM unnest(\(PostgresArray(migrations.map(\.version))), \(scripts)) AS m(version, script)"
        ).rows
        var sums: [Int: String] = [:]
        for var row in rows { sums[try row.next(Int.self)] = try row.next(String.self) }
        return sums
    }
}
