internal import ExtractionKit

/// What a program does for its host.
enum ProgramRole: String, Codable {
    case ocr, embedder, extractor, reader
}

/// The host's first line.
struct Hello: Encodable {
    static let version = 1

    var `protocol` = Hello.version
    var role: ProgramRole
    var settings: JSONValue
}

/// The program's first line: who it is and what it can do.
struct Greeting: Decodable, Hashable, Sendable {
    var role: String
    var id: String
    var version: String
    var capabilities: Capabilities?

    struct Capabilities: Decodable, Hashable, Sendable {
        /// Of an OCR engine: BCP 47 tags.
        var languages: [String]?
        /// Of an OCR engine.
        var granularity: OCRCapabilities.Granularity?
        /// The host that content is sent to; without one the program works on this machine.
        var sendsTo: String?
        /// Of an embedder.
        var dimensions: Int?
        /// Of a field extractor: whether it wants words and lines with their places.
        var layout: Bool?

        enum CodingKeys: String, CodingKey {
            case languages, granularity, dimensions, layout
            case sendsTo = "sends_to"
        }
    }

    /// What stands in every first line, whatever the version of its protocol.
    struct Opening: Decodable {
        var `protocol`: Int?
        var error: ProgramError?
    }

    var residency: Residency { capabilities?.sendsTo.map { .remote(host: $0) } ?? .local }

    /// Whether the names can stand in identities and messages.
    var isWellFormed: Bool {
        let isName = { (text: String) in
            (1...64).contains(text.utf8.count) && text.unicodeScalars.allSatisfy { $0.isASCII && $0.value > 32 && $0.value < 127 }
        }
        return isName(id) && isName(version) && capabilities?.sendsTo.map(isName) ?? true
    }
}
