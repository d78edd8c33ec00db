import ExtractionKit

/// A PDF written object by object, with a cross-reference table that fits.
struct HandmadePDF {
    /// A page: what its dictionary says beside its contents and fonts, and what it draws.
    struct Page {
        /// The entries of the page's dictionary.
        var entries: String
        /// The operators that draw it.
        var content: String

        init(_ entries: String = "/MediaBox [0 0 300 200]", drawing content: String = "") {
            self.entries = entries
            self.content = content
        }
    }

    var pages: [Page]
    /// Form XObjects `F0`, `F1`...: the operators of each. Every page and form can draw all of them.
    var forms: [String] = []
    /// Image XObjects `I0`, `I1`...: the rows of each, grey bytes.
    var images: [[[UInt8]]] = []

    init(_ pages: Page..., forms: [String] = [], images: [[[UInt8]]] = []) {
        self.pages = pages
        self.forms = forms
        self.images = images
    }

    /// Text at a position, in Helvetica.
    static func text(_ text: String, x: Double, y: Double, size: Double = 12) -> String {
        "BT /Helvetica \(size) Tf \(x) \(y) Td (\(text)) Tj ET\n"
    }

    /// A black image of two pixels side by side over a rectangle.
    static func image(x: Double, y: Double, width: Double, height: Double) -> String {
        "q \(width) 0 0 \(height) \(x) \(y) cm BI /W 2 /H 1 /CS /G /BPC 8 /F /AHx ID 0000> EI Q\n"
    }

    var bytes: [UInt8] {
        // 1 catalog, 2 page tree, 3 font, 4 resources, then forms and images, then pages and their contents.
        let firstForm = 5, firstPage = firstForm + forms.count + images.count
        let kids = pages.indices.map { "\(firstPage + 2 * $0) 0 R" }.joined(separator: " ")
        let formNames =
            (forms.indices.map { "/F\($0) \(firstForm + $0) 0 R" }
            + images.indices.map { "/I\($0) \(firstForm + forms.count + $0) 0 R" }).joined(separator: " ")
        var objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [\(kids)] /Count \(pages.count) >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            "<< /Font << /Helvetica 3 0 R >> /XObject << \(formNames) >> >>",
        ]
        objects += forms.map {
            Self.stream($0, entries: "/Type /XObject /Subtype /Form /BBox [0 0 1000 1000] /Resources 4 0 R")
        }
        objects += images.map { rows in
            let hex = rows.joined().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + ">"
            let entries = "/Type /XObject /Subtype /Image /Width \(rows.first?.count ?? 0) /Height \(rows.count)"
            return Self.stream(hex, entries: entries + " /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /ASCIIHexDecode")
        }
        for (index, page) in pages.enumerated() {
            objects.append(
                "<< /Type /Page /Parent 2 0 R /Resources 4 0 R /Contents \(firstPage + 2 * index + 1) 0 R \(page.entries) >>")
            objects.append(Self.stream(page.content, entries: ""))
        }

        var file = "%PDF-1.7\n"
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(file.utf8.count)
            file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = file.utf8.count
        file += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for offset in offsets {
            let digits = String(offset)
            file += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        file += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        return Array(file.utf8)
    }

    var document: Document { Document(bytes: bytes, filename: "handmade.pdf") }

    private static func stream(_ content: String, entries: String) -> String {
        "<< /Length \(content.utf8.count) \(entries) >>\nstream\n\(content)\nendstream"
    }
}
