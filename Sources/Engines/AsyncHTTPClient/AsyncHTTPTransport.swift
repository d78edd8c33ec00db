internal import AsyncHTTPClient
internal import ExtractionKit
public import ExtractionRemote
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL

/// Carries requests with the client of swift-server, [async-http-client](https://github.com/swift-server/async-http-client).
///
/// Connections are kept and shared; TLS is on and certificates are verified; redirects aren't followed; nothing is unpacked. Make one for
/// a program and hand it to its plugins; connections are closed when nobody holds it any more.
public final class AsyncHTTPTransport: HTTPTransport {
    private let client: HTTPClient
    /// For what is on this machine, where there is a proxy.
    private let direct: HTTPClient?

    /// The settings of the client.
    public struct Configuration: Hashable, Sendable {
        /// The longest time until a connection stands.
        public var connecting = Duration.seconds(10)
        /// How many connections to a host are kept.
        public var connectionsPerHost = 16
        /// A proxy for all requests to other machines, by host and port.
        public var proxy: Proxy?

        /// Creates the default settings.
        public init() {}

        /// A proxy that speaks HTTP; requests over TLS go through it unread.
        public struct Proxy: Hashable, Sendable {
            /// The name or address.
            public var host: String
            /// The port.
            public var port: Int

            /// Creates a proxy.
            public init(host: String, port: Int) {
                self.host = host
                self.port = port
            }
        }
    }

    /// Creates a client on threads that all clients of this kind share.
    public init(_ configuration: Configuration = Configuration()) {
        var settings = HTTPClient.Configuration(certificateVerification: .fullVerification, redirectConfiguration: .disallow)
        settings.timeout.connect = .nanoseconds(configuration.connecting.inNanoseconds)
        settings.connectionPool.idleTimeout = .seconds(60)
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = configuration.connectionsPerHost
        // Whether there is another attempt is decided in one place, and that isn't here.
        settings.connectionPool.retryConnectionEstablishment = false
        settings.proxy = configuration.proxy.map { .server(host: $0.host, port: $0.port) }
        settings.decompression = .disabled
        // The same for every service: what an HTTP/2 connection that breaks takes along is many requests.
        settings.httpVersion = .http1Only
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
        settings.proxy = nil
        direct = configuration.proxy.map { _ in HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings) }
    }

    deinit {
        // The future holds the client until its connections are closed; nobody could do anything about an error.
        let _: EventLoopFuture<Void> = client.shutdown()
        let _: EventLoopFuture<Void>? = direct?.shutdown()
    }

    /// Sends a request, and gives the answer when its header has arrived.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        var outgoing = HTTPClientRequest(url: request.url.absolute)
        outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
        for field in request.fields.fields { outgoing.headers.add(name: field.name, value: field.value) }
        for credential in request.credentials { outgoing.headers.add(name: credential.name, value: credential.value.reveal()) }
        if !request.body.isEmpty || request.method == .post { outgoing.body = .bytes(ByteBuffer(bytes: request.body)) }
        do {
            // Plain HTTP goes to this machine alone: `ServiceURL` sees to that.
            let client = request.url.scheme == "http" ? direct ?? client : client
            let response = try await client.execute(outgoing, deadline: .now() + .nanoseconds(request.limits.total.inNanoseconds))
            var fields = HTTPFields()
            for (name, value) in response.headers { fields.append(name, value) }
            return HTTPResponse(
                status: Int(response.status.code), fields: fields,
                body: HTTPBody(response.body.map { Array(buffer: $0) }, failingWith: HTTPFailure.wrapping))
        } catch {
            throw HTTPFailure.wrapping(error)
        }
    }
}
