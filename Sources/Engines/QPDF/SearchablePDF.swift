internal import ExtractionKit

/// A PDF while words are laid over its pages. Confined to its thread.
final class SearchablePDF {
    private let file: QPDFFile
    private let read: ReadDocument
    private let font: InvisibleFont
    private var codes = CharacterCodes()

    /// Begins a PDF of images.
    init(_ read: ReadDocument) throws {
        file = try QPDFFile()
        font = InvisibleFont(in: file)
        self.read = read
    }

    /// Opens a PDF to lay words over its pages.
    init(_ read: ReadDocument, layingOver document: Document) throws {
        file = try QPDFFile(document)
        guard file.pageCount == read.pageCount else {
            throw ExtractionError(.corrupt, "The PDF has other pages than were read from it; repair it, or read it again.")
        }
        font = InvisibleFont(in: file)
        self.read = read
    }

    /// Lays the words of the pages that were recognised over them.
    func layOver() throws {
        file.pushInheritedAttributes()
        for page in read.pages where !page.layout.words.isEmpty {
            let target = file.page(page.page.number)
            switch page.route.method {
            case .ocr, .merged: try layOver(target, page)
            case .service: if !target["/Resources"].has("/Font") { try layOver(target, page) }
            case .textLayer, .blank: break
            }
        }
    }

    private func layOver(_ target: QPDFObject, _ page: ReadPage) throws {
        let media = target["/MediaBox"].rectangle ?? Rect(x: 0, y: 0, width: 612, height: 792)
        let box = target["/CropBox"].rectangle.flatMap { $0.intersection(media) } ?? media
        // A rotation that isn't a number, or no number of quarter turns, is none to Poppler, too.
        let rotation = target["/Rotate"].number.flatMap { abs($0) < 1e6 ? Int($0) : nil } ?? 0
        let space = UserSpace(box: box, rotation: rotation, size: page.page.size)
        let resources = target["/Resources"].copy, fonts = resources["/Font"].copy
        var name = "/ExtractionGlyphless"
        while fonts.has(name) { name += "_" }
        fonts[name] = font.object
        resources["/Font"] = fonts
        target["/Resources"] = resources
        let text = try InvisibleText(of: page, in: read, font: name, space: space, codes: &codes)
        let stream = file.stream(Array(text.content.utf8))
        // First, because nothing has moved the page's coordinates yet; what isn't seen can't be covered either.
        let contents = target["/Contents"]
        let array = contents.isArray ? file.parse("[]") : contents.isStream ? contents.inArray : file.parse("[]")
        for item in contents.items.reversed() { array.insertFirst(item) }
        array.insertFirst(stream)
        target["/Contents"] = array
    }

    /// Adds a page that is an image, with the words that were read from it.
    func add(_ image: PageImage, size: Size, read page: ReadPage?) throws {
        let target = file.parse("<< /Type /Page /MediaBox [0 0 \(size.width.pdf) \(size.height.pdf)] >>")
        let resources = file.parse("<< /Font << >> /XObject << >> >>")
        resources["/XObject"]["/Image"] = file.stream(
            image.data, entries: "/Type /XObject /Subtype /Image /Width \(image.width) /Height \(image.height) \(image.entries)",
            filter: image.filter, parameters: image.parameters)
        resources["/Font"]["/ExtractionGlyphless"] = font.object
        target["/Resources"] = resources
        var content = "q \(image.placement(on: size)) cm /Image Do Q\n"
        if let page {
            let space = UserSpace(box: Rect(x: 0, y: 0, width: size.width, height: size.height), rotation: 0, size: size)
            content += try InvisibleText(of: page, in: read, font: "/ExtractionGlyphless", space: space, codes: &codes).content
        }
        target["/Contents"] = file.stream(Array(content.utf8))
        file.add(page: file.indirect(target))
    }

    /// The file.
    func finished() throws -> [UInt8] {
        font.finish(codes)
        return try file.written()
    }
}
