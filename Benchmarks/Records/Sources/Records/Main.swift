import ExtractionKit
import ExtractionPostgres
import ExtractionSQLite
import Foundation

@main
struct Main {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.count >= 2, let mode = arguments.first else { return usage() }
        let folder = arguments[arguments.startIndex + 1]
        let number = arguments.count > 2 ? Int(arguments[arguments.startIndex + 2]) : nil
        switch mode {
        case "scale":
            let path = folder + "/records.db"
            let store = try await SQLiteRecordStore.open(path)
            let scale = Scale(store: store, documents: number ?? 100_000)
            try await scale.run()
            try await scale.check(store, at: path)
        case "postgres":
            // The server's socket is in the folder; see the script.
            var configuration = PostgresConfiguration(environment: ProcessInfo.processInfo.environment)
            configuration.set("host", to: folder)
            configuration.set("user", to: "postgres")
            configuration.set("dbname", to: "postgres")
            try await PostgresRecordStore.migrate(configuration)
            try await Scale(store: PostgresRecordStore(configuration), documents: number ?? 100_000, writers: 8).run()
        case "crash": try await Crash(path: folder + "/records.db", kills: number ?? 200).run()
        case "write": try await Crash.write(path: folder, seed: UInt64(number ?? 1))
        case "rerun": try await Rerun(path: folder + "/records.db", words: number ?? 400).run()
        case "full": try await FullDisk(folder: folder).run()
        default: usage()
        }
    }

    static func usage() {
        say("Records scale|postgres|crash|rerun|full FOLDER [NUMBER]")
        exit(2)
    }
}

/// What a check found wrong.
struct Failure: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

/// Prints a line at once, also into a file.
func say(_ line: String) { try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8)) }
