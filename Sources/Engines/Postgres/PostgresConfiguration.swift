internal import CPostgres
public import ExtractionKit

/// Where a PostgreSQL server is, who connects, and how patiently.
///
/// What isn't said here is taken from the process's environment, as every program on PostgreSQL's client library does: `PGHOST`, `PGPORT`,
/// `PGDATABASE`, `PGUSER`, `PGPASSWORD`, `PGSSLMODE`, `PGSSLROOTCERT`, `PGSERVICE`, `PGPASSFILE` and the rest of
/// [libpq's list](https://www.postgresql.org/docs/current/libpq-envars.html).
public struct PostgresConfiguration: Hashable, Sendable {
    /// The settings that were given, by libpq's keywords, without the password.
    public private(set) var settings: [String: String] = [:]
    /// The password, which is never printed.
    public var password: Secret?
    /// The largest number of connections, each with a thread of its own; at least 1. Calls above it wait.
    public var connections = 8
    /// How long one attempt to connect may take.
    public var connectTimeLimit: Duration = .seconds(10)
    /// How long a call tries to connect again while the server is away: it restarts, or has no free connections.
    public var reconnectTimeLimit: Duration = .seconds(20)
    /// How long a call may take, waiting for a connection included.
    public var callTimeLimit: Duration = .seconds(60)

    /// Creates a configuration of the environment alone.
    public init() {}

    /// Creates a configuration of an environment.
    ///
    /// - Parameter environment: Variables as libpq names them, such as `PGHOST`; others are left alone.
    public init(environment: [String: String]) {
        for option in Self.knownOptions where option.variable != nil {
            if let variable = option.variable, let value = environment[variable], !value.isEmpty { set(option.keyword, to: value) }
        }
    }

    /// Creates a configuration of an address.
    ///
    /// - Parameters:
    ///   - url: `postgres://user:password@host:5432/database?sslmode=require`; every part may be left out, and every setting of libpq may
    ///     stand behind the question mark.
    ///   - environment: What the address leaves out, as in ``init(environment:)``.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `invalidConfiguration`. It doesn't quote the address.
    public init(url: String, environment: [String: String] = [:]) throws {
        self.init(environment: environment)
        var message: UnsafeMutablePointer<CChar>?
        defer { PQfreemem(message) }
        guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://"), let options = PQconninfoParse(url, &message) else {
            throw ExtractionError(
                .invalidConfiguration,
                "The address of the database can't be understood; write it as postgres://user@host:5432/database, special characters as %20 and so on."
            )
        }
        defer { PQconninfoFree(options) }
        for option in Self.options(in: options) {
            if let value = option.value { set(option.keyword, to: value) }
        }
    }

    /// Sets one of libpq's settings, such as `host`, `port`, `dbname`, `user` or `sslmode`. Names that libpq doesn't know make connecting
    /// fail.
    public mutating func set(_ keyword: String, to value: String) {
        if keyword == "password" { password = Secret(value) } else { settings[keyword] = value }
    }

    /// What libpq is given: later values win.
    var connectionParameters: [(keyword: String, value: String)] {
        let own = [
            ("fallback_application_name", "extraction-kit"), ("client_encoding", "UTF8"),
            // A server that vanished is noticed in a minute, not in two hours.
            ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
        ].filter { settings[$0.0] == nil }
        return own + settings.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } + (password.map { [("password", $0.reveal())] } ?? [])
    }

    private struct Option {
        var keyword: String
        var variable: String?
        var value: String?
    }

    private static var knownOptions: [Option] {
        guard let options = PQconndefaults() else { return [] }
        defer { PQconninfoFree(options) }
        return Self.options(in: options)
    }

    private static func options(in list: UnsafeMutablePointer<PQconninfoOption>) -> [Option] {
        var options: [Option] = []
        var next = list
        while let keyword = next.pointee.keyword {
            options.append(
                Option(
                    keyword: String(cString: keyword), variable: next.pointee.envvar.map { String(cString: $0) },
                    value: next.pointee.val.map { String(cString: $0) }))
            next += 1
        }
        return options
    }
}

extension PostgresConfiguration: CustomStringConvertible {
    /// Where it connects to, without the password.
    public var description: String {
        let host = settings["host"] ?? settings["hostaddr"] ?? "the default host"
        return "PostgreSQL at \(host), port \(settings["port"] ?? "5432"), database \(settings["dbname"] ?? "of the user's name")"
    }
}
