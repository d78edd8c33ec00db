internal import ArgumentParser
internal import ExtractionKit
internal import ExtractionOutput

/// `extract diff`
struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show how two extractions differ, field by field.",
        discussion: """
            Extractions are named by their numbers, which 'extract history' shows:
              extract diff 3 7 --store records.db
            """)

    @Argument(help: ArgumentHelp("The older extraction's number.", valueName: "A"))
    var old: Int

    @Argument(help: ArgumentHelp("The newer extraction's number.", valueName: "B"))
    var new: Int

    @OptionGroup var store: RecordOptions

    @Flag(help: "Print JSON Lines, an object for each field that differs.")
    var json = false

    func run() async throws {
        let records = try await store.records()
        var found: [Extraction] = []
        for number in [old, new] {
            guard let stored = try await records.extraction(number) else {
                throw ExtractionError(.notFound, "There is no extraction with the number \(number); 'extract history' shows them.")
            }
            found.append(stored.extraction)
        }
        let changes = ExtractionDifference(from: found[0], to: found[1]).changes
        if json {
            for change in changes { try Console.result(ExtractionWriter.json(Line(change), pretty: false)) }
        } else {
            try Console.result(changes.isEmpty ? "No field differs." : changes.map(Self.text).joined(separator: "\n"))
        }
    }

    private static func text(_ change: ExtractionDifference.Change) -> String {
        func shown(_ field: ExtractedField?) -> String {
            field.map { "\($0.value.shownText) (\(Int(($0.confidence * 100).rounded())) %)" } ?? "–"
        }
        let mark = ["added": "+", "removed": "-", "value": "~", "place": "@", "confidence": "%"][change.kind.rawValue] ?? "?"
        let part = change.part.map { "page \($0): " } ?? ""
        return Console.printable("\(mark) \(part)\(change.field)  \(shown(change.old)) → \(shown(change.new))", keepingLines: false)
    }

    private struct Line: Encodable {
        var field: String
        var part: Int?
        var change: String
        var old: String?
        var new: String?

        init(_ change: ExtractionDifference.Change) {
            field = change.field
            part = change.part
            self.change = change.kind.rawValue
            old = change.old?.value.shownText
            new = change.new?.value.shownText
        }
    }
}
