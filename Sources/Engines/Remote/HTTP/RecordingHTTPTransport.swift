internal import Synchronization

/// A transport that keeps what another one carries, so that a ``ReplayingHTTPTransport`` can give it again.
///
/// Secrets aren't kept; contents are, so a recording is as confidential as the documents.
public final class RecordingHTTPTransport: HTTPTransport {
    private let transport: any HTTPTransport
    private let kept = Mutex<[HTTPExchange]>([])

    /// Records what the transport carries.
    public init(_ transport: any HTTPTransport) { self.transport = transport }

    /// What was carried so far, in the order of the answers.
    public var exchanges: [HTTPExchange] { kept.withLock { $0 } }

    /// Sends the request, and keeps it with its answer when all of that has arrived.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let answer = try await transport.send(request).collected(upTo: request.limits.answerBytes)
        kept.withLock { $0.append(HTTPExchange(request, answer)) }
        return HTTPResponse(status: answer.status, fields: answer.fields, body: HTTPBody(answer.body))
    }
}

/// A request and its answer, without secrets.
public struct HTTPExchange: Hashable, Sendable {
    /// The method.
    public var method: HTTPRequest.Method
    /// Where it went.
    public var url: ServiceURL
    /// The content of the request.
    public var requestBody: [UInt8]
    /// The answer.
    public var answer: HTTPAnswer

    /// Creates an exchange.
    public init(_ request: HTTPRequest, _ answer: HTTPAnswer) {
        method = request.method
        url = request.url
        requestBody = request.body
        self.answer = answer
    }
}
