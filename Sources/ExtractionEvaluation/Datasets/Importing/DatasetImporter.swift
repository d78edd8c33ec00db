internal import ExtractionKit

/// Reads a dataset that is laid out as somebody else published it.
///
/// A layout is told by what stands in the files. Documents that nothing can be measured with are left out, and
/// ``OpenedDataset/skipped`` says why. What a layout leaves open isn't judged: fields are never taken as complete.
public struct DatasetImporter: Sendable {
    /// The name of the layout, such as `sroie`.
    public let layout: String
    /// What a folder in this layout holds, in words, for people whose folder isn't recognised.
    public let form: String
    let recognises: @Sendable (DatasetListing) -> Bool
    let read: @Sendable (DatasetListing) throws -> OpenedDataset

    /// Reads a folder in this layout.
    ///
    /// - Throws: ``ExtractionError`` with the code `fileUnreadable` for a folder that isn't there, and `invalidDataset` for one in another
    ///   layout or with a file that isn't as it should be; the message names the file and the member.
    public func open(_ path: String) throws -> OpenedDataset {
        let listing = try DatasetListing(ConfinedFolder(path: path))
        guard recognises(listing) else {
            throw ExtractionError(.invalidDataset, "The folder isn't in the layout '\(layout)'. What was looked for: \(form).")
        }
        return try read(listing)
    }

    /// All layouts, in the order in which they are looked for.
    public static let all: [DatasetImporter] = [.funsd, .cord, .sroie, .invoices, .certificates, .tables, .transcripts]
}

extension DatasetImporter {
    /// An importer of documents with a JSON file of the same name beside each.
    ///
    /// - Parameters:
    ///   - isTruth: Whether a JSON file is in the layout; one that is makes the folder one.
    ///   - licence: The licence in words.
    ///   - document: Makes a document of what stands beside it.
    init(
        besides layout: String, form: String, isTruth: @escaping @Sendable (JSONMember, DatasetListing.Entry) -> Bool,
        licence: @escaping @Sendable (DatasetListing) throws -> String = { $0.licence },
        document: @escaping @Sendable (DatasetListing.Entry, DatasetListing) throws -> ImportedDocument
    ) {
        self.init(
            layout: layout, form: form,
            recognises: { listing in
                listing.entries.contains { entry in (try? entry.truth?.get()).map { isTruth($0, entry) } ?? false }
            },
            read: { listing in
                var documents: [DatasetDocument] = []
                var skipped: [SkippedDocument] = []
                for entry in listing.entries {
                    switch try document(entry, listing) {
                    case .taken(let document): documents.append(document)
                    case .skipped(let reason): skipped.append(SkippedDocument(file: entry.file, reason: reason))
                    }
                }
                return try OpenedDataset(
                    dataset: Dataset(name: listing.folder.name, licence: licence(listing), documents: documents), layout: layout,
                    skipped: skipped)
            })
    }
}

/// What became of a document of a folder.
enum ImportedDocument {
    case taken(DatasetDocument)
    /// Left out; the sentence says why.
    case skipped(String)
}
