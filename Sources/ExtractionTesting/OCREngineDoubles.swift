public import ExtractionKit
internal import Synchronization

/// An OCR engine made of a closure.
public struct ClosureOCREngine: OCREngine {
    /// `closure`, unless it was given another id.
    public let identity: PluginIdentity
    /// What it was said to be able to do.
    public let capabilities: OCRCapabilities
    private let body: @Sendable (OCRRequest) async throws -> PageText

    /// Creates an engine that answers with the closure.
    ///
    /// - Parameters:
    ///   - id: What it is called, for tests with several of them.
    ///   - languages: The languages that it claims to read; any by default.
    ///   - granularity: The finest unit that it claims to place.
    ///   - concurrentPages: How many pages it claims to read at once.
    ///   - residency: Where it claims to work.
    ///   - body: What it answers.
    public init(
        id: PluginID = "closure", languages: [String] = [], granularity: OCRCapabilities.Granularity = .word, concurrentPages: Int = 1,
        residency: Residency = .local, _ body: @escaping @Sendable (OCRRequest) async throws -> PageText
    ) {
        identity = PluginIdentity(id: id, version: "1")
        capabilities = OCRCapabilities(
            languages: languages, granularity: granularity, concurrentPages: concurrentPages, residency: residency)
        self.body = body
    }

    /// Answers with the closure.
    public func recognize(_ request: OCRRequest) async throws -> PageText { try await body(request) }
}

extension OCREngine where Self == ClosureOCREngine {
    /// An engine that finds no text on any page.
    public static var blank: ClosureOCREngine {
        ClosureOCREngine { _ in PageText(lines: [], usage: Usage(pages: 1, calls: 1)) }
    }

    /// An engine that finds the given text on every page, set in fixed pitch.
    public static func reading(_ text: String) -> ClosureOCREngine {
        ClosureOCREngine { _ in
            var page = PageText(monospaced: text)
            page.usage = Usage(pages: 1, calls: 1)
            return page
        }
    }

    /// An engine that reads nothing for a number of pages and then fails on every page.
    public static func failing(after pages: Int = 0, with code: ExtractionError.Code = .engineFailure) -> ClosureOCREngine {
        let count = Counter()
        return ClosureOCREngine { _ in
            guard count.next() < pages else { throw ExtractionError(code, "This engine is made to fail.") }
            return PageText(lines: [], usage: Usage(pages: 1, calls: 1))
        }
    }

    /// An engine that never answers, until its task is cancelled.
    public static var hanging: ClosureOCREngine {
        ClosureOCREngine { _ in
            for await _ in AsyncStream<Never>.makeStream().stream {}
            throw CancellationError()
        }
    }
}

private final class Counter: Sendable {
    private let count = Atomic(0)
    func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).oldValue }
}
