internal import ExtractionKit
internal import ExtractionRemote
internal import ExtractionResultFormats
internal import Foundation

/// What the service says of an analysis: how far it is, and what it found.
struct AzureAnswer: Decodable {
    var status: String
    var error: Problem?
    var analyzeResult: Result?

    struct Problem: Decodable {
        var code: String?
        var innererror: Inner?

        final class Inner: Decodable {
            let code: String?
            let innererror: Inner?
        }

        /// The innermost code.
        var innermost: String? {
            var found = code
            var inner = innererror
            while let next = inner {
                found = next.code ?? found
                inner = next.innererror
            }
            return found
        }
    }

    /// What the layout has no room for.
    struct Result: Decodable {
        var pages: [Page]?
        var documents: [Found]?
        var documentResults: [Found]?
        var keyValuePairs: [Pair]?
        var figures: [Figure]?
        var styles: [Style]?
        var warnings: [Note]?
    }

    struct Page: Decodable {
        var pageNumber: Int?
        var spans: [Span]?
    }

    struct Span: Decodable {
        var offset: Int
        var length: Int
    }

    struct Found: Decodable {
        var docType: String?
        var confidence: Double?
        var docTypeConfidence: Double?
        var fields: [String: AzureField?]?
    }

    struct Pair: Decodable {
        var key: Element
        var value: Element?
        var confidence: Double?

        struct Element: Decodable { var content: String? }
    }

    struct Figure: Decodable { var id: String? }

    struct Style: Decodable {
        var isHandwritten: Bool?
        var spans: [Span]?
    }

    struct Note: Decodable {
        var code: String?
        var message: String?
    }

    init(_ bytes: [UInt8]) throws {
        do {
            self = try JSONDecoder().decode(AzureAnswer.self, from: Data(bytes))
        } catch {
            throw Self.invalid(error)
        }
    }

    static func invalid(_ cause: any Error) -> ExtractionError {
        ExtractionError(
            .invalidAnswer, "The answer of Azure Document Intelligence can't be used; try again, or report it with the setting 'model'.",
            cause: cause)
    }

    /// The pages, in the service's units.
    static func pages(_ bytes: [UInt8]) throws -> RecordedResult {
        do {
            return try AzureResultParser().result(of: bytes)
        } catch {
            throw invalid(error)
        }
    }
}

extension AzureAnswer.Result {
    /// What the service warns of, in its own words, and pages with handwriting.
    var notes: [Warning] {
        let own = (warnings ?? []).map { note in
            let code = AzureField.snakeCase(String((note.code ?? "warning").filter(\.isASCII).prefix(48)))
            return Warning(code: "azure_" + code, message: Self.line(note.message ?? "The service gave no reason."))
        }
        let handwritten = (styles ?? []).filter { $0.isHandwritten == true }.flatMap { $0.spans ?? [] }
        let pages = (pages ?? []).filter { page in
            (page.spans ?? []).contains { own in
                handwritten.contains { $0.offset < own.offset &+ own.length && own.offset < $0.offset &+ $0.length }
            }
        }
        return own
            + pages.map { Warning(code: "handwriting", message: "Parts of the page are handwritten.", page: $0.pageNumber) }
    }

    /// One line of at most 300 characters without controls.
    private static func line(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(300) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: result.append(" ")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
