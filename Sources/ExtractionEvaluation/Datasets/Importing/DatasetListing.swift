internal import ExtractionKit

/// The documents of a folder, each with the files of the same name that stand beside it.
struct DatasetListing: Sendable {
    let folder: ConfinedFolder
    let entries: [Entry]

    /// A document and the JSON file beside it.
    struct Entry: Sendable {
        /// The name without its ending.
        var stem: String
        /// The document's path in the folder.
        var file: String
        /// What the JSON file of the same name holds, or why it can't be read; `nil` for no such file.
        var truth: Result<JSONMember, ExtractionError>?
    }

    init(_ folder: ConfinedFolder) throws {
        self.folder = folder
        let names = try folder.entries().filter(folder.hasFile)
        entries = try Self.documents(of: names, in: "").map { stem, file in
            let name = stem + ".json"
            guard names.contains(name) else { return Entry(stem: stem, file: file, truth: nil) }
            return Entry(
                stem: stem, file: file, truth: Result { try folder.json(of: name, saidBy: file) }.mapError { ExtractionError(wrapping: $0) }
            )
        }
    }

    /// The documents among files, by their names without ending.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidDataset` where two documents have one name: a truth beside them would belong to
    ///   both.
    static func documents(of names: [String], in folder: String) throws -> [(stem: String, file: String)] {
        var found: [(stem: String, file: String)] = []
        for name in names {
            guard let dot = name.lastIndex(of: "."), endings.contains(name[name.index(after: dot)...].lowercased()) else { continue }
            let stem = String(name[..<dot])
            if let last = found.last, last.stem == stem {
                throw ExtractionError.dataset(
                    name, "", "has the same name as \(last.file), and one truth can't belong to both; rename one.")
            }
            found.append((stem, folder.isEmpty ? name : folder + "/" + name))
        }
        return found
    }

    private static let endings: Set<String> = ["pdf", "png", "jpg", "jpeg", "tif", "tiff", "webp", "bmp", "gif"]

    /// The text beside a document, without the form feed that some tools put after the last page.
    func text(of entry: Entry, ending: String = ".txt") throws -> String? {
        let name = entry.stem + ending
        guard folder.hasFile(name) else { return nil }
        let text = try folder.text(of: name, saidBy: entry.file)
        return text.hasSuffix("\u{c}") ? String(text.dropLast()) : text
    }

    /// What a JSON file about all documents holds, where there is one.
    func companion(_ name: String) throws -> JSONMember? { folder.hasFile(name) ? try folder.json(of: name, saidBy: name) : nil }

    /// A layout doesn't say under which licence its documents are.
    var licence: String { folder.hasFile("README.md") ? "see README.md of the folder" : "not stated" }

    func location(of entry: Entry) throws -> String { try folder.location(of: entry.file, saidBy: entry.file) }
}

extension DatasetListing.Entry {
    static let withoutTruth = "no truth stands beside it"
}
