/// A dataset as it was found in a folder, with what was left out of it and why.
public struct OpenedDataset: Sendable {
    /// The documents with their truths.
    public var dataset: Dataset
    /// The form in which they were found: `manifest` or the ``DatasetImporter/layout`` of an importer.
    public var layout: String
    /// The documents of the folder that aren't in the dataset.
    public var skipped: [SkippedDocument]

    /// Creates a result of opening.
    public init(dataset: Dataset, layout: String, skipped: [SkippedDocument] = []) {
        self.dataset = dataset
        self.layout = layout
        self.skipped = skipped
    }

    /// How many documents were left out for each reason.
    public var skippedByReason: [String: Int] { Dictionary(skipped.map { ($0.reason, 1) }, uniquingKeysWith: +) }
}

/// A document that nothing can be measured with.
public struct SkippedDocument: Hashable, Sendable, Codable {
    /// The file, relative to the folder.
    public var file: String
    /// Why it was left out: the same sentence for the same reason.
    public var reason: String

    /// Creates a notice.
    public init(file: String, reason: String) {
        self.file = file
        self.reason = reason
    }
}
