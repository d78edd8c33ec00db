import ExtractionEvaluation
import ExtractionKit
import Testing

@Suite struct `ANLS*` {
    /// The example of the authors' documentation: "hello!" to "hello" is 5/6; this, a and test are right; "is" to "be" is 0: (5/6 + 3) / 5.
    @Test func `is that of its authors' example`() {
        let truth = ANLSValue.dictionary([
            "a": .anyOf([.leaf("hello"), .leaf("world")]), "b": .list([.leaf("this"), .leaf("is"), .leaf("a"), .leaf("test")]),
        ])
        let found = ANLSValue(["a": "hello!", "b": ["a", "test", "this", "be"]])
        #expect(abs(anlsStar(truth: truth, found: found) - (5.0 / 6 + 3) / 5) < 1e-12)
    }

    static let cases: [(JSONValue, JSONValue, Double)] = [
        ("Hello  World", "hello world", 1), ("abcd", "abxx", 0.5), ("abcd", "axxx", 0), (12, "12", 1), (.null, .null, 1), (.null, "", 1),
        (.null, "x", 0), ("x", .null, 0), ([], [], 1), ([:], [:], 1),
        // Missing and invented leaves count: 1 of 2, and 1 of 3.
        (["a": "x", "b": "y"], ["a": "x"], 0.5), (["a": "x"], ["a": "x", "b": ["y", "z"]], 1.0 / 3),
        (["a", "b"], ["b"], 0.5), (["a": .null], [:], 1),
        // A list for a text is wrong, and as long as the longer.
        ("a", ["a", "b"], 0), (["k": "a", "l": "b"], ["k": ["a", "b", "c"], "l": "b"], 0.25),
        // Line items in another order, one amount wrong: 3 of 4.
        ([["n": "bolt", "a": 1], ["n": "nut", "a": 2]], [["n": "nut", "a": 2], ["n": "bolt", "a": 9]], 0.75),
    ]

    @Test(arguments: cases) func `scores leaves, lists and dictionaries`(truth: JSONValue, found: JSONValue, score: Double) {
        #expect(abs(anlsStar(truth: truth, found: found) - score) < 1e-12)
        #expect(anlsStar(truth: truth, found: truth) == 1)
    }
}
