import Foundation
import RepositoryFiles

/// The program as a user runs it: the built executable, beside the test bundle.
struct Program {
    struct Outcome {
        var status: Int32
        var output: String
        var errors: String
    }

    static let fixtures = RepositoryFiles.fixture("")

    static func process(_ arguments: [String]) -> (Process, input: Pipe, output: Pipe, errors: Pipe) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "extract")
        process.arguments = arguments.map { $0.replacing("{fixtures}", with: fixtures) }
        let (input, output, errors) = (Pipe(), Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = errors
        return (process, input, output, errors)
    }

    /// Runs the program to its end. Both streams are read while it runs, so that it can't wait for a full pipe.
    static func run(_ arguments: String..., input bytes: Data = Data(), environment: [String: String] = [:]) async throws -> Outcome {
        try await run(arguments, input: bytes, environment: environment)
    }

    /// Runs the program to its end.
    ///
    /// - Parameter environment: Variables that are set for it beside this program's own.
    static func run(
        _ arguments: [String], input bytes: Data = Data(), environment: [String: String] = [:]
    ) async throws -> Outcome {
        let (process, input, output, errors) = process(arguments)
        if !environment.isEmpty { process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 } }
        try process.run()
        async let outputText = text(of: output)
        async let errorText = text(of: errors)
        try input.fileHandleForWriting.write(contentsOf: bytes)
        try input.fileHandleForWriting.close()
        let (read, failed) = await (outputText, errorText)
        process.waitUntilExit()
        return Outcome(status: process.terminationStatus, output: read, errors: failed)
    }

    /// Everything that a pipe holds until it is closed, read on a thread that may wait.
    @concurrent static func text(of pipe: Pipe) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(returning: String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self))
            }
        }
    }
}
