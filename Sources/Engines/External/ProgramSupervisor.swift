internal import ExtractionKit
internal import Synchronization

/// What the copies of one program share: how often they broke down, and who the program said it was at first.
final class ProgramSupervisor: Sendable {
    private let state: Mutex<State>

    private struct State {
        var policy: RestartPolicy
        var greeting: Greeting?
    }

    init(_ policy: RestartPolicy) { state = Mutex(State(policy: policy)) }

    /// Refuses to start a program that keeps breaking down.
    func requireStart() throws {
        guard let failures = state.withLock({ $0.policy.refusal(at: .now) }) else { return }
        throw ExtractionError(
            .externalKeepsFailing,
            "The program broke down \(failures) times in a row and is left alone for 'pause_seconds'; see the errors before, and correct it."
        )
    }

    func failed() { state.withLock { $0.policy.failed(at: .now) } }
    func answered() { state.withLock { $0.policy.answered() } }

    /// Whether the greeting is the first one, or says the same as that.
    func accepts(_ greeting: Greeting) -> Bool {
        state.withLock { state in
            if state.greeting == nil { state.greeting = greeting }
            return state.greeting == greeting
        }
    }
}
