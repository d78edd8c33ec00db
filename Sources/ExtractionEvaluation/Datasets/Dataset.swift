public import ExtractionKit

/// Documents with what is known to be true of them: what engines are judged by.
///
/// In a folder, a dataset is a `manifest.json` beside the documents and their truths; see `DatasetFolder`.
public struct Dataset: Sendable {
    /// The name, such as `fixtures`.
    public var name: String
    /// The licence of the documents and truths, as an SPDX id or in words.
    public var licence: String
    /// The documents, by id.
    public var documents: [DatasetDocument]

    /// Creates a dataset.
    public init(name: String, licence: String, documents: [DatasetDocument]) {
        self.name = name
        self.licence = licence
        self.documents = documents
    }
}

/// A document of a dataset, and what is known of it.
public struct DatasetDocument: Sendable {
    /// Identifies the document in the dataset.
    public var id: String
    /// Where the file is.
    public var path: String
    /// The SHA-256 of the file where the dataset states it; a file that differs is refused.
    public var sha256: String?
    /// Which half it is in, such as `dev` or `test`.
    public var split: String
    /// Words to select documents by, such as `scan` or `skew`.
    public var tags: Set<String>
    /// The language, as a BCP 47 tag, where it is known.
    public var language: String?
    /// What is known to be true of it.
    public var truth: DocumentTruth

    /// Creates a document.
    public init(
        id: String, path: String, sha256: String? = nil, split: String = "dev", tags: Set<String> = [], language: String? = nil,
        truth: DocumentTruth
    ) {
        self.id = id
        self.path = path
        self.sha256 = sha256
        self.split = split
        self.tags = tags
        self.language = language
        self.truth = truth
    }
}

/// What is known to be true of a document. What isn't known isn't judged.
public struct DocumentTruth: Sendable {
    /// The kind of document: a schema's id, or another word for a kind that no schema describes.
    public var documentType: String?
    /// The text that a careful person would copy out, pages separated by form feeds.
    public var text: String?
    /// The lines that a person copied, with their places. Only ``TranscriptReader`` and the grounding of values need them.
    public var lines: [TranscriptLine]?
    /// The fields.
    public var fields: FieldTruth?
    /// The tables, page by page.
    public var tables: [TableTruth]?
    /// How pages should be read, by number: a good text layer, or by looking.
    public var readers: [Int: PageRoute.Method]
    /// For a document that can't be read: the error that it should give.
    public var error: ExtractionError.Code?

    /// Creates a truth of which nothing is known yet.
    public init(
        documentType: String? = nil, text: String? = nil, lines: [TranscriptLine]? = nil, fields: FieldTruth? = nil,
        tables: [TableTruth]? = nil,
        readers: [Int: PageRoute.Method] = [:], error: ExtractionError.Code? = nil
    ) {
        self.documentType = documentType
        self.text = text
        self.lines = lines
        self.fields = fields
        self.tables = tables
        self.readers = readers
        self.error = error
    }
}

/// A table that stands on a page.
public struct TableTruth: Sendable {
    /// The page's number, from 1.
    public var page: Int
    /// Its cells.
    public var grid: TableGrid

    /// Creates a table.
    public init(page: Int, grid: TableGrid) {
        self.page = page
        self.grid = grid
    }
}
