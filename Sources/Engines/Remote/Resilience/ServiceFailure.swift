public import ExtractionKit
internal import Foundation

/// Why an attempt failed, as far as it can be known without the engine.
public struct ServiceFailure: Error, Hashable, Sendable {
    /// The kinds of failures that are treated alike.
    public enum Kind: Hashable, Sendable {
        /// What went wrong on the way.
        case transport(HTTPFailure)
        /// The service has too much to do, or was asked too often. It has done nothing.
        case throttled
        /// What was paid for is used up.
        case quota
        /// The service failed on its side; whether it has done something isn't known.
        case server
        /// The service is not there at the moment. It has done nothing.
        case unavailable
        /// The answer points to another address.
        case redirected
        /// The content is packed, which nobody asked for.
        case encoded
        /// The service refuses the request as it is.
        case refused
    }

    /// The kind.
    public var kind: Kind
    /// The status of the answer, or 0 where there was none.
    public var status = 0
    /// The service's own name for the failure, the innermost where it has several; at most 64 harmless characters.
    public var code: String?
    /// How long the service asks to wait.
    public var retryAfter: Duration?
    /// What the service says about another attempt.
    public var shouldRetry: Bool?
    /// What the service calls the request.
    public var requestID: String?

    /// A failure on the way.
    public init(_ failure: HTTPFailure) { kind = .transport(failure) }

    /// What an answer says, or `nil` for a good one.
    ///
    /// - Parameter date: Now, in seconds since 1970: a service may name the moment for the next attempt.
    public init?(_ answer: HTTPAnswer, date: Double) {
        let encoding = answer.fields["Content-Encoding"]?.lowercased() ?? "identity"
        if encoding != "identity" {
            kind = .encoded
        } else if (200..<300).contains(answer.status) {
            return nil
        } else {
            code = Self.code(in: answer.body)
            kind =
                switch answer.status {
                case 300..<400: .redirected
                case 429: Self.quotaCodes.contains(code ?? "") ? .quota : .throttled
                case 503: .unavailable
                case 408, 500...: .server
                default: .refused
                }
        }
        status = answer.status
        requestID = answer.requestID
        retryAfter = Self.retryAfter(answer.fields, date: date)
        shouldRetry = answer.fields["x-should-retry"].flatMap { Bool($0.lowercased()) }
    }

    /// What the error says that a service put into an answer of status 200; `nil` where there is none.
    package init?(errorIn json: JSONValue) {
        guard let error = json["error"], error != .null else { return nil }
        code = Self.code(in: error)
        status = 200
        let names = [error["code"], error["type"]].compactMap { $0?.string }
        let number: Int? = if case .number(let number)? = error["code"] { Int("\(number)") } else { nil }
        kind =
            if names.contains(where: Self.quotaCodes.contains) {
                .quota
            } else if number == 429 || names.contains(where: { $0.contains("rate_limit") || $0 == "429" }) {
                .throttled
            } else if number.map({ $0 >= 500 || $0 == 408 }) ?? false || names.contains(where: Self.serverCodes.contains) {
                .server
            } else {
                .refused
            }
    }

    private static let serverCodes: Set<String> = [
        "server_error", "api_error", "internal_error", "internal_server_error", "overloaded_error", "engine_overloaded",
        "service_unavailable", "timeout",
    ]

    private static let quotaCodes: Set<String> = ["insufficient_quota", "billing_hard_limit_reached", "quota_exceeded"]

    /// The code in the JSON of an error, as the services write it: `error.innererror.….code`, `error.code`, `error.type`.
    private static func code(in body: [UInt8]) -> String? {
        guard body.count <= 1 << 20, let error = (try? JSONValue(json: body))?["error"] else { return nil }
        return code(in: error)
    }

    private static func code(in error: JSONValue) -> String? {
        var found = error["code"]?.string ?? error["type"]?.string
        var inner = error["innererror"]
        // As deep as any service goes; what is deeper is meant to cost time.
        for _ in 0..<8 {
            guard let next = inner else { break }
            found = next["code"]?.string ?? found
            inner = next["innererror"]
        }
        let harmless = found?.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "_-.".contains($0)) }.prefix(64)
        return harmless.flatMap { $0.isEmpty ? nil : String($0) }
    }

    private static func retryAfter(_ fields: HTTPFields, date: Double) -> Duration? {
        func seconds(_ text: String?) -> Double? {
            text.flatMap { Double($0.filter { !$0.isWhitespace }) }.flatMap { $0 >= 0 && $0 < 1e7 ? $0 : nil }
        }
        for name in ["retry-after-ms", "x-ms-retry-after-ms"] {
            if let milliseconds = seconds(fields[name]) { return .milliseconds(Int(milliseconds)) }
        }
        guard let value = fields["retry-after"] else { return nil }
        if let plain = seconds(value) { return .milliseconds(Int(plain * 1_000)) }
        return HTTPDate(value).map { .milliseconds(Int(min(max(0, $0.secondsSince1970 - date), 1e7) * 1_000)) }
    }
}

extension ServiceFailure {
    /// The error for whoever asked.
    ///
    /// - Parameters:
    ///   - service: What the service is called, for people.
    ///   - attempts: How many attempts there were.
    public func error(of service: String, attempts: Int) -> ExtractionError {
        let tried = attempts > 1 ? " after \(attempts) attempts" : ""
        let name = code.map { " (\($0))" } ?? ""
        let id = requestID.map { " Its name for the request is \($0)." } ?? ""
        switch kind {
        case .transport(.cannotConnect):
            return ExtractionError(
                .serviceUnavailable, "\(service) can't be reached\(tried); check the network and the setting 'endpoint'.")
        case .transport(.untrusted):
            return ExtractionError(
                .serviceUnavailable, "\(service) doesn't prove who it is with a certificate that is trusted here; check 'endpoint'.")
        case .transport(.brokenOff):
            return ExtractionError(.serviceUnavailable, "The connection to \(service) broke off\(tried); try again later.")
        case .transport(.silence), .transport(.outOfTime):
            return ExtractionError(.deadlineExceeded, "\(service) didn't answer in time\(tried); allow more time or try again later.")
        case .transport(.tooLarge(let limit)):
            return ExtractionError(.invalidAnswer, "The answer of \(service) is larger than \(limit) bytes; ask for fewer pages at once.")
        case .throttled:
            let wait = retryAfter.map { " It asks to wait \($0.inSeconds) s." } ?? ""
            return ExtractionError(.rateLimited, "\(service) was asked too often\(tried).\(wait) Lower 'concurrency' or try again later.")
        case .quota:
            return ExtractionError(.quotaExhausted, "What was paid for at \(service) is used up\(name); raise the quota there.")
        case .server where status == 200:
            return ExtractionError(.serviceUnavailable, "\(service) gave up while it answered\(name)\(tried); try again later.\(id)")
        case .server, .unavailable:
            return ExtractionError(.serviceUnavailable, "\(service) failed with status \(status)\(name)\(tried); try again later.\(id)")
        case .redirected:
            return ExtractionError(
                .invalidAnswer, "\(service) answered with another address, which isn't followed; correct the setting 'endpoint'.")
        case .encoded:
            return ExtractionError(.invalidAnswer, "\(service) answered in a packed form that nobody asked for; check 'endpoint'.")
        case .refused:
            let code: ExtractionError.Code =
                switch status {
                case 401, 403: .unauthorized
                case 404: .notFound
                case 413: .tooLarge
                case 415: .unsupportedMediaType
                default: .invalidRequest
                }
            let advice =
                switch code {
                case .unauthorized: "check the key in the environment and what it allows"
                case .notFound: "check the settings 'endpoint' and 'model'"
                case .tooLarge: "make the document smaller"
                default: "check the settings and the document"
                }
            return ExtractionError(code, "\(service) refused the request with status \(status)\(name); \(advice).\(id)")
        }
    }
}

extension Duration {
    /// Whole seconds, rounded up.
    var inSeconds: Int64 { components.seconds + (components.attoseconds > 0 ? 1 : 0) }
    /// Seconds as a number.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
