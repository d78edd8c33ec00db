public import ExtractionKit
internal import ExtractionTesting

/// A folder with documents, and questions on them whose answers are known.
///
/// The questions are a JSON array of objects, each a ``RetrievalQuestion`` with the members `id`, `document`, `form`, `question` and `passage`:
///
/// ```json
/// [{"id": "q1", "document": "lease", "form": "paraphrase", "question": "Are pets allowed?", "passage": "Animals may not be kept."}]
/// ```
///
/// The document of the id `lease` is `lease.pdf`, which a reader reads, or where there is none `lease.txt`, a text in UTF-8 whose lines are taken as a
/// typewriter would set them (a form feed ends a page, `# ` begins a heading). Ids may name files in folders of the folder, with `/`. Reading is strict.
public struct RetrievalFolder: Sendable {
    /// The name of the file with the questions, where none is given.
    public static let questionsName = "questions.json"
    /// The most questions in a file.
    public static let questionLimit = 100_000

    /// The questions, in the order of their file.
    public let questions: [RetrievalQuestion]
    private let files: [String: File]

    /// What a document is kept in.
    private enum File: Sendable {
        case text(String)
        /// Where it is.
        case other(String)
    }

    /// Whether a folder has questions of its own.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `fileUnreadable` for a folder that isn't there.
    public static func isOne(_ path: String) throws -> Bool { try ConfinedFolder(path: path).hasFile(questionsName) }

    /// Reads the questions, and finds the documents that they ask for.
    ///
    /// - Parameters:
    ///   - path: The folder with the documents.
    ///   - questions: The file with the questions; `nil` for ``questionsName`` in the folder.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `fileUnreadable` for a folder that isn't there, `tooLarge`, and `invalidDataset`, whose message
    ///   names the file and the member.
    public init(path: String, questions file: String? = nil) throws {
        let folder = try ConfinedFolder(path: path)
        let name: String, list: JSONMember
        if let file {
            let parts = file.split(separator: "/", omittingEmptySubsequences: false)
            name = parts.last.map(String.init) ?? file
            let parent = parts.count > 1 ? parts.dropLast().joined(separator: "/") + "/" : "."
            list = try ConfinedFolder(path: parent).json(of: name, saidBy: name)
        } else {
            name = Self.questionsName
            list = try folder.json(of: name, saidBy: name)
        }
        questions = try list.elements.prefix(Self.questionLimit + 1).map { try RetrievalQuestion($0) }
        guard (1...Self.questionLimit).contains(questions.count) else {
            throw ExtractionError.dataset(name, "", "There must be from 1 to \(Self.questionLimit) questions; add some, or split the file.")
        }
        var ids: Set<String> = []
        var files: [String: File] = [:]
        for (question, member) in zip(questions, try list.elements) {
            guard ids.insert(question.id).inserted else { throw member.error("has the 'id' of another question; give it one of its own.") }
            guard files[question.document] == nil else { continue }
            let id = question.document
            if folder.hasFile(id + ".pdf") {
                files[id] = try .other(folder.location(of: id + ".pdf", saidBy: name, member.path + ".document"))
            } else {
                files[id] = try .text(folder.text(of: id + ".txt", saidBy: name, member.path + ".document"))
            }
        }
        self.files = files
    }

    /// Whether a document needs a reader.
    public var needsReader: Bool {
        files.values.contains {
            if case .other = $0 { true } else { false }
        }
    }

    /// Reads the documents.
    ///
    /// - Parameters:
    ///   - reader: Reads what isn't text.
    ///   - limits: What a document may cost.
    ///   - folder: Where readings are kept for the next run, if anywhere.
    ///   - progress: Is told after every document.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code of a document that can't be read, `invalidDataset` for one with more pages than the limits allow,
    ///   `invalidRequest` where there is no reader for one; `CancellationError`.
    public func track(
        reader: (any DocumentReader)? = nil, limits: DocumentLimits = DocumentLimits(), folder: ReadingFolder? = nil,
        progress: (Matrix.Progress) -> Void = { _ in }
    ) async throws -> RetrievalTrack {
        var track = RetrievalTrack(documents: [:], questions: questions)
        for (place, (id, file)) in files.sorted(by: { $0.key < $1.key }).enumerated() {
            try Task.checkCancellation()
            switch file {
            case .text(let text):
                guard text.utf8.count(where: { $0 == 0x0C }) < limits.pages else {
                    throw ExtractionError.dataset(id + ".txt", "", "It has more than \(limits.pages) pages; split it.")
                }
                track.documents[id] = ReadDocument(typeset: text)
                track.digests[id] = BlobID(of: Array(text.utf8)).rawValue
            case .other(let path):
                guard let reader else {
                    throw ExtractionError(.invalidRequest, "The document '\(id)' isn't text; give a reader, or its text as '\(id).txt'.")
                }
                let source = DatasetDocument(id: id, path: path, truth: DocumentTruth())
                let reading = try await Reading.of(source, by: reader, limits: limits, folder: folder, isAlone: false)
                guard let document = reading.document else {
                    throw ExtractionError(
                        reading.error?.code ?? .engineFailure,
                        "The document '\(id)' can't be read: \(reading.error?.message ?? "there is nothing in it").")
                }
                track.documents[id] = document
                track.digests[id] = reading.sha256
            }
            progress(Matrix.Progress(work: "reading", done: place + 1, documents: files.count))
        }
        return track
    }
}

extension RetrievalQuestion {
    /// More is no passage, and takes too long to look for.
    private static let longestText = 10_000

    fileprivate init(_ entry: JSONMember) throws {
        try entry.allow(only: ["id", "document", "form", "question", "passage"])
        func text(_ name: String) throws -> String {
            let member = try entry.required(name)
            let text = try member.word
            guard text.utf8.count <= Self.longestText else { throw member.error("has more than \(Self.longestText) bytes; shorten it.") }
            return text
        }
        try self.init(
            id: text("id"), document: text("document"), form: text("form"), question: text("question"), passage: text("passage"))
    }
}
