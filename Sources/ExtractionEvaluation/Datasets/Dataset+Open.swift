public import ExtractionKit

extension Dataset {
    /// Opens the dataset in a folder: one with a `manifest.json` (see ``DatasetFolder``), or one in a layout that an importer knows, told by
    /// what stands in its files and not by its name.
    ///
    /// - Parameters:
    ///   - path: The folder.
    ///   - importers: The layouts to look for, first match first.
    /// - Throws: ``ExtractionError`` with the code `fileUnreadable` for a folder that isn't there, and `invalidDataset` for one in no known
    ///   layout or with a file that isn't as it should be; the message names the file and the member.
    public static func open(
        _ path: String, importers: [DatasetImporter] = DatasetImporter.all
    ) throws -> OpenedDataset {
        let folder = try ConfinedFolder(path: path)
        if folder.hasFile(DatasetFolder.manifestName) { return try DatasetFolder(path: path).open() }
        let listing = try DatasetListing(folder)
        for importer in importers where importer.recognises(listing) { return try importer.read(listing) }
        let forms = importers.map { "\($0.layout): \($0.form)" }.joined(separator: "; ")
        throw ExtractionError(
            .invalidDataset,
            "There is no \(DatasetFolder.manifestName) in the folder and no layout that an importer knows. What was looked for: \(forms).")
    }
}

extension DatasetDocument {
    /// Reads the file and checks it against the dataset.
    ///
    /// - Throws: ``ExtractionError`` with the code `fileUnreadable`, `tooLarge`, or `invalidDataset` where the SHA-256 isn't the one stated.
    public func load(limits: DocumentLimits = DocumentLimits()) throws -> Document {
        let document = try Document(contentsOfFile: path, limits: limits)
        if let sha256, sha256 != document.sha256 {
            throw ExtractionError(
                .invalidDataset,
                "The file of '\(id)' isn't the one that its truth was made for: its SHA-256 is \(document.sha256), not \(sha256).")
        }
        return document
    }
}
