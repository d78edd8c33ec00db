internal import ExtractionKit

/// A dataset in a folder: a `manifest.json` that lists the documents with their SHA-256, splits and tags, and beside each document what is
/// true of it. `Dataset-format.md` describes the form.
///
/// Reading is strict: unknown members, missing files, paths that leave the folder and files that aren't the ones listed are errors.
public struct DatasetFolder: Sendable {
    /// The name of the file that makes a folder a dataset.
    public static let manifestName = "manifest.json"
    /// The version of the form that is read.
    public static let version = 1

    private let folder: ConfinedFolder

    /// Takes a folder.
    ///
    /// - Throws: ``ExtractionError`` with the code `fileUnreadable` where there is none.
    public init(path: String) throws { folder = try ConfinedFolder(path: path) }

    /// Reads the manifest and all truths, and checks every document against its SHA-256.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidDataset`, whose message names the file and the member; `tooLarge` for a file above
    ///   the default ``DocumentLimits``.
    public func open() throws -> OpenedDataset {
        let name = Self.manifestName
        let manifest = try folder.json(of: name, saidBy: name)
        try manifest.allow(only: ["name", "version", "licence", "documents"])
        let version = try manifest.required("version").integer(in: 0...Int(Int32.max))
        guard version == Self.version else {
            throw ExtractionError.dataset(
                name, "version", "is \(version), and only \(Self.version) can be read; use a newer version of this tool.")
        }
        var ids: Set<String> = []
        let documents = try manifest.required("documents").elements.map { entry in
            let document = try document(entry)
            guard ids.insert(document.id).inserted else {
                throw entry.error("has the id '\(document.id)', which another document has, too.")
            }
            return document
        }
        guard !documents.isEmpty else { throw ExtractionError.dataset(name, "documents", "is empty; list at least one document.") }
        let dataset = try Dataset(
            name: manifest.required("name").word, licence: manifest.required("licence").word, documents: documents)
        return OpenedDataset(dataset: dataset, layout: "manifest")
    }

    private func document(_ entry: JSONMember) throws -> DatasetDocument {
        try entry.allow(only: [
            "id", "file", "sha256", "media_type", "type", "language", "locale", "pages", "split", "tags", "truth", "text",
        ])
        let file = try entry.required("file")
        let language = try entry.optional("language")?.word
        _ = try entry.optional("locale")?.word
        var document = try DatasetDocument(
            id: entry.required("id").word, path: folder.location(of: file.string, saidBy: file.file, file.path),
            sha256: Self.sha256(entry.required("sha256")), split: entry.optional("split")?.word ?? "dev",
            tags: Set(entry.optional("tags")?.strings ?? []), language: language == "und" ? nil : language, truth: DocumentTruth())
        let content: Document
        do {
            content = try document.load()
        } catch let error as ExtractionError where error.code == .invalidDataset {
            throw entry.error(error.message)
        }
        try Self.check(entry.optional("media_type"), of: content)
        let pages = try entry.optional("pages")?.integer(in: 0...Int(Int32.max))
        document.truth = try truth(of: entry, pages: pages)
        return document
    }

    private func truth(of entry: JSONMember, pages: Int?) throws -> DocumentTruth {
        var truth = DocumentTruth()
        if let path = try entry.optional("truth") {
            let stated = try folder.json(of: path.string, saidBy: path.file, path.path)
            truth = try DocumentTruth(stated, pages: pages)
            if let type = stated["type"], let listed = entry["type"], type.value != listed.value {
                throw type.error("isn't the type that \(entry.file) gives the document; correct one of them.")
            }
        }
        if truth.documentType == nil, let type = try entry.optional("type")?.word, type != DocumentTruth.brokenType {
            truth.documentType = type
        }
        if let path = try entry.optional("text") {
            truth.text = try folder.text(of: path.string, saidBy: path.file, path.path)
        }
        return truth
    }

    private static func sha256(_ member: JSONMember) throws -> String {
        let digits = try member.string
        guard digits.utf8.count == 64, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else {
            throw member.error("must be the file's SHA-256 in 64 lower case hexadecimal digits.")
        }
        return digits
    }

    /// Media types that aren't told apart by their bytes are taken as they are stated.
    private static func check(_ member: JSONMember?, of content: Document) throws {
        guard let member else { return }
        let stated = MediaType(rawValue: try member.word)
        if content.mediaType != .unknown, content.mediaType != stated {
            throw member.error("is \(stated.rawValue), and the content is \(content.mediaType.rawValue); correct it.")
        }
    }
}
