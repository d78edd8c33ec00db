internal import ArgumentParser
internal import ExtractionEvaluation
internal import ExtractionKit
internal import ExtractionSchemas
internal import Foundation

/// `extract fit`
struct FitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit",
        abstract: "Fit the confidences of a field extractor to documents whose truth is known.",
        discussion: """
            Writes a model that turns what speaks for and against a value into the chance that it is right, and prints how well it does \
            on documents that it hasn't seen (cross-validation):
              extract fit my-documents --output confidence.json

            A pipeline uses it with these settings:
              extractor: {id: rules, settings: {model: confidence.json}}
            """)

    @Argument(help: "The datasets: folders with a manifest.json, or in a layout that is known (see the documentation).")
    var datasets: [String]

    @OptionGroup var reading: DatasetReadingOptions

    @Option(help: "The field extractor; its confidences must come from a model that can be fitted.")
    var extractor = "rules"

    @Option(help: ArgumentHelp("Write the model to this file.", valueName: "FILE"))
    var output: String

    @Option(help: "The L2 penalty on the model's weights, above 0; more makes it trust the evidence less.")
    var penalty = 1.0

    func validate() throws {
        guard penalty > 0, penalty.isFinite else { throw ValidationError("'--penalty' takes a number above 0.") }
    }

    func run() async throws {
        let registry = reading.registry()
        let choice = try PipelineFile.named(extractor) { $0.extractor = PluginChoice(PluginID(rawValue: extractor)) }.extractor
        guard let fittable = try await registry.extractor(choice) as? any FittableFieldExtractor else {
            throw ExtractionError(.invalidRequest, "The confidences of this extractor don't come from a model; choose another one.")
        }
        let selected = try reading.selected(datasets)
        let readers = try await reading.readers(over: selected, in: registry)
        let progress = BenchProgress()
        let interruption = Interruption { progress.summary }
        defer { interruption.end() }
        let matrix = Matrix(
            readers: readers, extractors: [], schemas: BuiltInSchemas.all, jobs: reading.jobs, folder: reading.folder)
        let examples = try await matrix.examples(of: fittable, in: selected) { progress.show($0) }
        Console.clearProgress()
        let fit = try ConfidenceFit(
            examples, extractor: fittable.identity, datasets: selected.map(\.name), readers: readers.map(\.name), penalty: penalty)
        try OutputFile.write(fit.model.json(), to: output)
        try Console.result(Console.printable(Self.text(fit)))
    }

    private static func text(_ fit: ConfidenceFit) -> String {
        let right = fit.crossValidated.count(where: \.isCorrect)
        var lines = [
            "\(fit.crossValidated.count) values in \(fit.model.origin.documents) documents, \(right) of them right.", "",
            "confidences, %                             now  fitted, cross-validated",
        ]
        let after = Dictionary(ConfidenceFit.figures(of: fit.crossValidated).map { ($0.metric.id, $0.value) }, uniquingKeysWith: { $1 })
        for (metric, value) in ConfidenceFit.figures(of: fit.before) {
            let columns = [value, after[metric.id]].map { $0.map { String(format: "%.1f", 100 * $0) } ?? "–" }
            lines.append(
                metric.title.padding(toLength: 40, withPad: " ", startingAt: 0)
                    + String(repeating: " ", count: max(1, 6 - columns[0].count))
                    + columns[0] + String(repeating: " ", count: max(1, 25 - columns[1].count)) + columns[1])
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
