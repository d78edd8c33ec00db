internal import ExtractionKit
internal import ExtractionPostgres
internal import Foundation

/// Where a store is, as `--store` names it: a file of SQLite, or a database of PostgreSQL by its address.
enum StoreLocation: Sendable {
    case file(String)
    case postgres(PostgresConfiguration)

    /// Finds out what a name means. What an address leaves out, such as the password, is taken from the environment.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration`.
    init(_ name: String) throws {
        guard name.contains("://") else {
            self = .file(name)
            return
        }
        var configuration = try PostgresConfiguration(url: name, environment: ProcessInfo.processInfo.environment)
        // Somebody sits there and waits.
        configuration.reconnectTimeLimit = .seconds(3)
        self = .postgres(configuration)
    }

    /// Whether there is something to open; a service is only asked when it is opened.
    var exists: Bool {
        switch self {
        case .file(let path): FileManager.default.fileExists(atPath: path)
        case .postgres: true
        }
    }
}

extension StoreLocation: CustomStringConvertible {
    /// The file, or the address without the password.
    var description: String {
        switch self {
        case .file(let path): return path
        case .postgres(let configuration):
            let settings = configuration.settings
            let user = settings["user"].map { $0 + (configuration.password == nil ? "" : ":<redacted>") + "@" } ?? ""
            let port = settings["port"].map { ":" + $0 } ?? ""
            return "postgres://\(user)\(settings["host"] ?? "")\(port)/\(settings["dbname"] ?? "")"
        }
    }
}
