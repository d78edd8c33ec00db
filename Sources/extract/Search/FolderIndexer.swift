internal import ExtractionKit
internal import Foundation

/// Brings an index up to what a folder holds.
struct FolderIndexer: Sendable {
    var folder: DocumentFolder
    var tenant: TenantID
    var index: any StoredSearchIndex
    var pipeline: Pipeline
    var chunker: any Chunker
    var embedder: (any Embedder)?

    /// What became of a file.
    enum Outcome: Sendable {
        case unchanged
        case skipped
        case indexed(chunks: Int, embedded: Int, errors: [ErrorSummary])
    }

    /// What became of all of them.
    struct Tally {
        var indexed = 0, chunks = 0, embedded = 0, incomplete = 0, unchanged = 0, skipped = 0, removed = 0

        mutating func count(_ outcome: Outcome) {
            switch outcome {
            case .unchanged: unchanged += 1
            case .skipped: skipped += 1
            case .indexed(let chunks, let embedded, let errors):
                indexed += 1
                self.chunks += chunks
                self.embedded += embedded
                if !errors.isEmpty { incomplete += 1 }
            }
        }

        func text(_ size: (documents: Int, chunks: Int), in store: StoreLocation) -> String {
            var parts = ["\(indexed) indexed (\(chunks) chunks, \(embedded) embedded)", "\(unchanged) unchanged", "\(removed) removed"]
            if incomplete > 0 { parts.append("\(incomplete) incomplete") }
            if skipped > 0 { parts.append("\(skipped) left out") }
            return parts.joined(separator: ", ") + "; \(store) has \(size.documents) documents in \(size.chunks) chunks"
        }

        var json: String {
            "{\"indexed\":\(indexed),\"chunks\":\(chunks),\"incomplete\":\(incomplete),\"unchanged\":\(unchanged),\"skipped\":\(skipped),\"removed\":\(removed),\"embedded\":\(embedded)}"
        }
    }

    /// Reads, cuts, embeds and indexes a file, unless the index has it as it is.
    ///
    /// A file with pages that failed is indexed without them, and tried again the next time.
    @Sendable func outcome(
        of document: Document, at path: String, report: @escaping @Sendable (Int, Int) -> Void
    ) async throws -> Outcome {
        let revision = revision(of: document)
        if try await index.attributes(ofDocument: path, of: tenant)?.revision == revision { return .unchanged }
        let (read, extraction): (ReadDocument, Extraction)
        do {
            (read, extraction) = try await extract(document, report)
        } catch let error as ExtractionError where error.code == .unsupportedMediaType {
            return .skipped
        }
        let chunks = try await chunker.chunks(of: read)
        let (indexed, embedded) = try await embedded(chunks, of: path)
        let name = folder.name(of: path)
        let isWhole = extraction.errors.isEmpty && !extraction.pages.contains(where: \.isPartial)
        var attributes = DocumentAttributes(
            extraction, folder: name.split(separator: "/").dropLast().joined(separator: "/"), revision: isWhole ? revision : "")
        attributes.title = name
        try await index.replace(IndexedDocument(tenant: tenant, id: path, attributes: attributes, chunks: indexed))
        return .indexed(chunks: chunks.count, embedded: embedded, errors: extraction.errors)
    }

    /// The chunks with their vectors, and how many texts were embedded for that: what the index has of the document as it was isn't embedded again.
    private func embedded(_ chunks: [Chunk], of path: String) async throws -> (chunks: [IndexedChunk], count: Int) {
        guard let embedder else { return (chunks.map { IndexedChunk($0) }, 0) }
        var vectors = try await index.embeddings(ofDocument: path, of: tenant)
        let texts = chunks.map { (id: BlobID(of: Array($0.textInContext.utf8)), text: $0.textInContext) }
        let missing = Dictionary(texts.filter { vectors[$0.id] == nil }.map { ($0.id, $0.text) }, uniquingKeysWith: { first, _ in first })
        let asked = missing.sorted { $0.key.rawValue < $1.key.rawValue }
        let made = try await embedder.placed(EmbeddingRequest(texts: asked.map(\.value), purpose: .passage)).embeddings
        for (text, vector) in zip(asked, made) { vectors[text.key] = vector }
        return (zip(chunks, texts).map { IndexedChunk($0, embedding: vectors[$1.id]) }, asked.count)
    }

    /// Removes the documents of the folder whose files are gone.
    func removeGone() async throws -> Int {
        let there = Set(folder.paths)
        let gone = try await index.documentIDs(of: tenant).filter { $0.hasPrefix(folder.root + "/") && !there.contains($0) }
        for id in gone { try await index.remove(documentID: id, of: tenant) }
        return gone.count
    }

    private func extract(
        _ document: Document, _ report: @Sendable (Int, Int) -> Void
    ) async throws -> (ReadDocument, Extraction) {
        try await pipeline.withEvents(extracting: ExtractionRequest(document, target: .auto)) { events in
            var done = 0, selected = 0
            var read: ReadDocument?
            for try await event in events {
                switch event {
                case .opened(_, let count): selected = count
                case .page:
                    done += 1
                    report(done, selected)
                case .read(let document): read = document
                case .extracted(let extraction):
                    if let read { return (read, extraction) }
                }
            }
            throw CancellationError()
        }
    }

    /// Changes with the file's content, and with whatever decides what the index holds of it.
    private func revision(of document: Document) -> String {
        var parts = [pipeline.reader.identity, pipeline.extractor.identity, chunker.identity].map(\.description)
        parts.append(embedder?.space.model.description ?? "")
        return document.sha256 + "-" + BlobID(of: Array(parts.joined(separator: "\n").utf8)).rawValue.prefix(16)
    }
}
