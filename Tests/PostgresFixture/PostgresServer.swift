internal import Foundation
internal import Synchronization

/// A PostgreSQL of the tests' own: in a folder of its own, reached through a socket there, gone when the tests end, however they end.
///
/// A shell keeps it. It reads orders from a pipe whose other end this process holds; when the pipe closes, because the process ended or was killed, it
/// stops the server and removes the folder.
public final class PostgresServer: Sendable {
    /// The folder of the server's programs, or `nil` where PostgreSQL isn't installed: that of the variable `EXTRACTION_POSTGRES`, or of the latest version
    /// that the system has.
    public static let programs: String? = {
        let manager = FileManager.default
        if let folder = ProcessInfo.processInfo.environment["EXTRACTION_POSTGRES"] { return folder }
        let versions = ((try? manager.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []).compactMap { Int($0) }.sorted(by: >)
        let folders =
            versions.map { "/usr/lib/postgresql/\($0)/bin" } + ["/usr/pgsql/bin", "/usr/local/pgsql/bin", "/usr/local/bin", "/usr/bin"]
        return folders.first { folder in
            ["initdb", "pg_ctl", "postgres", "psql"].allSatisfy { manager.isExecutableFile(atPath: "\(folder)/\($0)") }
        }
    }()

    /// Why tests of a server are left out.
    public static let isMissing = "PostgreSQL isn't installed on this machine; ./setup installs it."

    /// Whether the server has the extension pgvector.
    public static let hasVectorExtension: Bool = {
        guard let programs else { return false }
        let shared =
            programs.hasPrefix("/usr/lib/postgresql/")
            ? [programs.replacing("/usr/lib/", with: "/usr/share/").replacing("/bin", with: "")]
            : ["/share/postgresql", "/share", "/share/pgsql"].map { programs + "/.." + $0 }
        return shared.contains { FileManager.default.fileExists(atPath: $0 + "/extension/vector.control") }
    }()

    /// Why tests of pgvector are left out.
    public static let hasNoVectorExtension =
        "PostgreSQL has no extension pgvector on this machine; install the package postgresql-VERSION-pgvector, as ./setup does where the system has it."

    /// The server that a process's tests share.
    public static func shared() async throws -> PostgresServer {
        try await offPool { try sharedServer.get() }
    }

    private static let sharedServer = Result { try PostgresServer() }

    /// The folder of the server's socket.
    public let socketFolder: String
    /// The file that the server writes its log into.
    public var log: String { socketFolder + "/log" }
    private let shell: Mutex<Shell>
    private static let databases = Atomic<Int>(0)

    private struct Shell {
        let process: Process
        let orders: FileHandle
        let answers: FileHandle
    }

    /// Starts a server that nobody else uses.
    ///
    /// - Parameter isDurable: Whether it waits for the disk, as it does in service. Tests don't need that: they end processes, not machines.
    public static func ofOwn(isDurable: Bool = false) async throws -> PostgresServer {
        try await offPool { try PostgresServer(isDurable: isDurable) }
    }

    private init(isDurable: Bool = false) throws {
        guard let programs = Self.programs else { throw CocoaError(.fileNoSuchFile) }
        let process = Process()
        let orders = Pipe()
        let answers = Pipe()
        let arguments = ["sh", "-c", Self.script, "sh", programs, isDurable ? "on" : "off"]
        // PostgreSQL refuses to run as root.
        let prefix = geteuid() == 0 ? ["runuser", "-u", getpwnam("postgres") != nil ? "postgres" : "nobody", "--"] : []
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = prefix + arguments
        process.currentDirectoryURL = URL(filePath: "/")
        process.standardInput = orders
        process.standardOutput = answers
        try process.run()
        let shell = Shell(process: process, orders: orders.fileHandleForWriting, answers: answers.fileHandleForReading)
        socketFolder = try Self.answer(of: shell)
        self.shell = Mutex(shell)
    }

    deinit { shell.withLock { try? $0.orders.close() } }

    /// The address of a database, for a user that may do everything or for another.
    public func url(database: String, user: String = "postgres", password: String? = nil) -> String {
        let folder = socketFolder.replacing("/", with: "%2F")
        return "postgres://\(user)\(password.map { ":" + $0 } ?? "")@\(folder)/\(database)"
    }

    /// Creates an empty database.
    ///
    /// - Returns: Its name.
    public func makeDatabase() async throws -> String {
        let name = "test\(Self.databases.add(1, ordering: .relaxed).newValue)"
        try await order("sql CREATE DATABASE \(name)")
        return name
    }

    /// Runs a statement as a user that may do everything, with the server's own client. It must be one line.
    public func order(sql: String, database: String = "postgres") async throws { try await order("sql:\(database) \(sql)") }

    /// Starts the server again, as after a crash.
    public func restartImmediately() async throws { try await order("restart") }

    /// Stops the server, as in a crash.
    public func stopImmediately() async throws { try await order("stop") }

    /// Starts the server after it was stopped.
    public func start() async throws { try await order("start") }

    private func order(_ order: String) async throws {
        try await Self.offPool {
            try self.shell.withLock { shell in
                try shell.orders.write(contentsOf: Data((order + "\n").utf8))
                guard try Self.answer(of: shell) == "done" else { throw Refusal(order: order) }
            }
        }
    }

    /// What a server didn't do; its log is on the standard error.
    public struct Refusal: Error {
        /// The order.
        public var order: String
    }

    private static func answer(of shell: Shell) throws -> String {
        var line: [UInt8] = []
        while let byte = try shell.answers.read(upToCount: 1)?.first {
            if byte == 10 { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
        throw Refusal(order: "begin")
    }

    /// Waits elsewhere than on the threads that tests run on.
    private static func offPool<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
        }
    }

    /// A socket's path has room for about 100 letters, so the folder is in /tmp whatever the environment says.
    private static let script = #"""
        trap '' INT TERM HUP
        bin=$1
        fsync=$2
        dir=$(mktemp -d /tmp/pg.XXXXXX) || exit 1
        fail() { cat "$dir/log" >&2; }
        "$bin/initdb" -D "$dir/data" -U postgres -E UTF8 --locale=C --auth=trust --no-sync --no-instructions >"$dir/log" 2>&1 || { fail; rm -rf "$dir"; exit 1; }
        {
            echo "listen_addresses = ''"
            echo "unix_socket_directories = '$dir'"
            echo "fsync = $fsync"
            echo "shared_buffers = 64MB"
            echo "max_connections = 60"
        } >>"$dir/data/postgresql.conf"
        {
            echo "local all secretive scram-sha-256"
            echo "local all all trust"
        } >"$dir/data/pg_hba.conf"
        control() { "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -t 60 "$@" >/dev/null 2>&1; }
        control start || { fail; rm -rf "$dir"; exit 1; }
        echo "$dir"
        while read -r order rest; do
            case $order in
            sql) "$bin/psql" -q -h "$dir" -U postgres -d postgres -v ON_ERROR_STOP=1 -c "$rest" >/dev/null ;;
            sql:*) "$bin/psql" -q -h "$dir" -U postgres -d "${order#sql:}" -v ON_ERROR_STOP=1 -c "$rest" >/dev/null ;;
            restart) control -m immediate restart ;;
            stop) control -m immediate stop ;;
            start) control start ;;
            esac && echo done || { fail; echo failed; }
        done
        control -m immediate stop
        rm -rf "$dir"
        """#
}
