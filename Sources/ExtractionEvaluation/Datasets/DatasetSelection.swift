internal import ExtractionKit

/// Which documents of a dataset to take.
public struct DatasetSelection: Hashable, Sendable, Codable {
    /// The splits; `nil` for all.
    public var splits: Set<String>?
    /// The tags that a document must all have.
    public var tags: Set<String>
    /// The tags of which a document must have none.
    public var excludedTags: Set<String>

    /// Creates a selection; by default of everything.
    public init(splits: Set<String>? = nil, tags: Set<String> = [], excludedTags: Set<String> = []) {
        self.splits = splits
        self.tags = tags
        self.excludedTags = excludedTags
    }

    /// Whether a document is among them.
    public func contains(_ document: DatasetDocument) -> Bool {
        splits?.contains(document.split) != false && tags.isSubset(of: document.tags) && excludedTags.isDisjoint(with: document.tags)
    }
}

extension Dataset {
    /// The dataset with the selected documents alone.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidRequest` for a split or tag that no document has, and where nothing is left: a
    ///   mistyped word must not make an empty benchmark.
    public func selecting(_ selection: DatasetSelection) throws -> Dataset {
        try Self.check(selection.splits ?? [], among: Set(documents.map(\.split)), "split")
        let known = documents.reduce(into: Set<String>()) { $0.formUnion($1.tags) }
        try Self.check(selection.tags.union(selection.excludedTags), among: known, "tag")
        var selected = self
        selected.documents = documents.filter(selection.contains)
        guard !selected.documents.isEmpty else {
            throw ExtractionError(.invalidRequest, "No document of '\(name)' has all that was selected; select less.")
        }
        return selected
    }

    /// Every so many-th document: one of equal parts, of which one is for fitting and another for judging.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidRequest` for a part that has no document.
    public func part(_ number: Int, of count: Int) throws -> Dataset {
        var part = self
        part.documents = documents.enumerated().filter { $0.offset % max(1, count) == number - 1 }.map(\.element)
        guard !part.documents.isEmpty else {
            throw ExtractionError(.invalidRequest, "Part \(number) of \(count) of '\(name)' has no document; take fewer parts.")
        }
        return part
    }

    private static func check(_ words: Set<String>, among known: Set<String>, _ kind: String) throws {
        guard let unknown = words.subtracting(known).min() else { return }
        let list = known.isEmpty ? "there are none" : "there are: " + known.sorted().joined(separator: ", ")
        throw ExtractionError(.invalidRequest, "No document has the \(kind) '\(unknown)'; \(list).")
    }
}
