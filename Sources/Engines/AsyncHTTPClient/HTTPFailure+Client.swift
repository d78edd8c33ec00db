internal import AsyncHTTPClient
internal import ExtractionRemote
internal import Foundation
internal import NIOCore
internal import NIOPosix
internal import NIOSSL

extension HTTPFailure {
    /// What a client's error means; a cancellation stays one.
    static func wrapping(_ error: any Error) -> any Error {
        switch error {
        case is CancellationError: error
        case let error as HTTPClientError: wrapping(error)
        case is NIOConnectionError: HTTPFailure.cannotConnect
        // What a host by its address gives, where one by its name gives the above.
        case let error as IOError where [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH].contains(error.errnoCode): HTTPFailure.cannotConnect
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: HTTPFailure.untrusted
        default: HTTPFailure.brokenOff
        }
    }

    private static func wrapping(_ error: HTTPClientError) -> any Error {
        switch error {
        case .cancelled: CancellationError()
        case .connectTimeout, .getConnectionFromPoolTimeout, .httpProxyHandshakeTimeout, .tlsHandshakeTimeout,
            .proxyAuthenticationRequired, .invalidProxyResponse:
            HTTPFailure.cannotConnect
        case .deadlineExceeded: HTTPFailure.outOfTime
        case .readTimeout, .writeTimeout: HTTPFailure.silence
        default: HTTPFailure.brokenOff
        }
    }
}

extension Duration {
    /// Whole nanoseconds, as far as they can be counted.
    var inNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return min(max(0, seconds), 9_000_000_000) * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
