internal import ArgumentParser
internal import ExtractionEvaluation
internal import ExtractionKit

/// What a run of a benchmark is held against.
struct BaselineOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Compare with the scores of an earlier run.", valueName: "FILE"))
    var baseline: String?

    @Flag(help: "Write this run's scores to the baseline instead of comparing.")
    var updateBaseline = false

    func validate() throws {
        if updateBaseline, baseline == nil { throw ValidationError("'--update-baseline' needs '--baseline FILE'.") }
    }

    /// The scores to compare with. They are read before hours of work: what can't be read must not be found out at their end.
    func earlier() throws -> Baseline? {
        try updateBaseline ? nil : baseline.map { try Baseline(json: Document(contentsOfFile: $0).bytes) }
    }

    /// Writes this run's scores where they are asked for.
    func update(with scores: @autoclosure () -> Baseline) throws {
        if updateBaseline, let baseline { try OutputFile.write(scores().json(), to: baseline) }
    }

    /// Says what a comparison found.
    ///
    /// - Throws: ``ExitStatus`` for a regression.
    static func conclude(_ comparison: BaselineComparison?) throws {
        guard let comparison else { return }
        Console.error(comparison.text, prefixed: false)
        if !comparison.passes { throw ExitStatus.someFailed }
    }
}
