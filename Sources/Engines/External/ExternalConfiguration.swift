public import ExtractionKit

/// The settings of every external plugin: which program it drives, and within which bounds.
///
/// ```yaml
/// ocr:
///   id: external
///   settings:
///     command: [python3, my_engine.py]
///     settings: {language: en}
///     processes: 2
/// ```
public struct ExternalConfiguration: PluginConfiguration, Hashable {
    /// `command`: the program and its arguments; without a `/` in its name it is looked for in `PATH`. It isn't given to a shell.
    public var command: [String] = []
    /// `settings`: handed to the program in the handshake as it stands; what may be in it is the program's business.
    public var settings: JSONValue = .object([:])
    /// `environment`: variables for the program. They stand in plans, and in results: no secrets.
    public var environment: [String: String] = [:]
    /// `pass_environment`: the names of variables that the program gets from this process, such as that of an API key. Besides these and
    /// ``environment`` it gets only `PATH`, `HOME` and `LANG`.
    public var passEnvironment: [String] = []
    /// `processes`: how many copies of the program run, each at work on one request at a time; from 1 to 64.
    public var processes = 1
    /// `file_transport`: how images and documents reach the program.
    public var fileTransport = FileTransport.memory
    /// `startup_seconds`: how long the program may take to answer the handshake, loading its models included.
    public var startupSeconds = 120.0
    /// `request_seconds`: how long one request may take where the caller sets no earlier deadline.
    public var requestSeconds = 300.0
    /// `grace_seconds`: how long the program may go on after it was told to stop; then it is killed.
    public var graceSeconds = 2.0
    /// `restarts`: how many times in a row the program may break down before it is left alone for ``pause_seconds``.
    public var restarts = 3
    /// `pause_seconds`: how long a program that keeps breaking down is left alone before it is tried again.
    public var pauseSeconds = 30.0
    /// `answer_bytes`: the longest line that the program may write, in bytes.
    public var answerBytes = 64 << 20
    /// `batch`: how many texts an embedder gets with one request.
    public var batch = 64

    /// Creates the default settings, which lack the ``command``.
    public init() {}

    /// Creates settings for a program.
    public init(command: [String], settings: JSONValue = .object([:]), processes: Int = 1) {
        self.command = command
        self.settings = settings
        self.processes = processes
    }

    /// How an image or a document reaches the program: in either case as a path that it opens.
    public enum FileTransport: String, Hashable, Sendable, Codable, CaseIterable {
        /// A file in memory that the program inherits, `/dev/fd/3`. Nothing is written to a disk, nothing stays behind after a crash,
        /// and no other user or process can find it.
        case memory
        /// A temporary file in a folder of its own that only this user can enter, removed after the answer. For programs that hand the path
        /// on to processes which don't inherit, or that look at its ending.
        case temporaryFile = "temporary_file"
    }
}

extension ExternalConfiguration {
    /// Refuses settings that can't work.
    func check() throws {
        func require(_ holds: Bool, _ message: String) throws {
            if !holds { throw ExtractionError(.invalidConfiguration, message) }
        }
        try require(
            command.first.map { !$0.isEmpty } ?? false,
            "An external plugin needs the setting 'command': the program and its arguments, such as [python3, engine.py].")
        let strings = command + environment.keys + environment.values + passEnvironment
        try require(!strings.contains { $0.utf8.contains(0) }, "A zero byte can't stand in a command or an environment.")
        try require(
            !(environment.keys + passEnvironment).contains { $0.isEmpty || $0.contains("=") },
            "The names of environment variables in 'environment' and 'pass_environment' must not be empty or hold '='.")
        try require((1...64).contains(processes), "'processes' is \(processes); it must be from 1 to 64.")
        try require((0...100).contains(restarts), "'restarts' is \(restarts); it must be from 0 to 100.")
        try require((1_024...1 << 30).contains(answerBytes), "'answer_bytes' is \(answerBytes); it must be from 1,024 to 2^30.")
        try require((1...10_000).contains(batch), "'batch' is \(batch); it must be from 1 to 10,000.")
        for (name, value) in [
            ("startupSeconds", startupSeconds), ("requestSeconds", requestSeconds), ("graceSeconds", graceSeconds),
            ("pauseSeconds", pauseSeconds),
        ] {
            try require((0...86_400).contains(value), "'\(name)' is \(value); it must be from 0 to 86,400.")
        }
    }

    /// The environment of the program.
    func programEnvironment(in variables: [String: String]) throws -> [String: String] {
        var result: [String: String] = [:]
        for name in ["PATH", "HOME", "LANG"] { result[name] = variables[name] }
        for name in passEnvironment {
            guard let value = variables[name] else {
                throw ExtractionError(
                    .missingResource,
                    "The program needs the environment variable '\(name)', which 'pass_environment' names and which isn't set; set it.")
            }
            result[name] = value
        }
        return result.merging(environment) { $1 }
    }

    /// What of the settings may change results. How many processes there are and how long they may take doesn't.
    struct ResultSettings: Encodable {
        var command: [String]
        var settings: JSONValue
        var environment: [String: String]
    }

    var resultSettings: ResultSettings { ResultSettings(command: command, settings: settings, environment: environment) }
}
