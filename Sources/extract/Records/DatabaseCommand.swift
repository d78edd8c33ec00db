internal import ArgumentParser
internal import ExtractionKit
internal import ExtractionSQLite
internal import Foundation

/// `extract db`
struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db",
        abstract: "Look after a database of records.",
        subcommands: [Migrate.self, Backup.self, Restore.self, Check.self])

    struct Migrate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring a database into the form that this version knows, or make one.",
            discussion: "There is no way back but a backup: make one first.")

        @Argument(help: ArgumentHelp("The database: a file of SQLite, or postgres://… of the tables' owner.", valueName: "DB"))
        var database: String

        func run() async throws {
            try await RecordStores.migrate(StoreLocation(database))
            Console.error("the database is up to date")
        }
    }

    struct Backup: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Copy a database, which may be in use, into a new file.")

        @Argument(help: ArgumentHelp("The database, a file of SQLite.", valueName: "DB"))
        var database: String

        @Argument(help: ArgumentHelp("The new file.", valueName: "FILE"))
        var file: String

        func run() async throws { try await DatabaseCommand.existing(database).backUp(to: file) }
    }

    struct Restore: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a backup in the place of what a database holds.",
            discussion: "A backup that is damaged, or made by a later version, is refused, and the database stays as it is.")

        @Argument(help: ArgumentHelp("The database, a file of SQLite.", valueName: "DB"))
        var database: String

        @Argument(help: ArgumentHelp("The backup.", valueName: "FILE"))
        var file: String

        @Flag(help: "Replace what the database holds now.")
        var force = false

        func run() async throws {
            let path = try DatabaseCommand.file(database)
            if !force, FileManager.default.fileExists(atPath: path) {
                throw ExtractionError(.conflict, "The database holds records; '--force' replaces them.")
            }
            try await SQLiteRecordStore.restore(path, from: file)
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Look for damage in a database.", discussion: "The exit status is 1 where something is wrong; each fault is a line.")

        @Argument(help: ArgumentHelp("The database, a file of SQLite.", valueName: "DB"))
        var database: String

        func run() async throws {
            let problems = try await DatabaseCommand.existing(database).problems()
            for problem in problems { try Console.result(Console.printable(problem)) }
            if !problems.isEmpty { throw ExitStatus.someFailed }
            Console.error("the database is sound")
        }
    }

    /// PostgreSQL has programs for these that know more than this one could.
    fileprivate static func file(_ name: String) throws -> String {
        guard case .file(let path) = try StoreLocation(name) else {
            throw ExtractionError(
                .invalidRequest,
                "That is for files of SQLite; back up and restore PostgreSQL with pg_dump and pg_restore, and check it with pg_amcheck.")
        }
        return path
    }

    fileprivate static func existing(_ name: String) async throws -> SQLiteRecordStore {
        let path = try file(name)
        guard FileManager.default.fileExists(atPath: path) else {
            throw ExtractionError(.fileUnreadable, "There is no database with that name; correct the path.")
        }
        return try await SQLiteRecordStore.open(path)
    }
}
