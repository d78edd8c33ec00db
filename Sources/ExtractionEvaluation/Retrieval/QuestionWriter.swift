public import ExtractionKit

/// Writes questions about documents of which the truth is known, with the lines that answer them: a track of retrieval over documents that
/// nobody has asked questions about.
///
/// A question is of one of these ``RetrievalQuestion/form``s:
///
/// - `field`: the name of a field, and the document's subject: *due date, Acme Ltd 2025-114*.
/// - `description`: what the schema says of the field, which shares few words with what is printed, and the subject: *the day by which the
///   invoice is to be paid, Acme Ltd 2025-114*.
/// - `row`: a column and what its row is of, and the subject: *unit price of oak boards, Acme Ltd*.
/// - `cell`: what stands above and before a cell of a table: *exports, 2004*.
/// - `known item`: half of the longer words of a line, in any order, as somebody remembers a passage. After Azzopardi, de Rijke and Balog,
///   "Building Simulated Queries for Known-Item Topics" (SIGIR 2007).
///
/// An answer must stand in just one line of its document; questions that would have several answers, or whose answer isn't printed as a reader
/// would recognise it, aren't written. Of documents with one subject, such as copies of an invoice in several layouts, the first is asked about.
public struct QuestionWriter: Sendable {
    /// How many questions of the other forms are asked about a document at most, and how many known items.
    public var limit: Int
    /// How many known items are asked for in a document.
    public var knownItems: Int
    /// What the fields of the truths are.
    public var schemas: [RecordSchema]

    /// Creates a writer.
    public init(schemas: [RecordSchema], limit: Int = 8, knownItems: Int = 2) {
        self.schemas = schemas
        self.limit = limit
        self.knownItems = knownItems
    }

    /// A document, what is true of it, and what was read.
    public struct Source: Sendable {
        /// The document's id.
        public var id: String
        /// What is true of it.
        public var truth: DocumentTruth
        /// What was read; passages are its lines.
        public var read: ReadDocument

        /// Creates a source.
        public init(id: String, truth: DocumentTruth, read: ReadDocument) {
            self.id = id
            self.truth = truth
            self.read = read
        }
    }

    /// The questions about documents, the same for the same documents in whatever order.
    public func questions(about sources: [Source]) -> [RetrievalQuestion] {
        var subjects: Set<String> = []
        return sources.sorted { $0.id < $1.id }.flatMap { source -> [RetrievalQuestion] in
            let lines = PrintedLines(source.read)
            let subject = Subject(of: source.truth, schemas, in: lines)
            if let subject, !subjects.insert(SearchWord.normalized(subject.text(without: nil))).inserted { return [] }
            var random = SeededGenerator(seed: UInt64(source.id.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) & 0xFFFF_FFFF }))
            var drafts = fields(source.truth, subject, lines) + cells(source.truth, lines)
            drafts.shuffle(using: &random)
            drafts = Array(drafts.prefix(limit))
            for _ in 0..<knownItems { if let item = knownItem(lines, &random) { drafts.append(item) } }
            var asked: Set<String> = []
            return drafts.filter { asked.insert($0.question).inserted }.enumerated().map { number, draft in
                RetrievalQuestion(
                    id: "\(source.id)/\(number + 1)", document: source.id, form: draft.form, question: draft.question,
                    passage: draft.passage)
            }
        }
    }

    private struct Draft {
        var form: String
        var question: String
        var passage: String
    }

    private func fields(_ truth: DocumentTruth, _ subject: Subject?, _ lines: PrintedLines) -> [Draft] {
        guard let fields = truth.fields, let subject else { return [] }
        return fields.values.sorted { $0.key < $1.key }.flatMap { name, value -> [Draft] in
            guard !fields.skipped.contains(name) else { return [] }
            if let rows = fields.rows(of: name) { return self.rows(rows, subject, lines) }
            guard let passage = lines.only(value), let about = subject.text(without: name).nonEmpty else { return [] }
            var drafts = [Draft(form: "field", question: "\(Self.words(of: name)), \(about)", passage: passage)]
            if let said = subject.schema.fields.first(where: { $0.name == name })?.description, said.hasSuffix(".") {
                drafts.append(
                    Draft(
                        form: "description", question: "\(said.prefix(1).lowercased())\(said.dropFirst().dropLast()), \(about)",
                        passage: passage))
            }
            return drafts
        }
    }

    /// The first text of a row says what it is of.
    private func rows(_ rows: [[String: JSONValue]], _ subject: Subject, _ lines: PrintedLines) -> [Draft] {
        rows.compactMap { row in
            let texts = ["description", "name"].compactMap { row[$0]?.string }
            guard let title = texts.first, let passage = lines.only(.string(title)),
                let column = row.keys.sorted().first(where: { row[$0]?.string == nil && row[$0] != .null })
            else { return nil }
            return Draft(form: "row", question: "\(Self.words(of: column)) of \(title), \(subject.name)", passage: passage)
        }
    }

    private func cells(_ truth: DocumentTruth, _ lines: PrintedLines) -> [Draft] {
        (truth.tables ?? []).flatMap { table -> [Draft] in
            let cells = table.grid.cells
            // The head ends where numbers begin beside the first column.
            guard let first = cells.filter({ $0.column > 0 && PrintedNumber($0.text) != nil }).map(\.row).min(), first > 0 else {
                return []
            }
            return cells.compactMap { cell in
                guard cell.row >= first, cell.column > 0, PrintedNumber(cell.text) != nil,
                    let title = cells.first(where: { $0.row == cell.row && $0.column == 0 })?.text, title.contains(where: \.isLetter),
                    let passage = lines.only(.string(title))
                else { return nil }
                let head = cells.filter { $0.row < first && $0.column <= cell.column && cell.column < $0.column + $0.columnSpan }
                    .sorted { $0.row < $1.row }.map { SearchWord.normalized($0.text) }.joined(separator: " ")
                guard head.contains(where: \.isLetter) else { return nil }
                return Draft(form: "cell", question: "\(head), \(SearchWord.normalized(title))", passage: passage)
            }
        }
    }

    private func knownItem(_ lines: PrintedLines, _ random: inout SeededGenerator) -> Draft? {
        for _ in 0..<50 where !lines.all.isEmpty {
            let line = lines.all[random.next(below: lines.all.count)]
            var words = Array(Set(SearchWord.all(in: line.text).map(\.text).filter { $0.count > 3 && $0.allSatisfy(\.isLetter) })).sorted()
            guard words.count >= 6, lines.isOnly(line) else { continue }
            words.shuffle(using: &random)
            return Draft(form: "known item", question: words.prefix(words.count / 2).joined(separator: " "), passage: line.text)
        }
        return nil
    }

    private static func words(of name: String) -> String { name.replacing("_", with: " ") }
}

/// What a question calls a document by: whom and what it is of.
private struct Subject {
    let schema: RecordSchema
    /// By the field's name, in the schema's order.
    private let parts: [(field: String, text: String)]

    /// Nothing for a document whose name isn't known. A date is written as it is printed, for that is what one would type.
    init?(of truth: DocumentTruth, _ schemas: [RecordSchema], in lines: PrintedLines) {
        guard let values = truth.fields?.values, let schema = schemas.first(where: { $0.id == truth.documentType }) else { return nil }
        self.schema = schema
        let texts = schema.fields.compactMap { field -> (field: String, type: FieldType, text: String)? in
            guard [.name, .identifier, .date].contains(field.type), let text = values[field.name]?.string, !text.isEmpty else { return nil }
            guard field.type == .date else { return (field.name, field.type, text) }
            return lines.printed(.string(text)).map { (field.name, field.type, $0) }
        }
        guard let name = texts.first(where: { $0.type == .name }) else { return nil }
        let number = texts.first { $0.type != .name }
        parts = [name, number].compactMap(\.self).map { ($0.field, $0.text) }
    }

    /// The name alone.
    var name: String { parts[0].text }

    /// The subject, but for what is asked for.
    func text(without field: String?) -> String { parts.filter { $0.field != field }.map(\.text).joined(separator: " ") }
}

/// The lines of a document, in which values are looked for as they may be printed.
private struct PrintedLines {
    struct Line {
        var text: String
        var normalized: String
    }

    let all: [Line]

    init(_ document: ReadDocument) {
        all = document.pages.flatMap(\.layout.lines).map { line in
            let text = document.text(of: line.span)
            return Line(text: text, normalized: " " + SearchWord.normalized(text) + " ")
        }.filter { $0.normalized.utf8.count > 2 }
    }

    /// The text of the line in which a value is printed; `nil` where none is, or several.
    func only(_ value: JSONValue) -> String? {
        let found = all.filter { shows($0, value) }
        guard let line = found.first, found.count == 1, isOnly(line) else { return nil }
        return line.text
    }

    /// Whether no other line has its words in it.
    func isOnly(_ line: Line) -> Bool { all.count { $0.normalized.contains(line.normalized) } == 1 }

    /// How a value is first printed; `nil` where it isn't.
    func printed(_ value: JSONValue) -> String? { all.lazy.compactMap { run(of: value, in: $0) }.first }

    private func shows(_ line: Line, _ value: JSONValue) -> Bool {
        if let text = value.string, PrintedDate(text) == nil {
            let wanted = SearchWord.normalized(text)
            return !wanted.isEmpty && line.normalized.contains(" " + wanted + " ")
        }
        return run(of: value, in: line) != nil
    }

    /// The words of a line that say the same as a number or date.
    private func run(of value: JSONValue, in line: Line) -> String? {
        guard value != .null, value.array == nil, value.object == nil else { return nil }
        let words = line.text.split(whereSeparator: \.isWhitespace)
        for start in words.indices {
            for end in start..<min(words.count, start + 4) {
                let run = words[start...end].joined(separator: " ").trimming(while: { ":;,.".contains($0) })
                if ValueComparison().areEqual(value, .string(run)) { return run }
            }
        }
        return nil
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }

    fileprivate func trimming(while isEdge: (Character) -> Bool) -> String {
        String(drop(while: isEdge).reversed().drop(while: isEdge).reversed())
    }
}
