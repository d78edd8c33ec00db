internal import ExtractionKit

/// A layout in which documents stand in one folder and their truths, by the same names, in another, perhaps once for each split.
struct SplitFolders {
    /// The folders of splits, with the name of the split; `""` is the folder itself.
    let splits: KeyValuePairs<String, String>
    /// The folder of the documents.
    let documents: String
    /// The folder of the truths.
    let truths: String

    /// The splits that are there.
    func present(in folder: ConfinedFolder) -> [(path: String, split: String)] {
        splits.map { (path: $0.key.isEmpty ? "" : $0.key + "/", split: $0.value) }
            .filter { folder.hasFolder($0.path + documents) && folder.hasFolder($0.path + truths) }
    }

    /// Whether a truth of the first split that has one is as the layout's are.
    func recognises(_ folder: ConfinedFolder, _ isTruth: (JSONMember) -> Bool) -> Bool {
        present(in: folder).contains { path, _ in
            let names = (try? folder.entries(in: path + truths)) ?? []
            return names.filter { $0.hasSuffix(".json") }.prefix(10).contains { name in
                (try? folder.json(of: path + truths + "/" + name, saidBy: name)).map(isTruth) ?? false
            }
        }
    }

    /// Reads all documents.
    func read(
        _ listing: DatasetListing, layout: String,
        _ document: (_ id: String, _ path: String, _ split: String, _ truth: JSONMember) throws -> DatasetDocument
    ) throws -> OpenedDataset {
        var documents: [DatasetDocument] = []
        var skipped: [SkippedDocument] = []
        let folder = listing.folder
        for (path, split) in present(in: folder) {
            for (stem, file) in try DatasetListing.documents(of: folder.entries(in: path + self.documents), in: path + self.documents) {
                let truth = path + truths + "/" + stem + ".json"
                guard folder.hasFile(truth) else {
                    skipped.append(SkippedDocument(file: file, reason: DatasetListing.Entry.withoutTruth))
                    continue
                }
                try documents.append(
                    document(path + stem, folder.location(of: file, saidBy: file), split, folder.json(of: truth, saidBy: file)))
            }
        }
        return OpenedDataset(
            dataset: Dataset(name: folder.name, licence: listing.licence, documents: documents), layout: layout, skipped: skipped)
    }
}
