internal import ExtractionKit
internal import Foundation

/// An error that a program reports.
struct ProgramError: Decodable {
    var code: String
    var message: String

    /// The codes of the kit that a program may use as they stand; any other gets the prefix `external_`.
    private static let kitCodes: Set<ExtractionError.Code> = [
        .emptyDocument, .noPages, .unsupportedMediaType, .unsupportedFeature, .encrypted, .corrupt, .truncated, .tooLarge, .tooManyPages,
        .pageOutOfRange, .invalidRaster, .deadlineExceeded, .invalidRequest, .invalidConfiguration, .invalidSchema, .missingResource,
        .notFound, .engineFailure,
    ]

    /// The error in the kit's terms.
    func extractionError(cause: ProgramFailure) -> ExtractionError {
        let known = ExtractionError.Code(rawValue: code)
        let code = Self.kitCodes.contains(known) ? known : ExtractionError.Code(rawValue: "external_" + code.sanitizedCode)
        return ExtractionError(code, message.sanitizedMessage, cause: cause)
    }
}

/// Something that a person should know, as a program says it.
struct ProgramWarning: Decodable {
    var code: String
    var message: String

    func warning(page: Int?) -> Warning {
        Warning(code: "external_" + code.sanitizedCode, message: message.sanitizedMessage, page: page)
    }
}

/// What a request cost, as a program says it.
struct ProgramUsage: Decodable {
    var promptTokens: Int?
    var completionTokens: Int?
    var cost: JSONValue?

    private enum CodingKeys: String, CodingKey {
        case promptTokens = "prompt_tokens"
        case completionTokens = "completion_tokens"
        case cost
    }
}

extension Usage {
    /// One call, and what the program adds to it.
    init(pages: Int, _ reported: ProgramUsage?) {
        self.init(
            pages: pages, calls: 1, promptTokens: max(0, reported?.promptTokens ?? 0),
            completionTokens: max(0, reported?.completionTokens ?? 0))
        if case .number(let cost)? = reported?.cost, cost.isFinite, cost > 0 { self.cost = cost }
    }
}

extension String {
    /// Lower case letters, digits and underscores; what else a program writes becomes an underscore.
    fileprivate var sanitizedCode: String {
        let scalars = unicodeScalars.prefix(48).map { scalar -> Character in
            ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) ? Character(scalar) : "_"
        }
        return scalars.isEmpty ? "error" : String(scalars)
    }

    /// One line of at most 500 characters without controls: a program's message may end up on a terminal and in logs.
    fileprivate var sanitizedMessage: String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars.prefix(500) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: result.append(" ")
            default: result.append(scalar)
            }
        }
        return result.isEmpty ? "The program gave no reason." : String(result)
    }
}
