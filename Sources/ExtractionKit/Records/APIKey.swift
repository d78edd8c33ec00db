/// A key by which a program of a tenant shows who it is. Only a digest of it is kept: who reads the store can't use it.
///
/// A key is `ek_`, the tenant's id, `.`, the key's id of 16 hexadecimal digits, `.` and 64 hexadecimal digits of chance (256 bits). With so much
/// chance in it, one SHA-256 is enough: nobody can try them all, as with passwords.
public struct APIKey: Hashable, Sendable, Codable {
    /// Names the key among those of its tenant. It is part of the key and no secret.
    public let id: String
    /// What people call it.
    public var name: String
    /// The SHA-256 of the whole key, in hexadecimal digits.
    public let sha256: String
    /// When it was made.
    public var createdAt: Timestamp
    /// From when on it is no longer accepted; `nil` for ever.
    public var expiresAt: Timestamp?
    /// When it was taken back; `nil` for never.
    public var revokedAt: Timestamp?

    /// Creates a key's record of its parts, as a store does.
    public init(
        id: String, name: String, sha256: String, createdAt: Timestamp, expiresAt: Timestamp? = nil, revokedAt: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.sha256 = sha256
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
    }

    /// Makes a key of the system's random numbers.
    ///
    /// - Returns: What to keep, and the key itself, which is to be given to its owner and then forgotten.
    public static func generate(
        named name: String, for tenant: TenantID, expiresAt: Timestamp? = nil, at moment: Timestamp = .now
    ) -> (record: APIKey, key: Secret) {
        var generator = SystemRandomNumberGenerator()
        func digits(_ words: Int) -> String {
            (0..<words).map { _ in
                let digits = String(generator.next() as UInt64, radix: 16)
                return String(repeating: "0", count: 16 - digits.count) + digits
            }.joined()
        }
        let id = digits(1)
        let key = "ek_\(tenant.rawValue).\(id).\(digits(4))"
        let record = APIKey(
            id: id, name: name, sha256: ContentDigest.hexadecimal(Array(key.utf8)), createdAt: moment, expiresAt: expiresAt)
        return (record, Secret(key))
    }

    /// Whether this is the record of the key and the key is still accepted. How long the answer takes doesn't depend on how much of it is right.
    public func accepts(_ key: Secret, at moment: Timestamp = .now) -> Bool {
        let given = Array(ContentDigest.hexadecimal(Array(key.reveal().utf8)).utf8), kept = Array(sha256.utf8)
        var difference = UInt8(given.count == kept.count ? 0 : 1)
        for (left, right) in zip(given, kept) { difference |= left ^ right }
        let isValid = revokedAt == nil && (expiresAt.map { moment < $0 } ?? true)
        return difference == 0 && isValid
    }

    /// Whose key it says that it is, and its id; `nil` for what isn't a key.
    static func parts(of key: Secret) -> (tenant: TenantID, id: String)? {
        let text = key.reveal()
        guard text.utf8.count <= 256, text.hasPrefix("ek_") else { return nil }
        let parts = text.dropFirst(3).split(separator: ".", omittingEmptySubsequences: false)
        // A tenant's id may hold points too.
        guard parts.count >= 3, let tenant = try? TenantID(parts.dropLast(2).joined(separator: ".")) else { return nil }
        return (tenant, String(parts[parts.count - 2]))
    }

    private enum CodingKeys: String, CodingKey {
        case id, name, sha256
        case createdAt = "created_at"
        case expiresAt = "expires_at"
        case revokedAt = "revoked_at"
    }
}

extension RecordStore {
    /// The tenant whose key this is; `nil` where it is nobody's, or no longer accepted.
    ///
    /// - Throws: `engineFailure`.
    public func tenant(holding key: Secret, at moment: Timestamp = .now) async throws -> TenantID? {
        guard let (id, keyID) = APIKey.parts(of: key), try await tenant(id) != nil else { return nil }
        let record = try await records(of: id).apiKey(keyID)
        return record?.accepts(key, at: moment) == true ? id : nil
    }
}
