internal import Foundation

/// Measures search and chunking; `peers.py` puts other programs beside it.
@main
struct SearchBench {
    static func main() async throws {
        var arguments = CommandLine.arguments.dropFirst()
        guard let part = arguments.popFirst() else { throw Usage() }
        switch part {
        case "vectors": try await Vectors.serve()
        case "growth": try await Vectors.growth()
        case "chunks": try await Chunks.serve()
        case "sqlite": try await SQLiteRun.measure(chunks: arguments.first.flatMap { Int($0) } ?? 100_000)
        case "postgres":
            let arguments = Array(arguments)
            guard arguments.count == 5, let chunks = Int(arguments[3]), let size = Int(arguments[4]) else { throw Usage() }
            let run = PostgresRun(folder: arguments[1], database: arguments[2], chunks: chunks, inDocumentsOf: size)
            if arguments[0] == "fill" { try await run.fill() } else { try await run.search() }
        default: throw Usage()
        }
    }

    struct Usage: Error, CustomStringConvertible {
        var description: String {
            "usage: SearchBench vectors | growth | chunks | sqlite [CHUNKS] | postgres fill|search FOLDER DATABASE CHUNKS SIZE"
        }
    }
}

/// The milliseconds that something takes.
func milliseconds(_ body: () async throws -> Void) async rethrows -> Double {
    let clock = ContinuousClock()
    let parts = try await clock.measure(body).components
    return Double(parts.seconds) * 1_000 + Double(parts.attoseconds) / 1e15
}

extension [Double] {
    /// The value below which that share of them lies.
    func percentile(_ share: Double) -> Double {
        let sorted = sorted()
        return sorted.isEmpty ? .nan : sorted[Swift.min(sorted.count - 1, Int(share * Double(sorted.count)))]
    }
}

func printed(_ value: Double, _ digits: Int = 2) -> String { String(format: "%.\(digits)f", value) }
