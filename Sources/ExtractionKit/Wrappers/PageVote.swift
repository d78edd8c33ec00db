/// The count of a page's votes, from what every engine answered.
struct PageVote {
    let engines: [any OCREngine]
    let answers: [Result<PageText, ExtractionError>]
    let silence: Double

    /// The page.
    ///
    /// - Throws: The first engine's error where all failed; `CancellationError`.
    func result() throws -> PageText {
        var read: [(engine: any OCREngine, text: PageText)] = []
        var missing: [Warning] = []
        var firstError: ExtractionError?
        for (engine, answer) in zip(engines, answers) {
            switch answer {
            case .success(let text): read.append((engine, text))
            case .failure(let error):
                firstError = firstError ?? error
                missing.append(Self.missing(engine, "failed with \(error.code)"))
            }
        }
        if read.isEmpty, let firstError { throw firstError }
        let usage = read.reduce(Usage()) { $0 + $1.text.usage }
        let whole = read.filter { !$0.text.isPartial }
        if !whole.isEmpty {
            missing += read.filter(\.text.isPartial).map { Self.missing($0.engine, "stopped early") }
            read = whole
        }
        var page = try count(read)
        page.isPartial = whole.isEmpty
        page.usage = usage
        page.warnings += missing
        return page
    }

    private func count(_ read: [(engine: any OCREngine, text: PageText)]) throws -> PageText {
        let warnings = read.flatMap(\.text.warnings)
        guard read.count > 1 else { return read.first.map { Self.alone($0.engine, $0.text) } ?? PageText(lines: []) }
        var network = VotingNetwork()
        // Words are laid beside each other in lines that run across.
        let upright = read.first?.text.uprightTransform
        do {
            for (engine, text) in read {
                try network.add(Ballot(text.placed(by: upright), granularity: engine.capabilities.granularity))
            }
            // Lines and their order are the first engine's, and so is what it did to the image.
            return PageText(
                lines: network.winners(silence: silence), warnings: warnings, preparation: read.first?.text.preparation
            ).placed(by: upright?.inverted())
        } catch is VotingNetwork.TooLarge {
            // `max` gives the last of equals; the earliest voter decides ties.
            let surest = read.reversed().max { ($0.text.confidence ?? 0.5) < ($1.text.confidence ?? 0.5) }
            guard let surest else { return PageText(lines: []) }
            var page = Self.alone(surest.engine, surest.text)
            page.warnings = warnings
            page.warnings.append(
                Warning(
                    code: "vote_skipped",
                    message: "The page has too many words to count votes on; it is as '\(surest.engine.identity.id)' read it."))
            return page
        }
    }

    /// One engine's reading.
    private static func alone(_ engine: any OCREngine, _ text: PageText) -> PageText {
        var text = text
        text.engine = text.engine ?? engine.identity
        return text
    }

    private static func missing(_ engine: any OCREngine, _ clause: String) -> Warning {
        Warning(code: "voter_missing", message: "The engine '\(engine.identity.id)' \(clause) and has no vote on the page.")
    }
}
