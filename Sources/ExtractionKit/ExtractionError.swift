/// What went wrong, what to do next, and where.
///
/// The plugin throws what it knows; the pipeline adds the document, page and stage. ``description`` is safe to log: it
/// holds no text of the document and no cause. Only `String(reflecting:)` shows the cause, which may hold anything.
public struct ExtractionError: Error, Sendable {
    /// The kind of failure. Programs compare it; scripts find it in `errors[].code`.
    public var code: Code
    /// What happened and what to do next, for a person. Never text of the document.
    public var message: String
    /// Where it happened.
    public var scope: Scope
    /// What made it happen.
    public var cause: (any Error)?
    /// The line of source that made this error.
    public var location: SourceLocation

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - code: The kind of failure.
    ///   - message: What happened and what to do next; never text of the document.
    ///   - cause: What made it happen.
    ///   - fileID: The source file; leave it out.
    ///   - line: The source line; leave it out.
    public init(
        _ code: Code, _ message: String, cause: (any Error)? = nil, fileID: String = #fileID, line: Int = #line
    ) {
        self.code = code
        self.message = message
        self.scope = Scope()
        self.cause = cause
        self.location = SourceLocation(fileID: fileID, line: line)
    }

    /// Where in the work an error happened. What is already known is kept when an outer layer adds more.
    public struct Scope: Hashable, Sendable, Codable {
        /// The document's id.
        public var document: String?
        /// The page's number, from 1.
        public var page: Int?
        /// The part of the work.
        public var stage: Stage?
        /// The plugin at work.
        public var plugin: PluginID?

        /// Creates a scope.
        public init(document: String? = nil, page: Int? = nil, stage: Stage? = nil, plugin: PluginID? = nil) {
            self.document = document
            self.page = page
            self.stage = stage
            self.plugin = plugin
        }
    }

    /// A part of the work on a document, in the order of the work.
    public enum Stage: String, Hashable, Sendable, Codable {
        /// Opening the file and getting at its pages.
        case loading
        /// Turning an image into text.
        case recognition
        /// Finding lines, paragraphs and tables.
        case layout
        /// Cutting the text into pieces for search.
        case chunking
        /// Turning pieces into vectors.
        case embedding
        /// Finding the fields.
        case fields
        /// Keeping the results.
        case storage
    }

    /// A line of source.
    public struct SourceLocation: Hashable, Sendable {
        /// The module and file.
        public var fileID: String
        /// The line, from 1.
        public var line: Int

        /// Creates a location.
        public init(fileID: String, line: Int) {
            self.fileID = fileID
            self.line = line
        }
    }

    /// The same error with what an outer layer knows of where it happened. What is already said stays.
    public func scoped(
        document: String? = nil, page: Int? = nil, stage: Stage? = nil, plugin: PluginID? = nil
    ) -> ExtractionError {
        var copy = self
        copy.scope.document = scope.document ?? document
        copy.scope.page = scope.page ?? page
        copy.scope.stage = scope.stage ?? stage
        copy.scope.plugin = scope.plugin ?? plugin
        return copy
    }
}

extension ExtractionError {
    /// A kind of failure. The set is open: a plugin may add its own with a name that begins with its id.
    public struct Code: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
        /// The name in scripts and stored records, in snake_case.
        public var rawValue: String

        /// Creates a code from its name.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// The name.
        public var description: String { rawValue }

        /// The file can't be opened or read. Correct the path or the permissions.
        public static let fileUnreadable = Code(rawValue: "file_unreadable")
        /// A file can't be written. Check space and permissions.
        public static let fileUnwritable = Code(rawValue: "file_unwritable")
        /// A result can't be written. Check space, permissions and who reads it.
        public static let outputFailed = Code(rawValue: "output_failed")
        /// The file has no bytes.
        public static let emptyDocument = Code(rawValue: "empty_document")
        /// The file is well formed and has no pages.
        public static let noPages = Code(rawValue: "no_pages")
        /// The content is of a kind that no loader opens.
        public static let unsupportedMediaType = Code(rawValue: "unsupported_media_type")
        /// The content is of a known kind and uses something that isn't supported, such as floating point samples.
        public static let unsupportedFeature = Code(rawValue: "unsupported_feature")
        /// A password is needed, or the given one is wrong.
        public static let encrypted = Code(rawValue: "encrypted")
        /// The file, or the page, can't be parsed.
        public static let corrupt = Code(rawValue: "corrupt")
        /// The file ends before its content does.
        public static let truncated = Code(rawValue: "truncated")
        /// A limit on size is passed.
        public static let tooLarge = Code(rawValue: "too_large")
        /// A limit on the number of pages is passed.
        public static let tooManyPages = Code(rawValue: "too_many_pages")
        /// A page was asked for that the document doesn't have.
        public static let pageOutOfRange = Code(rawValue: "page_out_of_range")
        /// An image whose dimensions and content disagree.
        public static let invalidRaster = Code(rawValue: "invalid_raster")
        /// The time allowed has passed. Trying again with more time may help.
        public static let deadlineExceeded = Code(rawValue: "deadline_exceeded")
        /// The caller asked for something that can't be: correct the request.
        public static let invalidRequest = Code(rawValue: "invalid_request")
        /// A configuration has an unknown key or an impossible value.
        public static let invalidConfiguration = Code(rawValue: "invalid_configuration")
        /// A schema can't be read.
        public static let invalidSchema = Code(rawValue: "invalid_schema")
        /// A plan names a plugin that isn't registered.
        public static let pluginNotFound = Code(rawValue: "plugin_not_found")
        /// Something that a plugin needs is not installed: a library, a language, a model.
        public static let missingResource = Code(rawValue: "missing_resource")
        /// Every page of the document failed; the cause is the first page's error.
        public static let allPagesFailed = Code(rawValue: "all_pages_failed")
        /// A document lacks a value that a Swift type must have.
        public static let incompleteRecord = Code(rawValue: "incomplete_record")
        /// Something that was asked for doesn't exist.
        public static let notFound = Code(rawValue: "not_found")
        /// The write was refused because somebody else wrote, or took over, in between.
        public static let conflict = Code(rawValue: "conflict")
        /// A service can't be reached, or fails on its side. Trying again later may help.
        public static let serviceUnavailable = Code(rawValue: "service_unavailable")
        /// A service has been asked too often. Trying again later helps.
        public static let rateLimited = Code(rawValue: "rate_limited")
        /// What was paid for at a service is used up. Trying again doesn't help.
        public static let quotaExhausted = Code(rawValue: "quota_exhausted")
        /// A service doesn't accept the key, or the key doesn't allow what was asked.
        public static let unauthorized = Code(rawValue: "unauthorized")
        /// A service answered something that can't be understood or trusted.
        public static let invalidAnswer = Code(rawValue: "invalid_answer")
        /// An engine's answer is so bad that it isn't given: cut off, repeating itself, refused by the model.
        public static let lowQuality = Code(rawValue: "low_quality")
        /// A tenant has used up what its tier allows in a month. Waiting for the next month helps, or a higher tier.
        public static let limitReached = Code(rawValue: "limit_reached")
        /// A database has a form that this version doesn't know, or that must be migrated first.
        public static let schemaMismatch = Code(rawValue: "schema_mismatch")
        /// There is no space left on a disk. Nothing was written by half; it goes on when there is space again.
        public static let diskFull = Code(rawValue: "disk_full")
        /// The next call would cost more than is allowed; it wasn't made.
        public static let budgetExceeded = Code(rawValue: "budget_exceeded")
        /// A plugin failed in a way that it doesn't explain; the cause is what it threw.
        public static let engineFailure = Code(rawValue: "engine_failure")
    }
}

extension ExtractionError {
    /// Refuses a media type.
    public static func unsupported(_ type: MediaType, supported: Set<MediaType>) -> ExtractionError {
        let names = supported.map(\.rawValue).sorted().joined(separator: ", ")
        let what = type == .unknown ? "The content is of no known kind" : "No loader opens \(type.rawValue)"
        return ExtractionError(.unsupportedMediaType, "\(what); convert it to one of: \(names).")
    }

    /// Says that time ran out.
    public static func deadlineExceeded(_ what: String) -> ExtractionError {
        ExtractionError(.deadlineExceeded, "\(what) took longer than allowed; allow more time or leave the page out.")
    }
}

extension ExtractionError: CustomStringConvertible, CustomDebugStringConvertible {
    /// One line, safe to log: code, message and scope.
    public var description: String {
        let place = scope.description
        return place.isEmpty ? "\(code): \(message)" : "\(code): \(message) (\(place))"
    }

    /// Everything, the cause included, which may hold text of the document: for a person at work, not for logs.
    public var debugDescription: String {
        var tree = "ExtractionError: \(code)\n├─ Reason: \(message)"
        if !scope.description.isEmpty { tree += "\n├─ Scope: \(scope.description)" }
        if let cause { tree += "\n├─ Cause: \(String(reflecting: cause))" }
        return tree + "\n└─ Source location: \(location.fileID):\(location.line)"
    }
}

extension ExtractionError.Scope: CustomStringConvertible {
    /// What is known, separated by commas.
    public var description: String {
        [
            document.map { "document \($0)" }, page.map { "page \($0)" }, stage?.rawValue, plugin?.rawValue,
        ].compactMap(\.self).joined(separator: ", ")
    }
}

/// An error that knows what it is in this package's terms.
public protocol ExtractionErrorConvertible: Error {
    /// The error as one of this package's.
    var extractionError: ExtractionError { get }
}

extension ExtractionError {
    /// Turns whatever a plugin threw into an error of this package.
    ///
    /// An ``ExtractionError`` stays, an ``ExtractionErrorConvertible`` says what it is, and anything else becomes
    /// `engineFailure` with the original as its cause.
    public init(wrapping error: any Error, fileID: String = #fileID, line: Int = #line) {
        switch error {
        case let error as ExtractionError: self = error
        case let error as any ExtractionErrorConvertible: self = error.extractionError
        default:
            self.init(
                .engineFailure, "A plugin failed without saying why; see the cause, and try another plugin.", cause: error,
                fileID: fileID, line: line)
        }
    }
}
