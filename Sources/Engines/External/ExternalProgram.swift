internal import ExtractionEngineSupport
internal import ExtractionKit
internal import Foundation

/// A program that was started once, so that it is known who it is, and the threads on which its copies are asked.
struct ExternalProgram: Sendable {
    let greeting: Greeting
    let identity: PluginIdentity
    private let pool: ThreadConfinedPool<ProgramSession>

    /// Starts the program.
    init(_ configuration: ExternalConfiguration, environment: PluginEnvironment, role: ProgramRole) async throws {
        try configuration.check()
        let variables = try configuration.programEnvironment(in: environment.variables)
        let supervisor = ProgramSupervisor(
            RestartPolicy(restarts: configuration.restarts, pause: .seconds(configuration.pauseSeconds)))
        // Half of the pool's grace is what a caller waits for a program that was told to stop; the other half is for killing it.
        pool = ThreadConfinedPool(
            name: "external", threads: configuration.processes, grace: .seconds(configuration.graceSeconds * 2 + 2)
        ) { ProgramSession(configuration, environment: variables, role: role, supervisor: supervisor) }
        greeting = try await pool.run("Starting the program") { session, status in try session.greet(until: .never, status) }
        identity = try PluginIdentity(
            id: ExternalProgram.id, version: "\(greeting.id) \(greeting.version)", digesting: configuration.resultSettings)
    }

    static let id: PluginID = "external"

    /// Asks one of the copies.
    func run<R: Sendable>(
        _ what: String, until deadline: Deadline, _ body: @escaping @Sendable (ProgramSession, CallStatus) throws -> R
    ) async throws -> R {
        try Task.checkCancellation()
        try deadline.check(what)
        return try await pool.run(what, deadline: deadline, body)
    }

    /// What `doctor` says: there is no program until a plan names one.
    static let check = PluginCheck.works("drives the program that the setting 'command' of a pipeline file names")
}
