import ExtractionEvaluation
import ExtractionKit
import Foundation

/// The random cases of `cases.py`, with what independent implementations say of them.
struct CrossCheckCases: Decodable {
    /// The file that the environment names, if any.
    static let path = ProcessInfo.processInfo.environment["EXTRACTION_CROSSCHECK"]

    static func load() throws -> CrossCheckCases {
        let data = try Data(contentsOf: URL(fileURLWithPath: path ?? ""))
        return try JSONDecoder().decode(CrossCheckCases.self, from: data)
    }

    struct Text: Decodable {
        var reference, words, letters: String
        var wer, cer, similarity: Double
    }

    struct Distance: Decodable {
        var left, right: String
        var distance: Int
    }

    struct Order: Decodable {
        var order: [Int]
        var score: Double
    }

    struct Bag: Decodable {
        var truth, found: String
        var f1: Double
    }

    struct TablePair: Decodable {
        var truth, found: [TableGrid.Cell]
        var teds, structure: Double
    }

    struct Document: Decodable {
        var truth, found: JSONValue
        var score: Double
        /// Whether the score stays as it is when the lists are put into other orders.
        var isStable: Bool
    }

    struct Rows: Decodable {
        var truth, found: [[String: JSONValue]]
        var correct, truthCells, foundCells, equalRows, corrections: Int
    }

    struct Assignment: Decodable {
        var weights: [[Double]]
        var total: Double
    }

    struct Answers: Decodable {
        var confidence: [Double]
        var correct: [Bool]
        var auroc, brier, ece, coverage: Double
        var eceEqualMass: Double?
    }

    struct Percentile: Decodable {
        var values: [Double]
        var p, expected: Double
    }

    struct Sign: Decodable {
        var wins, losses: Int
        var p: Double
    }

    struct Permutation: Decodable {
        var first, second: [Double]
        var p: Double
    }

    struct Interval: Decodable {
        var values, percentile, bca: [Double]
        var scale: Double
    }

    var texts: [Text]
    var distances: [Distance]
    var orders: [Order]
    var bags: [Bag]
    var tables: [TablePair]
    var anls: [Document]
    var anlsIrregular: [Document]
    var lineItems: [Rows]
    var assignments: [Assignment]
    var calibrations: [Answers]
    var percentiles: [Percentile]
    var signs: [Sign]
    var permutations: [Permutation]
    var intervals: [Interval]
}
