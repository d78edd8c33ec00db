import ExtractionKit
import Testing

@Suite struct `A confidence model` {
    private static let origin = ConfidenceModel.Origin(
        extractor: "made-up 1", datasets: ["a"], readers: ["b"], documents: 12, values: 99, crossValidated: ["ece": 0.02])
    private static let model = ConfidenceModel(origin: origin, intercept: 0.5, weights: ["clue": 2, "doubt": -1])

    /// 1 / (1 + e^-x) at x = 0.5, 2.5, -0.5 and 1.5.
    @Test(arguments: [
        ([:], 0.622459), (["clue": 1], 0.924142), (["doubt": 1], 0.377541), (["clue": 1, "doubt": 1, "unknown": 50], 0.817574),
        (["clue": Double.nan, "doubt": .infinity], 0.622459),
    ])
    func `adds what evidence says to the log odds`(evidence: [String: Double], confidence: Double) {
        #expect(abs(Self.model.confidence(evidence) - confidence) < 1e-6)
    }

    @Test func `is kept in a file`() throws {
        let json = try Self.model.json()
        #expect(json.contains(#""cross_validated""#))
        let read = try ConfidenceModel(json: Array(json.utf8))
        #expect(read == Self.model)
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"version": 2, "origin": {}, "intercept": 0, "weights": {}}"#,
        #"{"version": 1, "intercept": 0, "weights": {}}"#, #"{"version": 1, "origin": {}, "intercept": "0", "weights": {"clue": 1e999}}"#,
    ])
    func `refuses files that are none`(json: String) {
        #expect { try ConfidenceModel(json: Array(json.utf8)) } throws: { ($0 as? ExtractionError)?.code == .invalidConfiguration }
    }

    @Test func `has a digest of its numbers alone`() {
        var other = Self.model
        other.origin.documents = 1
        #expect(other.digest == Self.model.digest)
        other.weights["clue"] = 2.0001
        #expect(other.digest != Self.model.digest)
    }
}
