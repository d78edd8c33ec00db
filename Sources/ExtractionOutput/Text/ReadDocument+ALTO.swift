public import ExtractionKit

extension ReadDocument {
    /// The document as ALTO 4 (loc.gov/standards/alto, schema version 4.2): text blocks, lines and strings with their boxes, the shapes of
    /// those that aren't upright, confidences, sizes of type, and the roles of paragraphs as layout tags.
    ///
    /// It measures in pixels where every page is an image, in 1/1200 inch where one isn't. A table is a composed block of that type around its
    /// text; its cells, selection marks and how a page was read have no place in ALTO and are left out. Failed pages are left out;
    /// `PHYSICAL_IMG_NR` keeps the numbers of the others.
    ///
    /// - Parameter filename: What the document is called.
    public func alto(filename: String) -> String {
        var writer = XMLWriter()
        let isImages = !pages.isEmpty && pages.allSatisfy { $0.page.imageDPI != nil }
        let sizes = Set(pages.flatMap(\.layout.words).compactMap(\.fontSize).map(\.coordinate)).sorted()
        let roles = Set(pages.flatMap(\.layout.paragraphs).map(\.role)).subtracting([.body]).map(\.rawValue).sorted()
        writer.element(
            "alto",
            [
                "xmlns": "http://www.loc.gov/standards/alto/ns-v4#", "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
                "xsi:schemaLocation": "http://www.loc.gov/standards/alto/ns-v4# http://www.loc.gov/standards/alto/v4/alto-4-2.xsd",
                "SCHEMAVERSION": "4.2",
            ]
        ) { writer in
            writer.element("Description") { writer in
                writer.element("MeasurementUnit", text: isImages ? "pixel" : "inch1200")
                writer.element("sourceImageInformation") { $0.element("fileName", text: filename) }
                writer.element("Processing", ["ID": "reading"]) { writer in
                    writer.element("processingSoftware") { $0.element("softwareName", text: "extraction-kit") }
                }
            }
            if !sizes.isEmpty {
                writer.element("Styles") { writer in
                    for size in sizes { writer.element("TextStyle", ["ID": "size_\(size)", "FONTSIZE": size]) }
                }
            }
            if !roles.isEmpty {
                writer.element("Tags") { writer in
                    for role in roles { writer.element("LayoutTag", ["ID": "role_\(role)", "LABEL": role]) }
                }
            }
            writer.element("Layout") { writer in
                for page in pages {
                    ALTOPage(page, of: self, scale: isImages ? (page.page.imageDPI ?? 72) / 72 : 1_200 / 72).write(to: &writer)
                }
            }
        }
        return writer.xml
    }
}

/// Writes one page of ALTO.
private struct ALTOPage {
    private let document: ReadDocument
    private let page: ReadPage
    /// From points to the file's unit.
    private let scale: Double

    init(_ page: ReadPage, of document: ReadDocument, scale: Double) {
        self.document = document
        self.page = page
        self.scale = scale
    }

    func write(to writer: inout XMLWriter) {
        let number = page.page.number
        let (width, height) = ((page.page.size.width * scale).coordinate, (page.page.size.height * scale).coordinate)
        writer.element("Page", ["ID": "page_\(number)", "PHYSICAL_IMG_NR": String(number), "WIDTH": width, "HEIGHT": height]) { writer in
            writer.element("PrintSpace", ["HPOS": "0", "VPOS": "0", "WIDTH": width, "HEIGHT": height]) { writer in
                var tables = 0
                for block in page.layout.blocks {
                    switch block {
                    case .paragraph(let paragraph): write(paragraph, to: &writer)
                    case .table(let table, let paragraphs):
                        tables += 1
                        let box = Box(table.polygon, scale)
                        writer.element(
                            "ComposedBlock",
                            [
                                "ID": "table_\(number)_\(tables)", "HPOS": box.x, "VPOS": box.y, "WIDTH": box.width, "HEIGHT": box.height,
                                "TYPE": "table",
                            ]
                        ) { writer in
                            for paragraph in paragraphs { write(paragraph, to: &writer) }
                        }
                    }
                }
            }
        }
    }

    private func write(_ paragraph: Paragraph, to writer: inout XMLWriter) {
        let box = Box(paragraph.polygon, scale)
        let tag = paragraph.role == .body ? nil : "role_\(paragraph.role.rawValue)"
        writer.element(
            "TextBlock",
            [
                "ID": "block_\(page.page.number)_\(paragraph.lines.lowerBound + 1)", "HPOS": box.x, "VPOS": box.y, "WIDTH": box.width,
                "HEIGHT": box.height, "TAGREFS": tag,
            ]
        ) { writer in
            for index in paragraph.lines { write(page.layout.lines[index], number: index + 1, to: &writer) }
        }
    }

    private func write(_ line: Line, number: Int, to writer: inout XMLWriter) {
        let box = Box(line.polygon, scale)
        writer.element(
            "TextLine",
            [
                "ID": "line_\(page.page.number)_\(number)", "HPOS": box.x, "VPOS": box.y, "WIDTH": box.width, "HEIGHT": box.height,
            ]
        ) { writer in
            shape(of: line.polygon, to: &writer)
            for index in line.words {
                if index > line.words.lowerBound { writer.element("SP") }
                write(page.layout.words[index], number: index + 1, to: &writer)
            }
        }
    }

    private func write(_ word: Word, number: Int, to writer: inout XMLWriter) {
        let box = Box(word.polygon, scale)
        let attributes: KeyValuePairs<String, String?> = [
            "ID": "word_\(page.page.number)_\(number)", "HPOS": box.x, "VPOS": box.y, "WIDTH": box.width, "HEIGHT": box.height,
            "CONTENT": document.text(of: word.span), "WC": word.confidence?.coordinate,
            "STYLEREFS": word.fontSize.map { "size_\($0.coordinate)" },
        ]
        if Polygon(word.polygon.bounds) == word.polygon {
            writer.element("String", attributes)
        } else {
            writer.element("String", attributes) { shape(of: word.polygon, to: &$0) }
        }
    }

    private func shape(of polygon: Polygon, to writer: inout XMLWriter) {
        guard Polygon(polygon.bounds) != polygon else { return }
        let points = polygon.corners.flatMap { [($0.x * scale).coordinate, ($0.y * scale).coordinate] }.joined(separator: " ")
        writer.element("Shape") { $0.element("Polygon", ["POINTS": points]) }
    }
}

/// A place in the file's unit.
private struct Box {
    var x: String
    var y: String
    var width: String
    var height: String

    init(_ polygon: Polygon, _ scale: Double) {
        let bounds = polygon.bounds
        x = (bounds.minX * scale).coordinate
        y = (bounds.minY * scale).coordinate
        width = (bounds.width * scale).coordinate
        height = (bounds.height * scale).coordinate
    }
}
