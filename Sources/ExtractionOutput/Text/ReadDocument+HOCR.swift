public import ExtractionKit

extension ReadDocument {
    /// The document as hOCR 1.2 (kba.github.io/hocr-spec): pages, paragraphs, lines and words with their boxes.
    ///
    /// Boxes are in whole pixels of the page's image, or of a page drawn at 300 dpi where it has none; `scan_res` says which. What hOCR can't
    /// say is left out: the cells of tables (their text stands in an `ocr_table`), selection marks, and how a page was read. Failed pages
    /// are left out; `ppageno` keeps the numbers of the others.
    ///
    /// - Parameter filename: What the document is called.
    public func hocr(filename: String) -> String {
        var writer = XMLWriter()
        writer.markup(
            #"<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">"#)
        writer.element("html", ["xmlns": "http://www.w3.org/1999/xhtml", "xml:lang": "und"]) { writer in
            writer.element("head") { writer in
                writer.element("title", text: filename)
                writer.element("meta", ["http-equiv": "Content-Type", "content": "text/html; charset=utf-8"])
                writer.element("meta", ["name": "ocr-system", "content": "extraction-kit"])
                writer.element("meta", ["name": "ocr-number-of-pages", "content": String(pages.count)])
                writer.element(
                    "meta",
                    [
                        "name": "ocr-capabilities",
                        "content":
                            "ocr_page ocr_par ocr_line ocrx_word ocr_title ocr_section ocr_header ocr_footer ocr_pageno ocr_caption ocr_table",
                    ])
            }
            writer.element("body") { writer in
                for page in pages { HOCRPage(page, of: self, filename: filename).write(to: &writer) }
            }
        }
        return writer.xml
    }
}

/// Writes one page of hOCR.
private struct HOCRPage {
    private let document: ReadDocument
    private let page: ReadPage
    private let filename: String
    private let dpi: Double

    init(_ page: ReadPage, of document: ReadDocument, filename: String) {
        self.document = document
        self.page = page
        // The name stands between quotes that nothing escapes.
        self.filename = filename.filter { $0 != "\"" && $0 != "\\" }
        dpi = page.page.imageDPI ?? 300
    }

    func write(to writer: inout XMLWriter) {
        let number = page.page.number
        let title = "image \"\(filename)\"; \(box(page.page.bounds)); ppageno \(number - 1); scan_res \(pixels(72)) \(pixels(72))"
        writer.element("div", ["class": "ocr_page", "id": "page_\(number)", "title": title]) { writer in
            for block in page.layout.blocks {
                switch block {
                case .paragraph(let paragraph): write(paragraph, to: &writer)
                case .table(let table, let paragraphs):
                    writer.element("div", ["class": "ocr_table", "title": box(table.polygon.bounds)]) { writer in
                        for paragraph in paragraphs { write(paragraph, to: &writer) }
                    }
                }
            }
        }
    }

    private func write(_ paragraph: Paragraph, to writer: inout XMLWriter) {
        guard let role = Self.className(of: paragraph.role) else { return writeLines(of: paragraph, to: &writer) }
        writer.element("div", ["class": role, "title": box(paragraph.polygon.bounds)]) { writeLines(of: paragraph, to: &$0) }
    }

    private func writeLines(of paragraph: Paragraph, to writer: inout XMLWriter) {
        writer.element("p", ["class": "ocr_par", "title": box(paragraph.polygon.bounds)]) { writer in
            for index in paragraph.lines {
                let line = page.layout.lines[index]
                let id = "\(page.page.number)_\(index + 1)"
                let angle = line.polygon.angle == 0 ? "" : "; textangle \(line.polygon.angle.coordinate)"
                writer.element("span", ["class": "ocr_line", "id": "line_\(id)", "title": box(line.polygon.bounds) + angle]) { writer in
                    for index in line.words {
                        let word = page.layout.words[index]
                        var title = box(word.polygon.bounds)
                        if let confidence = word.confidence { title += "; x_wconf \((confidence * 100).coordinate)" }
                        if let size = word.fontSize { title += "; x_fsize \(size.coordinate)" }
                        writer.element(
                            "span", ["class": "ocrx_word", "id": "word_\(page.page.number)_\(index + 1)", "title": title],
                            text: document.text(of: word.span))
                    }
                }
            }
        }
    }

    private static func className(of role: Paragraph.Role) -> String? {
        switch role {
        case .title: "ocr_title"
        case .heading: "ocr_section"
        case .pageHeader: "ocr_header"
        case .pageFooter: "ocr_footer"
        case .pageNumber: "ocr_pageno"
        case .caption: "ocr_caption"
        case .body, .listItem, .footnote, .formula: nil
        }
    }

    private func box(_ rect: Rect) -> String {
        "bbox \(pixels(rect.minX)) \(pixels(rect.minY)) \(pixels(rect.maxX)) \(pixels(rect.maxY))"
    }

    /// A distance in points as whole pixels, of which hOCR has none below 0.
    private func pixels(_ points: Double) -> Int {
        let pixels = points * dpi / 72
        return pixels.isFinite ? Int(min(max(pixels.rounded(), 0), 1e7)) : 0
    }
}
