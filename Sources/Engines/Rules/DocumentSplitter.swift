internal import ExtractionKit

/// Finds the documents of a file that holds several, by what its pages say of themselves.
///
/// A page begins another document only where much speaks for it: it is of a known kind by itself, has a date and an amount or a number of
/// its own, and these are others than those of the document before. A page that counts itself as a later one, that repeats the number of
/// the document before, or that says little, goes on with it. So a document is rather left whole than torn.
struct DocumentSplitter {
    private let schemas: [RecordSchema]
    private let classifier: DocumentClassifier
    /// What finds the labels of each kind of document.
    private var matchers: [String: LabelMatcher] = [:]

    /// Files of more pages are one document: to look at each page by itself would cost too much.
    private static let pageLimit = 500
    /// How sure the kind of a page must be.
    private static let minimumTypeConfidence = 0.85
    /// How sure what identifies a page must be.
    private static let minimumConfidence = 0.4

    init(_ schemas: [RecordSchema], threshold: Double) {
        self.schemas = schemas
        classifier = DocumentClassifier(schemas, threshold: threshold)
    }

    /// The numbers of the pages of each document, in order.
    mutating func parts(of document: ReadDocument, deadline: Deadline) throws -> [ClosedRange<Int>] {
        let numbers = document.pages.map(\.page.number)
        guard let last = numbers.last else { return [1...1] }
        guard numbers.count > 1, numbers.count <= Self.pageLimit else { return [1...last] }
        var starts = [1]
        var current: Identity?
        for number in numbers {
            try deadline.check("The search for several documents")
            try Task.checkCancellation()
            guard let page = try identity(of: number, in: document, deadline: deadline) else { continue }
            if let known = current, page.isAnother(than: known) {
                starts.append(number)
                current = page
            } else {
                current = current?.joined(by: page) ?? page
            }
        }
        return starts.indices.map { starts[$0]...(($0 + 1 < starts.count ? starts[$0 + 1] - 1 : last)) }
    }

    /// What a page says of the document that it belongs to, or `nil` for a page that can't begin one.
    private mutating func identity(of number: Int, in document: ReadDocument, deadline: Deadline) throws -> Identity? {
        let view = DocumentView(document, pages: number...number)
        let kind = try classifier.finding(in: view, deadline: deadline)
        guard kind.confidence >= Self.minimumTypeConfidence, !isContinuation(view),
            var schema = schemas.first(where: { $0.id == kind.id })
        else { return nil }
        schema.fields = schema.fields.filter { [.identifier, .date, .money].contains($0.type) }
        guard !schema.fields.isEmpty else { return nil }
        let extraction = try SchemaExtraction(
            schema, view: view, index: ValueIndex(view), of: document, matcher: matchers[kind.id], deadline: deadline)
        matchers[kind.id] = extraction.matcher
        let found = try extraction.run(typeConfidence: kind.confidence).fields.map(\.field).filter {
            $0.confidence >= Self.minimumConfidence
        }
        var identity = Identity(kind: kind.id)
        for field in found {
            switch field.value {
            case .text(let text) where field.type == .identifier:
                identity.numbers[field.name] = text.foldedText.filter { $0.isLetter || $0.isNumber }
            case .date(let date): identity.dates.insert(date)
            case .money where schema[field.name].flatMap(SumRole.init) == .total: identity.total = field.value
            default: break
            }
        }
        return identity
    }

    /// Whether the page counts itself as a later one of several, as in `Page 2 of 3`.
    private func isContinuation(_ view: DocumentView) -> Bool {
        view.rows.contains { row in
            let words = row.words.map(\.text)
            return words.indices.dropLast().contains { index in
                Self.pageWords.contains(words[index]) && (Int(words[index + 1]).map { $0 > 1 && $0 <= Self.pageLimit } ?? false)
            }
        }
    }

    private static let pageWords: Set<String> = ["page", "seite", "pagina", "página", "blatt", "pag", "pg", "sheet"]

    /// What tells a document from another of its kind.
    private struct Identity {
        var kind: String
        var numbers: [String: String] = [:]
        var dates: Set<CalendarDate> = []
        var total: FieldValue?

        /// Whether this stands for a document of its own.
        var isComplete: Bool { !dates.isEmpty && (total != nil || !numbers.isEmpty) }

        func isAnother(than other: Identity) -> Bool {
            guard isComplete, other.isComplete else { return false }
            guard kind == other.kind else { return Set(numbers.values).isDisjoint(with: other.numbers.values) }
            let common = numbers.filter { other.numbers[$0.key] != nil }
            if !common.isEmpty { return common.allSatisfy { other.numbers[$0.key] != $0.value } }
            guard numbers.isEmpty, other.numbers.isEmpty, let total, let otherTotal = other.total else { return false }
            return total != otherTotal && dates.isDisjoint(with: other.dates)
        }

        /// The identity with what a later page of the same document adds.
        func joined(by page: Identity) -> Identity {
            var joined = self
            joined.numbers.merge(page.numbers) { first, _ in first }
            joined.dates.formUnion(page.dates)
            joined.total = page.total ?? total
            return joined
        }
    }
}
