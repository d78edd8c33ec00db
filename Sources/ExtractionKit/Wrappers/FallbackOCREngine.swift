/// An engine that asks another when the first one fails, is unsure, or finds nothing on a page with ink.
///
/// The engines are asked in their order until one's reading will do (``FallbackPolicy``). When none will, the best is given with the warning
/// `no_engine_satisfied`: a whole page before a partial one, one with text before one without, then the one whose engine is surest. The
/// page's ``PageText/engine`` is the one that answered, a warning `engine_passed_over` says for each one before it why it wasn't it, and the
/// usage is that of all that were asked and answered.
public struct FallbackOCREngine: OCREngine {
    /// The engines in the order in which they are asked; the first one is always there.
    public let engines: [any OCREngine]
    /// When the next engine is asked.
    public let policy: FallbackPolicy

    /// Puts engines behind each other.
    public init(_ first: any OCREngine, then others: [any OCREngine], when policy: FallbackPolicy = FallbackPolicy()) {
        engines = [first] + others
        self.policy = policy
    }

    /// `fallback`, changing with the engines and the policy.
    public var identity: PluginIdentity {
        var identity = PluginIdentity.combining(engines.map(\.identity), as: "fallback")
        identity.settings += "+\(policy.summary)"
        return identity
    }

    /// What holds whichever engine answers.
    public var capabilities: OCRCapabilities { .combining(engines.map(\.capabilities)) }

    /// Reads the page with the first engine that will do.
    ///
    /// - Throws: An error that the policy doesn't list, as the engine threw it; when every engine failed, the first one's code.
    public func recognize(_ request: OCRRequest) async throws -> PageText {
        var progress = FallbackProgress(policy: policy)
        for (index, engine) in engines.enumerated() {
            try Task.checkCancellation()
            try request.deadline.check("The page")
            let isLast = index == engines.count - 1
            let result: Result<PageText, ExtractionError>
            do {
                let text = try await isLast ? engine.recognize(request) : engine.recognize(request, within: policy.timeShare)
                result = .success(text)
            } catch let error as CancellationError {
                throw error
            } catch {
                result = .failure(ExtractionError(wrapping: error))
            }
            let step = progress.take(
                result, from: engine.identity, isLast: isLast || request.deadline.hasPassed, ink: { request.raster.inkCoverage })
            switch step {
            case .answer(let text): return text
            case .fail(let error): throw error
            case .askNext: continue
            }
        }
        // The last engine's step is never to ask the next.
        throw ExtractionError(.engineFailure, "No engine answered; report this with the engines' names.")
    }
}
