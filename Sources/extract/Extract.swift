internal import ArgumentParser
internal import ExtractionKit
internal import Foundation

/// The command line: the one place that knows every engine.
@main
struct Extract: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract",
        abstract: "Turns documents into grounded, structured data.",
        discussion: """
            Find the fields of documents whose kind is found out:
              extract run invoice.pdf receipt.jpg

            Find the fields you name:
              extract run --fields "invoice number, due date, total" invoice.pdf

            Read documents into text, page by page from the text layer or by OCR:
              extract read --format markdown report.pdf

            Results go to stdout; progress and errors to stderr. The exit status is 0 when everything was done, 1 when some
            documents or pages failed, 2 for wrong usage, 3 when nothing could be done.
            """,
        version: "0.1.0",
        subcommands: [
            RunCommand.self, ReadCommand.self, IndexCommand.self, SearchCommand.self, BenchCommand.self, FitCommand.self,
            PluginsCommand.self, DoctorCommand.self,
            SchemaCommand.self, RerunCommand.self, HistoryCommand.self, DiffCommand.self, CorrectCommand.self, LabelsCommand.self,
            ReportCommand.self, DatabaseCommand.self,
        ])

    static func main() async {
        let status: Int32
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            status = 0
        } catch let exit as ExitStatus {
            status = exit.rawValue
        } catch let error as ExtractionError {
            Console.error(error.description)
            status = error.code.isUsage ? ExitStatus.usage.rawValue : ExitStatus.nothingDone.rawValue
        } catch {
            // Help and the version are "errors" of the parser that end well.
            let isHelp = exitCode(for: error) == .success
            let message = fullMessage(for: error)
            if isHelp {
                status = (try? Console.result(message)) == nil ? ExitStatus.nothingDone.rawValue : 0
            } else {
                Console.error(message, prefixed: false)
                status = ExitStatus.usage.rawValue
            }
        }
        Console.exit(status)
    }
}

/// How a command ends, as scripts see it.
enum ExitStatus: Int32, Error {
    case someFailed = 1
    case usage = 2
    case nothingDone = 3
    /// What a shell reports for a program that Ctrl-C ended.
    case interrupted = 130
}

extension ExtractionError.Code {
    /// Whether the caller asked for something that can't be.
    fileprivate var isUsage: Bool {
        [.invalidRequest, .invalidConfiguration, .invalidSchema, .pluginNotFound].contains(self)
    }
}
