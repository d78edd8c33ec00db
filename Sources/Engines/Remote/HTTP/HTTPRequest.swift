public import ExtractionKit

/// A request to a service.
///
/// What proves who asks stands apart from the other header fields, as secrets: it isn't printed and isn't recorded.
public struct HTTPRequest: Sendable {
    /// The method.
    public var method: Method
    /// Where it goes.
    public var url: ServiceURL
    /// The header fields that anybody may see.
    public var fields: HTTPFields
    /// The header fields that nobody may see.
    public var credentials: [Credential]
    /// The content.
    public var body: [UInt8]
    /// What a client must bear.
    public var limits: HTTPLimits

    /// Creates a request.
    public init(
        _ method: Method, _ url: ServiceURL, fields: HTTPFields = HTTPFields(), credentials: [Credential] = [], body: [UInt8] = [],
        limits: HTTPLimits = HTTPLimits()
    ) {
        self.method = method
        self.url = url
        self.fields = fields
        self.credentials = credentials
        self.body = body
        self.limits = limits
    }

    /// A method of HTTP.
    public enum Method: String, Hashable, Sendable {
        /// Gets something.
        case get = "GET"
        /// Hands something over.
        case post = "POST"
        /// Removes something.
        case delete = "DELETE"
    }

    /// A header field whose value is a secret.
    public struct Credential: Hashable, Sendable {
        /// The name.
        public var name: String
        /// The value.
        public var value: Secret

        /// Creates a header field.
        public init(name: String, value: Secret) {
            self.name = name
            self.value = value
        }

        /// `Authorization: Bearer …`.
        public static func bearer(_ token: Secret) -> Credential {
            Credential(name: "Authorization", value: Secret("Bearer " + token.reveal()))
        }
    }
}

/// How long a service may take and how much it may say.
public struct HTTPLimits: Hashable, Sendable {
    /// The longest time without a byte of an answer.
    public var silence = Duration.seconds(60)
    /// The longest time for an attempt as a whole.
    public var total = Duration.seconds(300)
    /// The largest answer, in bytes.
    public var answerBytes = 64 << 20

    /// Creates the default limits.
    public init() {}
}

extension HTTPRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The method, the address without its query, and the size.
    public var description: String { "\(method.rawValue) \(url) (\(body.count) bytes)" }
    /// As ``description``.
    public var debugDescription: String { description }
    /// A mirror without children: a body is text of a document.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
