import ExtractionEvaluation
import ExtractionKit
import ExtractionSchemas
import ExtractionTesting
import Testing

@testable import ExtractionRules

@Suite(.timeLimit(.minutes(30))) struct `Text that nobody meant` {
    /// Characters on which scanners decide: marks of numbers, dates, money and labels, letters that are no letters, and no characters at all.
    private static let alphabet =
        Array("0123456789.,:;-–/()%#'’ \n  aeEnNoOvVxX€$£¥№ªº°²½٣Ⅷ①ßﬁİıǅéñΔμ请求書\u{300}\u{200B}\u{202E}\u{FFFD}")
        + [
            "TOTAL", "Total:", "Date", "Invoice no.", "12/31/2026", "31.12.26", "1.234,56", "MwSt.", "IBAN", "Qty", "Amount", "THC", "<LOQ",
            "N.º",
        ]
        .flatMap { [Character](" " + $0 + " ") }

    @Test(arguments: 0..<60) func `is read to its end`(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let length = Int.random(in: 0...600, using: &random)
        let text = String((0..<length).map { _ in Self.alphabet.randomElement(using: &random) ?? "x" })
        let document = ReadDocument(typeset: text)
        let schema = RecordSchema(
            id: "all", title: "All",
            fields: FieldType.allCases.map { type in
                FieldSchema(
                    name: type.rawValue, type: type, labels: ["total", "date", "n.º"],
                    columns: type == .table ? [FieldSchema(name: "qty", type: .number), FieldSchema(name: "amount", type: .money)] : [])
            })
        let result = try await RulesFieldExtractor().fields(for: FieldRequest(target: .schema(schema)), in: document)
        #expect(result.fields.count + result.missing.count == schema.fields.count)
        _ = try await RulesFieldExtractor().fields(for: FieldRequest(target: .anyOf([schema])), in: document)
    }

    @Test func `is read though it is one odd character`() async throws {
        for value in Array(0x20...0x2FF) + Array(0x2000...0x2200) {
            guard let scalar = Unicode.Scalar(UInt32(value)) else { continue }
            #expect(LabelWord.words(in: [scalar]).count <= 1)
            #expect(LabelWord.words(in: ["n", scalar, "1"]).count <= 3)
        }
    }
}

@Suite(.serialized) struct `A megabyte of digits` {
    /// Words of so many digits, on lines of some words.
    private static func digits(_ count: Int, inWordsOf length: Int) -> String {
        let word = String(repeating: "1234567890", count: (length + 9) / 10).prefix(length)
        let line = Array(repeating: word, count: max(1, 60 / length)).joined(separator: " ")
        return Array(repeating: line, count: max(1, count / (length * max(1, 60 / length)))).joined(separator: "\n")
    }

    @Test(arguments: [20, 250_000]) func `takes time in proportion`(length: Int) async throws {
        let whole = ReadDocument(typeset: Self.digits(1_000_000, inWordsOf: length))
        let quarter = ReadDocument(typeset: Self.digits(250_000, inWordsOf: length))
        func extract(_ document: ReadDocument) async throws {
            _ = try await RulesFieldExtractor().fields(for: FieldRequest(target: .anyOf(BuiltInSchemas.all)), in: document)
        }
        #expect(try await timesAsLong(below: 10, { try await extract(whole) }, as: { try await extract(quarter) }) < 10)
    }
}
