internal import Synchronization

/// A transport without a network: it gives prepared answers one after the other, and keeps what was asked.
public final class ReplayingHTTPTransport: HTTPTransport {
    /// What becomes of a request.
    public enum Step: Sendable {
        /// An answer.
        case answer(HTTPAnswer)
        /// A failure on the way.
        case failure(HTTPFailure)
    }

    private struct State {
        var steps: [Step]
        var requests: [HTTPRequest] = []
    }

    private let state: Mutex<State>

    /// Prepares steps.
    public init(_ steps: [Step]) { state = Mutex(State(steps: steps)) }

    /// Gives the answers of a recording again, in their order.
    public convenience init(_ exchanges: [HTTPExchange]) { self.init(exchanges.map { .answer($0.answer) }) }

    /// The requests so far.
    public var requests: [HTTPRequest] { state.withLock { $0.requests } }

    /// The next step; after the last one no connection comes about any more.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let step = state.withLock { state -> Step in
            state.requests.append(request)
            return state.steps.isEmpty ? .failure(.cannotConnect) : state.steps.removeFirst()
        }
        switch step {
        case .failure(let failure): throw failure
        case .answer(let answer): return HTTPResponse(status: answer.status, fields: answer.fields, body: HTTPBody(answer.body))
        }
    }
}
