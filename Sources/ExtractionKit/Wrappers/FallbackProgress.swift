/// How far the reading of a page has come from engine to engine: what was tried, and the best of it.
struct FallbackProgress {
    /// What to do next.
    enum Step {
        case answer(PageText)
        case askNext
        case fail(ExtractionError)
    }

    let policy: FallbackPolicy
    private var passedOver: [(engine: PluginID, reason: FallbackReason)] = []
    private var best: PageText?
    private var firstError: ExtractionError?
    private var usage = Usage()

    init(policy: FallbackPolicy) { self.policy = policy }

    /// Takes what an engine answered.
    ///
    /// - Parameters:
    ///   - result: The answer.
    ///   - engine: Who answered.
    ///   - isLast: Whether nobody else can be asked, for want of engines or of time.
    ///   - ink: The share of ink of the image.
    mutating func take(
        _ result: Result<PageText, ExtractionError>, from engine: PluginIdentity, isLast: Bool, ink: () -> Double
    ) -> Step {
        switch result {
        case .success(var text):
            usage += text.usage
            text.engine = text.engine ?? engine
            guard let reason = policy.objection(to: text, ink: ink) else { return .answer(finished(text)) }
            passedOver.append((engine.id, reason))
            if best.map({ Self.isBetter(text, than: $0) }) ?? true { best = text }
        case .failure(let error):
            let error = error.scoped(plugin: engine.id)
            passedOver.append((engine.id, .error(error.code)))
            firstError = firstError ?? error
            if !policy.errors.contains(error.code) { return best.map { .answer(second($0)) } ?? .fail(error) }
        }
        guard isLast else { return .askNext }
        if let best { return .answer(second(best)) }
        return .fail(noAnswer())
    }

    /// A whole page is better than a partial one, one with text better than one without, and then the one whose engine is surer. Of equals
    /// the earlier stays.
    private static func isBetter(_ text: PageText, than other: PageText) -> Bool {
        if text.isPartial != other.isPartial { return other.isPartial }
        if text.lines.isEmpty != other.lines.isEmpty { return other.lines.isEmpty }
        return (text.confidence ?? 0) > (other.confidence ?? 0)
    }

    private func finished(_ text: PageText) -> PageText {
        var text = text
        text.usage = usage
        let reader = text.engine?.id.rawValue ?? ""
        text.warnings += passedOver.map {
            Warning(code: "engine_passed_over", message: "The engine '\($0.engine)' \($0.reason.clause); '\(reader)' read the page.")
        }
        return text
    }

    /// The best of what didn't do.
    private func second(_ text: PageText) -> PageText {
        var text = text
        text.usage = usage
        let reasons = passedOver.map { "'\($0.engine)' \($0.reason.clause)" }.joined(separator: ", ")
        text.warnings.append(
            Warning(
                code: "no_engine_satisfied",
                message:
                    "No engine's reading did: \(reasons). The page is the best of them, by '\(text.engine?.id.rawValue ?? "")'; check it."))
        return text
    }

    private func noAnswer() -> ExtractionError {
        guard let firstError else { return ExtractionError(.invalidConfiguration, "There is no engine to read the page; give one.") }
        guard passedOver.count > 1 else { return firstError }
        return ExtractionError(
            firstError.code, "None of \(passedOver.count) engines could read the page. The first: \(firstError.message)", cause: firstError
        ).scoped(plugin: firstError.scope.plugin)
    }
}
