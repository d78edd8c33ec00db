/// The count of a page's votes, from what every engine answered.
struct PageVote {
    let voters: [VotingOCREngine.Voter]
    let answers: [Result<PageText, ExtractionError>]
    let silence: Double

    /// The page.
    ///
    /// - Throws: The first engine's error where all failed; `CancellationError`.
    func result() throws -> PageText {
        var read: [(voter: VotingOCREngine.Voter, text: PageText)] = []
        var missing: [Warning] = []
        var firstError: ExtractionError?
        for (voter, answer) in zip(voters, answers) {
            switch answer {
            case .success(let text): read.append((voter, text))
            case .failure(let error):
                firstError = firstError ?? error
                missing.append(Self.missing(voter, "failed with \(error.code)"))
            }
        }
        if read.isEmpty, let firstError { throw firstError }
        let usage = read.reduce(Usage()) { $0 + $1.text.usage }
        let whole = read.filter { !$0.text.isPartial }
        if !whole.isEmpty {
            missing += read.filter(\.text.isPartial).map { Self.missing($0.voter, "stopped early") }
            read = whole
        }
        var page = try count(read)
        page.isPartial = whole.isEmpty
        page.usage = usage
        page.warnings += missing
        return page
    }

    private func count(_ read: [(voter: VotingOCREngine.Voter, text: PageText)]) throws -> PageText {
        let warnings = read.flatMap(\.text.warnings)
        guard read.count > 1 else { return read.first.map { alone($0.voter, $0.text) } ?? PageText(lines: []) }
        var network = VotingNetwork()
        do {
            for (voter, text) in read {
                try network.add(
                    Ballot(text, granularity: voter.engine.capabilities.granularity, calibration: voter.calibration))
            }
            return PageText(lines: network.winners(silence: silence), warnings: warnings)
        } catch is VotingNetwork.TooLarge {
            // `max` gives the last of equals; the earliest voter decides ties.
            let surest = read.reversed().max { $0.voter.calibration($0.text.words) < $1.voter.calibration($1.text.words) }
            guard let surest else { return PageText(lines: []) }
            var page = alone(surest.voter, surest.text)
            page.warnings = warnings
            page.warnings.append(
                Warning(
                    code: "vote_skipped",
                    message: "The page has too many words to count votes on; it is as '\(surest.voter.engine.identity.id)' read it."))
            return page
        }
    }

    /// One engine's reading, with its confidences calibrated.
    private func alone(_ voter: VotingOCREngine.Voter, _ text: PageText) -> PageText {
        var text = text
        text.engine = text.engine ?? voter.engine.identity
        for line in text.lines.indices {
            for word in text.lines[line].words.indices {
                guard let confidence = text.lines[line].words[word].confidence else { continue }
                text.lines[line].words[word].confidence = voter.calibration(confidence)
            }
        }
        return text
    }

    private static func missing(_ voter: VotingOCREngine.Voter, _ clause: String) -> Warning {
        Warning(code: "voter_missing", message: "The engine '\(voter.engine.identity.id)' \(clause) and has no vote on the page.")
    }
}
