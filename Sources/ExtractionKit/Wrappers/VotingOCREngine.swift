/// An engine that has several others read the page and takes, word by word, what most of them are surest of.
///
/// The engines' words are laid beside each other line by line, by where they stand and what they say, as in ROVER (J. G. Fiscus, "A
/// post-processing system to yield reduced word error rates: Recognizer Output Voting Error Reduction (ROVER)", IEEE ASRU 1997,
/// pp. 347–354), and each engine votes for what it read with its confidence.
///
/// - *Confidences* of different engines mean different things. Give each engine its ``ConfidenceCalibration``; by default they are taken as they
///   are.
/// - *Silence* is a vote too: an engine that has nothing where others have a word votes for nothing, with ``silence``.
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
    /// An engine with a vote.
    public struct Voter: Sendable {
        /// The engine.
        public var engine: any OCREngine
        /// What its confidences mean.
        public var calibration: ConfidenceCalibration

        /// Gives an engine a vote.
        public init(_ engine: any OCREngine, calibration: ConfidenceCalibration = .identity) {
            self.engine = engine
            self.calibration = calibration
        }
    }

    /// The engines, the first of which decides ties and the order of lines.
    public let voters: [Voter]
    /// The weight of the vote of an engine that found nothing where others found a word, from 0 to 1.
    public let silence: Double

    /// Has engines vote.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` for no voters, for an engine that only places blocks, whose words
    ///   can't be laid beside others', and for a `silence` outside of 0 to 1.
    public init(_ voters: [Voter], silence: Double = 0.5) throws {
        guard !voters.isEmpty, (0...1).contains(silence) else {
            throw ExtractionError(.invalidConfiguration, "A vote needs at least one engine, and a weight of silence from 0 to 1.")
        }
        if let block = voters.first(where: { $0.engine.capabilities.granularity == .block }) {
            throw ExtractionError(
                .invalidConfiguration,
                "The engine '\(block.engine.identity.id)' places only blocks of text and can't vote on words; leave it out, or fall back to it."
            )
        }
        self.voters = voters
        self.silence = silence
    }

    /// `voting`, changing with the engines, their calibrations and the weight of silence.
    public var identity: PluginIdentity {
        var identity = PluginIdentity.combining(voters.map(\.engine.identity), as: "voting")
        let calibrations = voters.map { voter in
            voter.calibration == .identity
                ? "identity"
                : voter.calibration.samples.map { "\($0.confidence):\($0.accuracy)" }.joined(separator: ",")
                    + ",\(voter.calibration.unstated)"
        }
        identity.settings += "+\(calibrations.joined(separator: "/"))+\(silence)"
        return identity
    }

    /// What holds for all of the engines.
    public var capabilities: OCRCapabilities { .combining(voters.map(\.engine.capabilities)) }

    /// Has all engines read the page at once, and counts.
    ///
    /// - Throws: The first engine's error where all fail.
    public func recognize(_ request: OCRRequest) async throws -> PageText {
        try Task.checkCancellation()
        try request.deadline.check("The page")
        let answers = try await withThrowingTaskGroup(of: (Int, Result<PageText, ExtractionError>).self) { group in
            for (index, voter) in voters.enumerated() {
                group.addTask { try await (index, Self.attempt(request, voter.engine)) }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        return try PageVote(voters: voters, answers: voters.indices.compactMap { answers[$0] }, silence: silence).result()
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
