public import ExtractionKit

/// A type that carries a request to a service and brings its answer.
///
/// Engines know this protocol and no client. The client of swift-server is behind it in ExtractionAsyncHTTPClient, which only programs
/// that use a service compile; a program with a client of its own writes a few lines.
///
/// ### Implement a transport
///
/// - Send to ``HTTPRequest/url`` and nowhere else: an answer that points elsewhere is given as it is, never followed.
/// - Verify certificates. Don't unpack content, and add no header field that says you could.
/// - Make one attempt. Whoever asks decides whether there is another.
/// - Give up on a connection that doesn't come about within seconds. Every other limit on time and size is kept by whoever asks, who cancels.
/// - Throw ``HTTPFailure`` for what goes wrong on the way, `CancellationError` when the task is cancelled. Any status is an answer.
public protocol HTTPTransport: Sendable {
    /// Sends a request, and gives the answer when its header has arrived.
    func send(_ request: HTTPRequest) async throws -> HTTPResponse
}

/// What goes wrong on the way to a service and back.
public enum HTTPFailure: Error, Hashable, Sendable {
    /// No connection came about: refused, unknown host, time passed. The service has got nothing.
    case cannotConnect
    /// The certificate can't be trusted, or the other side speaks no TLS. The service has got nothing.
    case untrusted
    /// The connection broke off, or what arrived isn't HTTP.
    case brokenOff
    /// Nothing arrived for longer than ``HTTPLimits/silence`` allows.
    case silence
    /// The time for the attempt passed.
    case outOfTime
    /// The answer is larger than allowed.
    case tooLarge(limit: Int)

    /// Whether it is certain that the service hasn't got the request.
    public var happenedBeforeSending: Bool { self == .cannotConnect || self == .untrusted }
}

/// Looks the transport up in a ``/ExtractionKit/PluginEnvironment``.
public enum HTTPTransportKey: PluginEnvironmentKey {
    /// A transport.
    public typealias Value = any HTTPTransport
}

extension PluginEnvironment {
    /// What carries requests to services. A program that uses engines of services sets it; without one they can't be made by name.
    public var httpTransport: (any HTTPTransport)? {
        get { self[HTTPTransportKey.self] }
        set { self[HTTPTransportKey.self] = newValue }
    }
}
