internal import ExtractionEngineSupport
internal import ExtractionKit
internal import Foundation

/// One copy of a program, from the first request on: started when it is needed, greeted, asked one thing at a time, stopped when it doesn't obey,
/// and started again after it broke down. It belongs to one thread.
final class ProgramSession {
    private let configuration: ExternalConfiguration
    private let environment: [String: String]
    private let role: ProgramRole
    private let supervisor: ProgramSupervisor
    private let encoder: JSONEncoder
    private var running: Running?
    private var latestID = 0
    /// How many times the program has been started: what was said to a former one is forgotten.
    private(set) var starts = 0

    private struct Running {
        var streams: ProgramStreams
        var file: HandedFile
        var startsUntil: ContinuousClock.Instant
        var greeting: Greeting?
    }

    init(_ configuration: ExternalConfiguration, environment: [String: String], role: ProgramRole, supervisor: ProgramSupervisor) {
        self.configuration = configuration
        self.environment = environment
        self.role = role
        self.supervisor = supervisor
        encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
    }

    deinit { running?.streams.process.end(within: .seconds(configuration.graceSeconds)) }

    /// Starts the program if it doesn't run, and waits for its greeting.
    ///
    /// A caller whose time is over leaves, and the program goes on loading its models for the next.
    @discardableResult
    func greet(until deadline: Deadline, _ status: CallStatus) throws -> Greeting {
        let running = try running ?? start()
        if let greeting = running.greeting { return greeting }
        while true {
            if status.isAbandoned || deadline.hasPassed { throw ExtractionError.deadlineExceeded("Starting the program") }
            if let line = try line(.externalNoHandshake, "ended without an answer to the handshake") {
                let greeting = try read(greeting: line)
                self.running?.greeting = greeting
                return greeting
            }
            guard ContinuousClock.now < running.startsUntil else {
                throw breakdown(.externalNoHandshake, "didn't answer the handshake in time; allow more 'startup_seconds', or correct it")
            }
        }
    }

    /// Writes the file that the next request speaks of.
    func handOver(_ pieces: [[UInt8]], ending: String) throws -> String {
        let running = try running ?? start()
        return try running.file.fill(ending: ending, pieces)
    }

    /// Takes the file back.
    func takeBack() { running?.file.empty() }

    /// Asks the program, and waits for its answer.
    ///
    /// When the time is over, the program is told so and may still answer with what it has; after the grace time it is killed.
    func answer<Body: Encodable, Answer: Decodable>(
        to body: Body, as type: Answer.Type, what: String, until deadline: Deadline, _ status: CallStatus
    ) throws -> Answer {
        try greet(until: deadline, status)
        let own = ContinuousClock.now.advanced(by: .seconds(configuration.requestSeconds))
        let limit = deadline.instant.map { min($0, own) } ?? own
        latestID += 1
        let id = latestID
        let left = ContinuousClock.now.duration(to: limit) / .milliseconds(1)
        try send(Envelope(id: id, deadlineMilliseconds: Int(max(0, left)), body: body))
        var killsAt: ContinuousClock.Instant?
        while true {
            if let line = try line(.externalCrashed, "ended in the middle of a request") {
                return try read(answer: line, to: id, as: type, what)
            }
            let now = ContinuousClock.now
            if let killsAt {
                if now >= killsAt {
                    stop()
                    throw ExtractionError.deadlineExceeded(what)
                }
            } else if status.isAbandoned || now >= limit {
                try send(Cancellation(cancel: id))
                killsAt = now.advanced(by: .seconds(configuration.graceSeconds))
            }
        }
    }

    private func start() throws -> Running {
        try supervisor.requireStart()
        do {
            let file = try HandedFile(configuration.fileTransport)
            let process = try ChildProcess(command: configuration.command, environment: environment, inheriting: file.inherited)
            let started = Running(
                streams: ProgramStreams(process, longestLine: configuration.answerBytes), file: file,
                startsUntil: .now.advanced(by: .seconds(configuration.startupSeconds)))
            running = started
            starts += 1
        } catch {
            supervisor.failed()
            throw error
        }
        try send(Hello(role: role, settings: configuration.settings))
        guard let running else { preconditionFailure("it was set above") }
        return running
    }

    private func send(_ message: some Encodable) throws { try running?.streams.send(Array(encoder.encode(message))) }

    /// The next line, or `nil` when a short while has passed without one.
    private func line(_ code: ExtractionError.Code, _ whatEndedMeans: String) throws -> [UInt8]? {
        do {
            return try running?.streams.nextLine()
        } catch is LineBuffer.TooLong {
            throw breakdown(
                .externalAnswerTooLarge, "wrote a line above \(configuration.answerBytes) bytes; raise 'answer_bytes', or correct it")
        } catch {
            throw breakdown(code, "\(whatEndedMeans); run it by hand to see why")
        }
    }

    private func read(greeting line: [UInt8]) throws -> Greeting {
        let opening: Greeting.Opening
        do {
            opening = try JSONDecoder().decode(Greeting.Opening.self, from: Data(line))
        } catch {
            throw breakdown(.externalInvalidAnswer, "wrote something that isn't an answer to the handshake; only answers may go to stdout")
        }
        if let error = opening.error { throw breakdown(error) }
        guard opening.protocol == Hello.version else {
            let version = opening.protocol.map(String.init) ?? "none"
            throw breakdown(.externalWrongProtocol, "speaks version \(version) of the protocol and must speak \(Hello.version); update it")
        }
        guard let greeting = try? JSONDecoder().decode(Greeting.self, from: Data(line)), greeting.isWellFormed else {
            throw breakdown(
                .externalInvalidAnswer,
                "answered the handshake without a proper 'role', 'id', 'version' or 'capabilities'; see the protocol")
        }
        guard greeting.role == role.rawValue else {
            throw breakdown(.externalWrongRole, "has another role than '\(role.rawValue)'; use it in its own")
        }
        guard supervisor.accepts(greeting) else {
            throw breakdown(.externalChanged, "says another id, version or capability than at first; make the plugin anew")
        }
        return greeting
    }

    private func read<Answer: Decodable>(answer line: [UInt8], to id: Int, as type: Answer.Type, _ what: String) throws -> Answer {
        let data = Data(line)
        guard let head = try? JSONDecoder().decode(AnswerHead.self, from: data), head.id == id else {
            throw breakdown(.externalInvalidAnswer, "wrote something that isn't the answer to the request; only answers may go to stdout")
        }
        supervisor.answered()
        if let error = head.error {
            guard error.code != "cancelled" else { throw ExtractionError.deadlineExceeded(what) }
            throw error.extractionError(cause: failure(ending: nil))
        }
        do {
            return try JSONDecoder().decode(AnswerResult<Answer>.self, from: data).result
        } catch let error as DecodingError {
            throw invalid("\(error.place) is missing or has the wrong kind of value")
        }
    }

    /// An answer that is well formed and says something impossible. The program goes on.
    func invalid(_ what: String) -> ExtractionError {
        ExtractionError(
            .externalInvalidAnswer, "The answer of \(name) can't be used: \(what); correct the program.", cause: failure(ending: nil))
    }

    private var name: String { running?.greeting.map { "'\($0.id)'" } ?? "the program" }

    private func failure(ending: String?) -> ProgramFailure {
        running?.streams.readErrors()
        return ProgramFailure(ending: ending, standardError: running?.streams.standardError ?? "")
    }

    /// Ends a program that can't be used any more, and says why.
    private func breakdown(_ code: ExtractionError.Code, _ what: String) -> ExtractionError {
        let subject = running?.greeting.map { "The program '\($0.id)'" } ?? "The program"
        return ExtractionError(code, "\(subject) \(what).", cause: endBroken())
    }

    /// Ends a program that says itself that it can't work.
    private func breakdown(_ error: ProgramError) -> ExtractionError { error.extractionError(cause: endBroken()) }

    private func endBroken() -> ProgramFailure {
        supervisor.failed()
        // A program that closed its output is about to end: its own status says more than our signal.
        let process = running?.streams.process
        for _ in 0..<100 where process?.hasEnded == false { usleep(1_000) }
        let failure = failure(ending: nil)
        stop()
        return ProgramFailure(ending: process?.ending, standardError: failure.standardError)
    }

    private func stop() {
        running?.streams.process.kill()
        running = nil
    }
}

private struct Envelope<Body: Encodable>: Encodable {
    var id: Int
    var deadlineMilliseconds: Int
    var body: Body

    private enum CodingKeys: String, CodingKey {
        case id
        case deadlineMilliseconds = "deadline_ms"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(deadlineMilliseconds, forKey: .deadlineMilliseconds)
        try body.encode(to: encoder)
    }
}

private struct Cancellation: Encodable {
    var cancel: Int
}

private struct AnswerHead: Decodable {
    var id: Int
    var error: ProgramError?
}

private struct AnswerResult<Answer: Decodable>: Decodable {
    var result: Answer
}

extension DecodingError {
    /// Where in an answer something is wrong: names of the protocol and numbers, nothing that the program wrote.
    fileprivate var place: String {
        let path: [any CodingKey] =
            switch self {
            case .keyNotFound(let key, let context): context.codingPath + [key]
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): context.codingPath
            @unknown default: []
            }
        return path.reduce(into: "") { text, key in
            text += key.intValue.map { "[\($0)]" } ?? (text.isEmpty ? key.stringValue : ".\(key.stringValue)")
        }
    }
}
