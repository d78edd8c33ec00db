internal import ArgumentParser
internal import ExtractionKit
internal import ExtractionOutput
internal import ExtractionQPDF

/// How `extract read` writes what was read.
enum ReadFormat: String, ExpressibleByArgument, CaseIterable {
    case text, pages, markdown, json, hocr, alto, pdf, overlay
    case overlayPNG = "overlay-png"

    /// Whether results of several documents can follow each other on standard output.
    var canFollow: Bool { [.text, .markdown, .json, .pages].contains(self) }

    /// Whether a person at a terminal can read it.
    var isForTerminals: Bool { ![.pdf, .overlay].contains(self) }

    /// Whether a page can be written without those that follow, so that results come early and a long document costs no more memory than
    /// a short one.
    var isByPage: Bool { [.text, .pages].contains(self) }

    /// Writes a document: one file, but one a page for pictures; none for ``pages``, which a ``PageStream`` writes.
    ///
    /// - Parameters:
    ///   - loader: Opens the document where its pages are to be seen.
    ///   - pretty: Whether JSON is broken into lines.
    func files(
        for read: ReadDocument, of document: Document, drawnBy loader: any DocumentLoader, limits: DocumentLimits, pretty: Bool
    ) async throws -> [ResultFile] {
        switch self {
        case .pages: return []
        case .text: return [ResultFile(read.content + "\n", "txt")]
        case .markdown: return [ResultFile(read.markdown + "\n", "md")]
        case .json:
            let summary = DocumentSummary(document, pageCount: read.pageCount)
            return try [ResultFile(read.json(of: summary, pretty: pretty) + "\n", "json")]
        case .hocr: return [ResultFile(read.hocr(filename: document.filename), "hocr")]
        case .alto: return [ResultFile(read.alto(filename: document.filename), "xml")]
        case .pdf:
            let bytes = try await SearchablePDFWriter().pdf(
                of: read, from: document, drawnBy: loader, limits: limits, deadline: .after(seconds: limits.secondsPerDocument))
            return [ResultFile(bytes: bytes, fileExtension: "pdf")]
        case .overlay:
            let pictures = try await PagePictures(of: read.pages.map(\.page.number), in: document, drawnBy: loader, limits: limits)
            return [ResultFile(read.overlay(filename: document.filename, pictures: pictures), "html")]
        case .overlayPNG:
            var files: [ResultFile] = []
            for number in read.pages.map(\.page.number) {
                let pictures = try await PagePictures(of: [number], in: document, drawnBy: loader, limits: limits)
                guard let png = read.overlayPNG(ofPage: number, pictures: pictures) else { continue }
                files.append(ResultFile(bytes: png, fileExtension: "page-\(number).png"))
            }
            return files
        }
    }
}

/// A file that a document was turned into.
struct ResultFile: Sendable {
    var bytes: [UInt8]
    /// What is added to the document's name.
    var fileExtension: String

    init(bytes: [UInt8], fileExtension: String) {
        self.bytes = bytes
        self.fileExtension = fileExtension
    }

    init(_ text: String, _ fileExtension: String) { self.init(bytes: Array(text.utf8), fileExtension: fileExtension) }
}

extension PluginRegistry {
    /// A loader that opens what a plan's reader does; for a reader of whole documents, whatever can be opened here.
    func loader(of plan: PipelinePlan) async throws -> any DocumentLoader {
        let choices = if case .pageByPage(let parts) = plan.reading { parts.loaders } else { PipelineFile().loaders }
        var loaders: [any DocumentLoader] = []
        for choice in choices { try await loaders.append(loader(choice)) }
        return CombinedDocumentLoader(loaders)
    }
}
