import ExtractionEvaluation
import ExtractionKit
import ExtractionTesting
import Testing

@Suite struct `A writer of questions` {
    private static let schema = RecordSchema(
        id: "bill", title: "Bill",
        fields: [
            FieldSchema(name: "seller", type: .name, description: "Who sells."), FieldSchema(name: "number", type: .identifier),
            FieldSchema(name: "due_date", type: .date, description: "The day by which it is to be paid."),
            FieldSchema(name: "total", type: .money, description: "What is to be paid."),
            FieldSchema(name: "items", type: .table, columns: [FieldSchema(name: "description", type: .text)]),
        ])

    private static let text = """
        Northwind Joinery
        Bill 2025-114
        Payable until 31.03.2025
        Oak boards, planed          4   12.50   50.00
        Brass hinges                2    3.00    6.00
        Sum                                     56.00
        Carried forward                         56.00
        """

    private static func source(_ values: [String: JSONValue], id: String = "a", tables: [TableTruth]? = nil, text: String = text)
        -> QuestionWriter.Source
    {
        var truth = DocumentTruth(documentType: "bill", tables: tables)
        truth.fields = FieldTruth(values, isComplete: false)
        return QuestionWriter.Source(id: id, truth: truth, read: ReadDocument(typeset: text))
    }

    private static func written(_ sources: [QuestionWriter.Source], knownItems: Int = 0) -> [RetrievalQuestion] {
        QuestionWriter(schemas: [schema], limit: 100, knownItems: knownItems).questions(about: sources)
    }

    @Test func `asks for fields by their names and by what the schema says of them, with the line that shows the value`() {
        let questions = Self.written([
            Self.source(["seller": "Northwind Joinery", "number": "2025-114", "due_date": "2025-03-31", "total": 56])
        ])
        let asked = Set(questions.map { "\($0.form): \($0.question) -> \($0.passage)" })
        // The total stands in two lines: which of them answers can't be said.
        #expect(
            asked == [
                "field: seller, 2025-114 -> Northwind Joinery", "description: who sells, 2025-114 -> Northwind Joinery",
                "field: number, Northwind Joinery -> Bill 2025-114",
                "field: due date, Northwind Joinery 2025-114 -> Payable until 31.03.2025",
                "description: the day by which it is to be paid, Northwind Joinery 2025-114 -> Payable until 31.03.2025",
            ])
        #expect(Set(questions.map(\.id)).count == questions.count)
    }

    @Test func `calls a document by a date as it is printed`() {
        let questions = Self.written([Self.source(["seller": "Northwind Joinery", "due_date": "2025-03-31"])])
        #expect(Set(questions.map(\.question)).contains("seller, 31.03.2025"))
    }

    @Test func `asks for rows by what they are of`() {
        let questions = Self.written([
            Self.source([
                "seller": "Northwind Joinery",
                "items": [["description": "Oak boards, planed", "amount": 50], ["description": "Iron nails", "amount": 1]],
            ])
        ])
        #expect(questions.filter { $0.form == "row" }.map(\.question) == ["amount of Oak boards, planed, Northwind Joinery"])
        #expect(questions.first { $0.form == "row" }?.passage.hasPrefix("Oak boards") == true)
    }

    @Test func `asks for cells of tables by what stands above and before them`() {
        let grid = TableGrid(rows: [["", "Exports"], ["Oak boards, planed", "12.50"], ["Sum", "56.00"]])
        let questions = Self.written([Self.source([:], tables: [TableTruth(page: 1, grid: grid)])])
        #expect(questions.map(\.question).sorted() == ["exports, oak boards planed", "exports, sum"])
    }

    @Test func `asks about one of several copies, and the same whatever comes first`() {
        let values: [String: JSONValue] = ["seller": "Northwind Joinery", "number": "2025-114"]
        let both = [Self.source(values, id: "a"), Self.source(values, id: "b", text: Self.text + "\nAnother layout")]
        #expect(Set(Self.written(both).map(\.document)) == ["a"])
        #expect(Self.written(both) == Self.written(both.reversed()))
    }

    @Test func `remembers half of the longer words of a line`() throws {
        let line = "Wooden boards should always remain under cover during winter storage"
        let item = try #require(Self.written([Self.source([:], text: "Short line\n" + line)], knownItems: 3).first)
        let words = item.question.split(separator: " ")
        #expect(item.form == "known item" && item.passage == line && words.count == 5)
        #expect(words.allSatisfy { line.lowercased().contains($0) })
    }

    @Test func `writes questions whose passages a track finds`() async throws {
        let source = Self.source(["seller": "Northwind Joinery", "number": "2025-114", "due_date": "2025-03-31"])
        let track = RetrievalTrack(documents: ["a": source.read], questions: Self.written([source]))
        let results = try await track.run(chunker: LayoutChunker(), embedder: nil, index: InMemorySearchIndex())
        #expect(results[0].rankings.count == 5 && results[0].rankings.allSatisfy { $0.relevantCount == 1 && $0.hits.first == true })
    }
}
