/// An engine that has several others read the page and takes, word by word, what most of them are surest of.
///
/// The engines' words are laid beside each other line by line, by where they stand and what they say, as in ROVER (J. G. Fiscus, "A
/// post-processing system to yield reduced word error rates: Recognizer Output Voting Error Reduction (ROVER)", IEEE ASRU 1997,
/// pp. 347–354), and each engine votes for what it read with its confidence.
///
/// - *Confidences* of different engines mean different things: have engines vote that are calibrated (``CalibratedOCREngine``). A word without
///   a confidence counts as right in one of two cases.
/// - *Silence* is a vote too: an engine that has nothing where others have a word votes for nothing, with ``silence``. Where it read
///   something else on that stretch of the line, it votes with the confidence of that instead.
/// - *Blanks* are seen by engines that place words: where such an engine shows a gap between two characters that the winner has too, a
///   winner that only places lines is cut there.
/// - *Ties* go to words before silence, then to the earlier engine. Of two engines that disagree the surer one wins.
/// - The *confidence* of a word that wins is how likely it is right if the engines err independently: it rises where they agree. Engines
///   that fail on the same smudge make it too high; calibrate it before you rely on it.
/// - The *first engine* gives the lines and their order. An engine that places lines and not words votes on text, and its words get the
///   places that others found.
/// - An engine that *fails or stops early* doesn't vote: the warning `voter_missing` says so. A page of which all readings are partial is
///   partial. A page with too many words to be laid beside each other is given as the surest engine read it, with the warning
///   `vote_skipped`.
///
/// The usage is that of all engines that answered.
public struct VotingOCREngine: OCREngine {
    /// The engines, the first of which decides ties and the order of lines.
    public let engines: [any OCREngine]
    /// The weight of the vote of an engine that found nothing where others found a word, from 0 to 1.
    public let silence: Double

    /// Has engines vote.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` for no voters, for an engine that only places blocks, whose words
    ///   can't be laid beside others', and for a `silence` outside of 0 to 1.
    public init(_ engines: [any OCREngine], silence: Double = 0.5) throws {
        guard !engines.isEmpty, (0...1).contains(silence) else {
            throw ExtractionError(.invalidConfiguration, "A vote needs at least one engine, and a weight of silence from 0 to 1.")
        }
        if let block = engines.first(where: { $0.capabilities.granularity == .block }) {
            throw ExtractionError(
                .invalidConfiguration,
                "The engine '\(block.identity.id)' places only blocks of text and can't vote on words; leave it out, or fall back to it."
            )
        }
        self.engines = engines
        self.silence = silence
    }

    /// `voting`, changing with the engines and the weight of silence.
    public var identity: PluginIdentity {
        var identity = PluginIdentity.combining(engines.map(\.identity), as: "voting")
        identity.settings += "+\(silence)"
        return identity
    }

    /// What holds for all of the engines.
    public var capabilities: OCRCapabilities { .combining(engines.map(\.capabilities)) }

    /// Has all engines read the page at once, and counts.
    ///
    /// - Throws: The first engine's error where all fail.
    public func recognize(_ request: OCRRequest) async throws -> PageText {
        try Task.checkCancellation()
        try request.deadline.check("The page")
        let answers = try await withThrowingTaskGroup(of: (Int, Result<PageText, ExtractionError>).self) { group in
            for (index, engine) in engines.enumerated() {
                group.addTask { try await (index, Self.attempt(request, engine)) }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        return try PageVote(engines: engines, answers: engines.indices.compactMap { answers[$0] }, silence: silence).result()
    }

    /// What an engine makes of the page; only cancellation is thrown.
    private static func attempt(_ request: OCRRequest, _ engine: any OCREngine) async throws -> Result<PageText, ExtractionError> {
        do {
            return try await .success(engine.recognize(request, within: 1))
        } catch let error as CancellationError {
            throw error
        } catch {
            return .failure(ExtractionError(wrapping: error).scoped(plugin: engine.identity.id))
        }
    }
}
