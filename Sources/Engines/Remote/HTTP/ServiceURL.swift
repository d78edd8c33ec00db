internal import ExtractionKit

/// The address of a service: what an engine may send content and keys to.
///
/// An address is `https`, or `http` to this machine alone. It names no user and no fragment, its host is a plain name or address, and what
/// follows the host is kept as it was written, so that an address which a service gave is called as it stands.
public struct ServiceURL: Hashable, Sendable, Codable {
    /// `https` or `http`.
    public let scheme: String
    /// The name or address in lower case; an address of IPv6 stands in brackets.
    public let host: String
    /// The port, as it was written or as the scheme has it.
    public let port: Int
    /// The path, from `/` on.
    public let path: String
    /// The query without its `?`; `nil` for none.
    public let query: String?

    /// Reads an address.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `invalidConfiguration`. The address isn't quoted: it may hold a secret.
    public init(_ text: String) throws {
        guard text.utf8.count <= 8_192, let separator = text.firstRange(of: "://") else { throw Self.invalid("it has no scheme") }
        let scheme = text[..<separator.lowerBound].lowercased()
        guard scheme == "https" || scheme == "http" else { throw Self.invalid("its scheme isn't https") }
        let rest = text[separator.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let target = rest[authority.endIndex...]
        guard target.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !#""<>\^`{|}#"#.utf8.contains($0) }) else {
            throw Self.invalid("it has a fragment or characters that must be escaped")
        }
        let (host, port) = try Self.parts(of: authority)
        guard scheme == "https" || Self.isLoopback(host) else {
            throw Self.invalid("it is http to another machine, which anybody on the way could read; use https")
        }
        self.scheme = scheme
        self.host = host
        self.port = port ?? (scheme == "https" ? 443 : 80)
        let query = target.firstIndex(of: "?")
        let path = target[..<(query ?? target.endIndex)]
        self.path = path.isEmpty ? "/" : String(path)
        self.query = query.map { String(target[target.index(after: $0)...]) }
    }

    private init(_ other: ServiceURL, path: String, query: String?) {
        scheme = other.scheme
        host = other.host
        port = other.port
        self.path = path
        self.query = query
    }

    /// The address of something below this one: its path, `/`, and the given path, with the given query in place of its own.
    ///
    /// - Parameters:
    ///   - path: Segments separated by `/`; whatever isn't a letter, a digit or one of `-._~:/` is escaped.
    ///   - query: Names and values, which are escaped; commas and colons stay.
    public func appending(_ path: String, query: [(name: String, value: String)] = []) -> ServiceURL {
        let base = self.path.hasSuffix("/") ? String(self.path.dropLast()) : self.path
        let items = query.map { "\(Self.escaped($0.name, keeping: ""))=\(Self.escaped($0.value, keeping: ",:"))" }
        return ServiceURL(
            self, path: base + "/" + Self.escaped(path, keeping: ":/"), query: items.isEmpty ? nil : items.joined(separator: "&"))
    }

    /// The address of the same host and port whose path is this one's with more behind it; the query stays.
    public func appendingToPath(_ suffix: String) -> ServiceURL {
        ServiceURL(self, path: path + "/" + Self.escaped(suffix, keeping: "/"), query: query)
    }

    /// Whether both are of the same scheme, host and port: whether what may be sent to one may be sent to the other.
    public func hasSameOrigin(as other: ServiceURL) -> Bool {
        scheme == other.scheme && host == other.host && port == other.port
    }

    /// The whole address, for a client. A query may hold what shouldn't be logged; ``description`` leaves it out.
    public var absolute: String { origin + path + (query.map { "?" + $0 } ?? "") }

    /// The scheme, the host, and the port where it isn't the scheme's own.
    public var origin: String { "\(scheme)://\(host)" + (port == (scheme == "https" ? 443 : 80) ? "" : ":\(port)") }

    private static func parts(of authority: Substring) throws -> (host: String, port: Int?) {
        guard !authority.contains("@") else { throw invalid("it names a user; set the key in the environment instead") }
        let host: Substring, rest: Substring
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { throw invalid("its host isn't valid") }
            host = authority[...end]
            rest = authority[authority.index(after: end)...]
            guard host.dropFirst().dropLast().allSatisfy({ $0.isHexDigit && $0.isASCII || $0 == ":" || $0 == "." }), host.contains(":")
            else {
                throw invalid("its host isn't valid")
            }
        } else {
            host = authority.prefix { $0 != ":" }
            rest = authority[host.endIndex...]
            guard !host.isEmpty, host.utf8.count <= 253, !host.hasPrefix("-"), !host.hasPrefix("."), !host.contains(".."),
                host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "-" || $0 == "." })
            else { throw invalid("its host isn't valid") }
        }
        guard !rest.isEmpty else { return (host.lowercased(), nil) }
        guard let port = Int(rest.dropFirst()), (1...65_535).contains(port), rest.dropFirst().allSatisfy(\.isNumber) else {
            throw invalid("its port isn't valid")
        }
        return (host.lowercased(), port)
    }

    private static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }

    private static func escaped(_ text: String, keeping kept: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            if byte < 0x80, scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-._~\(kept)".utf8.contains(byte) {
                result.unicodeScalars.append(scalar)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return result
    }

    private static func invalid(_ what: String) -> ExtractionError {
        ExtractionError(.invalidConfiguration, "The address of the service can't be used: \(what).")
    }

    /// Reads an address from a configuration.
    public init(from decoder: any Decoder) throws { try self.init(decoder.singleValueContainer().decode(String.self)) }

    /// Writes the whole address.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(absolute)
    }
}

extension ServiceURL: CustomStringConvertible, CustomDebugStringConvertible {
    /// The address without its query.
    public var description: String { origin + path + (query == nil ? "" : "?…") }
    /// The address without its query.
    public var debugDescription: String { description }
}
