/// An engine that reads with a cheap engine and sends only what that one is unsure of to a better one.
///
/// Lines below the policy's confidence are cut out of the image with a margin, those that touch each other together, and read again; what
/// the better engine reads takes their places. Where that would be too many regions or too much of the page, and where the cheap engine
/// stopped early or found nothing on a page with ink, the whole page is sent (``EscalationPolicy``). The better engine's reading stands
/// unless it failed, stopped early or is empty; then the cheap one's stays and the warning `escalation_failed` says why.
///
/// The usage is that of both, a region counting as its engine counts an image. A page that was sent whole has the better engine as its
/// ``PageText/engine``, one that wasn't sent the cheap one, and one with both has this. The warnings `page_escalated` and
/// `lines_escalated` say what was sent and why.
///
/// Errors of the cheap engine aren't caught; give it a ``FallbackOCREngine`` for that.
public struct EscalatingOCREngine: OCREngine {
    /// Reads every page.
    public let first: any OCREngine
    /// Reads what the first one is unsure of. Where its words have no places of their own but their lines' (``OCRCapabilities/Granularity``),
    /// they have the places of the lines in the result too.
    public let second: any OCREngine
    /// What is sent.
    public let policy: EscalationPolicy

    /// Puts a better engine behind a cheap one.
    public init(_ first: any OCREngine, to second: any OCREngine, policy: EscalationPolicy = EscalationPolicy()) {
        self.first = first
        self.second = second
        self.policy = policy
    }

    /// `escalating`, changing with the engines and the policy.
    public var identity: PluginIdentity {
        var identity = PluginIdentity.combining([first.identity, second.identity], as: "escalating")
        identity.settings += "+\(policy.summary)"
        return identity
    }

    /// What holds for both engines.
    public var capabilities: OCRCapabilities { .combining([first.capabilities, second.capabilities]) }

    /// Reads the page.
    ///
    /// - Throws: What the first engine throws.
    public func recognize(_ request: OCRRequest) async throws -> PageText {
        try Task.checkCancellation()
        try request.deadline.check("The page")
        var text = try await first.recognize(request, within: policy.timeShare)
        text.engine = text.engine ?? first.identity
        switch EscalationPlan(for: text, on: request.raster, policy: policy) {
        case .keep: return text
        case .page(let reason):
            let better = try await attempt(request)
            return whole(text, better, reason)
        case .regions(let regions):
            return try await merged(text, regions, request)
        }
    }

    private func whole(_ text: PageText, _ better: Result<PageText, ExtractionError>, _ reason: String) -> PageText {
        var kept = text
        if case .success(var page) = better {
            // What the first engine couldn't do either isn't held against the second.
            let stands = (!page.isPartial || text.isPartial) && (!page.lines.isEmpty || text.lines.isEmpty)
            if stands {
                page.usage += text.usage
                page.engine = page.engine ?? second.identity
                page.warnings.append(
                    Warning(code: "page_escalated", message: "The page was sent to '\(second.identity.id)' because \(reason)."))
                return page
            }
            kept.usage += page.usage
        }
        kept.warnings.append(failed(Self.failure(of: better) ?? "gave no better one"))
        return kept
    }

    private func merged(_ text: PageText, _ regions: [EscalationPlan.Region], _ request: OCRRequest) async throws -> PageText {
        let answers = try await withThrowingTaskGroup(of: (Int, Result<PageText, ExtractionError>).self) { group in
            for (index, region) in regions.enumerated() {
                let part = try OCRRequest(
                    page: request.page, raster: request.raster.cropped(to: region.area), deadline: request.deadline)
                group.addTask { try await (index, attempt(part)) }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        var result = text
        var merged = EscalatedText(text)
        var replaced = 0
        for (index, region) in regions.enumerated() {
            guard let answer = answers[index] else { continue }
            if case .success(let part) = answer {
                result.usage += part.usage
                result.warnings += part.warnings
                if Self.failure(of: answer) == nil, merged.replace(region.lines, with: part) {
                    replaced += region.lines.count
                    continue
                }
            }
            result.warnings.append(failed(Self.failure(of: answer) ?? "found no text where the first engine did"))
        }
        guard replaced > 0 else { return result }
        result.lines = merged.lines
        result.engine = nil
        result.warnings.append(
            Warning(
                code: "lines_escalated",
                message: "\(replaced) of \(text.lines.count) lines were read again by '\(second.identity.id)' because "
                    + "'\(first.identity.id)' was sure of them to less than \(policy.confidenceBelow.inHundredths)."))
        return result
    }

    /// What the second engine makes of an image; only cancellation is thrown.
    private func attempt(_ request: OCRRequest) async throws -> Result<PageText, ExtractionError> {
        do {
            try request.deadline.check("The first engine's part of the page")
            return try await .success(second.recognize(request, within: 1))
        } catch let error as CancellationError {
            throw error
        } catch {
            return .failure(ExtractionError(wrapping: error))
        }
    }

    /// Why an answer can't stand, or `nil` where it can.
    private static func failure(of answer: Result<PageText, ExtractionError>) -> String? {
        switch answer {
        case .failure(let error): "failed with \(error.code)"
        case .success(let text): text.isPartial ? "stopped early" : text.lines.isEmpty ? "found no text" : nil
        }
    }

    private func failed(_ clause: String) -> Warning {
        Warning(
            code: "escalation_failed",
            message:
                "The engine '\(second.identity.id)' was asked for a better reading and \(clause); what '\(first.identity.id)' read stays.")
    }
}
