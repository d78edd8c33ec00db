public import ExtractionKit

/// A question, and the passage of a document that answers it.
public struct RetrievalQuestion: Hashable, Sendable, Codable {
    /// Names the question.
    public var id: String
    /// The id of the document.
    public var document: String
    /// How it is worded, such as `paraphrase`; results are also given by form.
    public var form: String
    /// The question.
    public var question: String
    /// The passage, as it stands in the document but for white space.
    public var passage: String

    /// Creates a question.
    public init(id: String, document: String, form: String, question: String, passage: String) {
        self.id = id
        self.document = document
        self.form = form
        self.question = question
        self.passage = passage
    }

    /// Where the passage stands in a document's content, for the first time; `nil` for a passage that doesn't stand there.
    ///
    /// Words are compared, so that the ends of lines don't matter.
    public func span(in document: ReadDocument) -> TextSpan? { span(among: SearchWord.all(in: document.content)) }

    /// Where the passage stands among the words of a document.
    func span(among words: [SearchWord]) -> TextSpan? {
        let wanted = SearchWord.all(in: passage).map(\.text)
        guard !wanted.isEmpty, words.count >= wanted.count else { return nil }
        for start in 0...words.count - wanted.count where words[start].text == wanted[0] {
            if words[start..<start + wanted.count].lazy.map(\.text).elementsEqual(wanted) {
                return words[start].span.union(words[start + wanted.count - 1].span)
            }
        }
        return nil
    }
}
