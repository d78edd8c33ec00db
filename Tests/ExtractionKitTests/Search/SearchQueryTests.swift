import ExtractionKit
import Testing

@Suite struct `A search as it is typed` {
    private static let fields = [
        "vendor_name", "vendor_address", "total", "total_amount", "invoice_number", "due_date", "line_items.amount",
    ]

    private func query(_ text: String) throws -> SearchQuery { try SearchQuery(parsing: text, fields: Self.fields) }

    @Test func `is words and conditions`() throws {
        let query = try query("net terms vendor:acme total>1000 before:2025-11-01")
        #expect(query.text == "net terms")
        #expect(query.filter.dates == DateBounds(last: CalendarDate(year: 2025, month: 10, day: 31)))
        #expect(
            query.filter.conditions == [
                FieldCondition(fields: ["vendor_name", "vendor_address"], .matches, .text("acme")),
                FieldCondition(fields: ["total", "total_amount"], .greater, .number(1_000), spelling: "1000"),
            ])
    }

    @Test func `takes a value in quotes for text`() throws {
        #expect(
            try query("vendor_name=\"Acme & Co\"").filter.conditions == [
                FieldCondition(fields: ["vendor_name"], .equals, .text("Acme & Co"))
            ])
        #expect(
            try query("invoice_number:\"1000\"").filter.conditions == [FieldCondition(fields: ["invoice_number"], .matches, .text("1000"))])
    }

    @Test func `takes quoted words for words`() throws {
        let query = try query("\"total>1000\" \"OR\" plain")
        #expect(query.text == "total>1000 OR plain")
        #expect(query.filter.isEmpty)
    }

    @Test func `compares fields with dates and numbers`() throws {
        let date = try #require(CalendarDate(year: 2025, month: 2, day: 28))
        #expect(
            try query("due_date<=2025-02-28").filter.conditions
                == [FieldCondition(fields: ["due_date"], .atMost, .date(date), spelling: "2025-02-28")])
        #expect(
            try query("line_items.amount>=-99.50").filter.conditions
                == [FieldCondition(fields: ["line_items.amount"], .atLeast, .number(-99.5), spelling: "-99.50")])
        #expect(try query("line_items>1").filter.conditions.map(\.fields) == [["line_items.amount"]])
    }

    @Test func `asks for kinds, folders, documents and dates`() throws {
        let filter = try query("type:invoice type:receipt folder:/2025/q1/ document:7f3a after:2024-12-31 date<2025-03-01").filter
        #expect(filter.types == ["invoice", "receipt"])
        #expect(filter.folder == "2025/q1")
        #expect(filter.documentIDs == ["7f3a"])
        #expect(
            filter.dates
                == DateBounds(first: CalendarDate(year: 2025, month: 1, day: 1), last: CalendarDate(year: 2025, month: 2, day: 28)))
    }

    @Test(arguments: [
        ("", SearchQueryError.Reason.empty, 0..<0, "nothing to search"),
        ("  ", .empty, 0..<2, "nothing to search"),
        ("pay \"net terms", .openQuote, 4..<14, "not closed"),
        ("\"\"", .incomplete, 0..<2, "nothing between"),
        ("vendr:acme", .unknownField, 0..<10, "Did you mean 'vendor"),
        ("zzzzzzzz:1", .unknownField, 0..<10, "quotes"),
        ("cost total>", .incomplete, 5..<11, "value behind 'total>'"),
        ("total> 1000", .incomplete, 0..<6, "without a blank"),
        (":acme", .incomplete, 0..<1, "name of a field before"),
        ("total=>5", .incomplete, 0..<7, "Comparisons are"),
        ("total>>5", .incomplete, 0..<7, "Comparisons are"),
        ("total>5<9", .incomplete, 0..<8, "blank behind the value"),
        ("\"a\"b", .incomplete, 0..<4, "blank behind the closing quote"),
        ("a\"b\"", .incomplete, 0..<2, "blank before the quote"),
        ("total>abc", .wrongValue, 0..<9, "takes a number such as"),
        ("total>1,000", .wrongValue, 0..<11, "takes a number such as"),
        ("total>1e3", .wrongValue, 0..<9, "takes a number such as"),
        ("total>\"5\"", .wrongValue, 0..<9, "takes a number such as"),
        ("before:yesterday", .wrongValue, 0..<16, "takes a date such as"),
        ("before:2025-02-30", .wrongValue, 0..<17, "takes a date such as"),
        ("before>2025-02-01", .wrongValue, 0..<17, "Write 'before:"),
        ("type=invoice", .wrongValue, 0..<12, "'type' takes ':'"),
        ("folder:a folder:b", .wrongValue, 9..<17, "once"),
        ("vendor:---", .wrongValue, 0..<10, "no letter"),
        ("cats OR dogs", .unsupported, 5..<7, "isn't an operator"),
        ("cats -dogs", .unsupported, 5..<10, "excluded"),
        ("(cats dogs)", .unsupported, 0..<5, "Brackets"),
        ("after:2025-05-01 before:2025-04-01", .emptyRange, 0..<34, "No date"),
        ("größe vendr:x", .unknownField, 8..<15, "Did you mean"),
    ])
    func `is refused where it could be meant otherwise`(
        text: String, reason: SearchQueryError.Reason, place: Range<Int>, advice: String
    ) throws {
        do throws(SearchQueryError) {
            _ = try SearchQuery(parsing: text, fields: Self.fields)
            Issue.record("It is understood.")
        } catch {
            #expect(error.reason == reason)
            #expect(error.span == TextSpan(place))
            #expect(error.advice.contains(advice), "It says: \(error.advice)")
            #expect(ExtractionError(error).code == .invalidRequest)
        }
    }

    @Test(arguments: ["3-way", "2025-11-01", "e.g.", "-5", "what?", "C++", "A&B", "naïve", "12.5%"])
    func `takes what looks a little like more for a word`(word: String) throws { #expect(try query(word).text == word) }
}

@Suite struct `A hit` {
    @Test func `shows the part of a passage with the most words of the search`() {
        let filler = String(repeating: "lorem ipsum dolor ", count: 20)
        let text = "first needle " + filler + "needle und Größe needle " + filler
        let hit = SearchHit(
            documentID: "a", attributes: DocumentAttributes(),
            chunk: Chunk(index: 0, span: TextSpan(offset: 0, length: 0), text: text, pages: [1]),
            score: 1, finding: "NEEDLE größe")
        let snippet = hit.snippet(length: 60)
        #expect(snippet.text.count <= 62)
        #expect(snippet.text.hasPrefix("…") && snippet.text.hasSuffix("…"))
        #expect(snippet.highlights.compactMap { snippet.text[$0].map(String.init) } == ["needle", "Größe", "needle"])
    }

    @Test func `shows a short passage whole, on one line`() {
        let hit = SearchHit(
            documentID: "a", attributes: DocumentAttributes(),
            chunk: Chunk(index: 0, span: TextSpan(offset: 0, length: 0), text: "one\ntwo\tthree", pages: [1]), score: 1, finding: "two")
        #expect(hit.snippet(length: 100).text == "one two three")
        #expect(hit.snippet(length: 100).highlights == [TextSpan(4..<7)])
        #expect(!hit.snippet(length: 3).text.isEmpty)
    }
}

@Suite struct `The words of a text` {
    @Test(arguments: [
        ("The Cat, 2nd!", ["the", "cat", "2nd"]), ("", []), ("--", []), ("Größe-X", ["größe", "x"]), ("文書。次", ["文書", "次"]),
        ("a\u{301}b c", ["a\u{301}b", "c"]), ("x", ["x"]),
    ])
    func `are runs of letters and digits in lower case, where they stand`(text: String, words: [String]) {
        let found = SearchWord.all(in: text)
        #expect(found.map(\.text) == words)
        for word in found { #expect(text[word.span]?.lowercased() == word.text) }
    }
}
