internal import Dispatch
internal import Foundation

/// Measures how fast the package's parts are. See the README beside the package.
@main
enum Speed {
    /// Waits for the work on the main thread: an asynchronous `main` gives that thread up, which Valgrind doesn't survive.
    static func main() {
        let end = DispatchSemaphore(value: 0)
        // Nothing else runs, and the process ends with it. Detached, because `main` holds the main actor while it waits.
        Task.detached {
            await run()
            end.signal()
        }
        end.wait()
    }

    private static func run() async {
        do {
            let options = try Options(CommandLine.arguments.dropFirst())
            if options.lists {
                for speedCase in options.cases { print(speedCase.name, speedCase.countsInstructions ? "counted" : "timed") }
            } else if let runs = options.countedRuns {
                try await repeatRuns(runs, of: options)
            } else {
                try await time(options)
            }
        } catch {
            FileHandle.standardError.write(Data("speed: \(error)\n".utf8))
            exit(error is Options.Mistake ? 2 : 3)
        }
    }

    /// Runs for somebody who counts instructions from outside: nothing else, and the same for the same arguments.
    private static func repeatRuns(_ runs: Int, of options: Options) async throws {
        for speedCase in options.cases {
            let workload = try await speedCase.prepare(options.inputs)
            for _ in 0..<runs { try await workload.run() }
        }
    }

    private static func time(_ options: Options) async throws {
        if !options.writesJSON { print(SpeedRow.heading) }
        var rows: [SpeedRow] = []
        for speedCase in options.cases {
            let workload = try await speedCase.prepare(options.inputs)
            let samples = try await Sample.samples(of: workload, seconds: options.seconds)
            let row = SpeedRow(speedCase, workload, samples)
            if options.writesJSON { rows.append(row) } else { print(row.markdown) }
        }
        if options.writesJSON {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            encoder.keyEncodingStrategy = .convertToSnakeCase
            try print(String(decoding: encoder.encode(rows), as: UTF8.self))
        }
    }
}
