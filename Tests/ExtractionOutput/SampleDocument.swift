import ExtractionKit

/// A small document with everything that writers must keep or escape.
enum SampleDocument {
    static let hostile = "</title><script>alert(1)</script>\"'&\u{202E}"

    static func document(imageDPI: Double? = 144) -> ReadDocument {
        var builder = LayoutBuilder()
        builder.beginParagraph(role: .title)
        builder.addLine([word("Invoice", 40, 30, 90, confidence: 0.97), word("<4711>", 140, 30, 70, confidence: 0.5)])
        builder.beginParagraph()
        builder.addLine([word("Müller", 40, 80, 60), word("&", 104, 80, 10), word("\"Söhne\"", 120, 80, 70)])
        builder.addLine([word("東京", 40, 100, 40), word("😀", 90, 100, 16)])
        builder.beginParagraph()
        builder.addLine([word("Total", 40, 140, 40), word("12.50", 200, 140, 40, confidence: 0.91)])
        builder.beginParagraph(role: .pageNumber)
        let turned = Polygon(
            topLeft: Point(x: 300, y: 200), topRight: Point(x: 300, y: 260), bottomRight: Point(x: 290, y: 260),
            bottomLeft: Point(x: 290, y: 200))
        builder.addLine([TextWord(text: "1", polygon: turned)])
        var layout = builder.finish()
        let total = layout.words[7], amount = layout.words[8]
        layout.tables = [
            Table(
                rowCount: 1, columnCount: 2, polygon: Polygon(Rect(x: 38, y: 138, width: 210, height: 14)),
                cells: [
                    Table.Cell(row: 0, column: 0, polygon: total.polygon, spans: [total.span]),
                    Table.Cell(row: 0, column: 1, polygon: amount.polygon, spans: [amount.span]),
                ])
        ]
        let page = ReadPage(
            page: Page(number: 1, size: Size(width: 400, height: 300), imageDPI: imageDPI),
            route: PageRoute(method: .ocr, reason: .image, signals: RoutingSignals()), layout: layout)
        let failure = PageOutcome.failed(page: 2, ExtractionError(.corrupt, "No such luck."))
        return ReadDocument(pageCount: 2, outcomes: [.read(page), failure])
    }

    private static func word(_ text: String, _ x: Double, _ y: Double, _ width: Double, confidence: Double? = nil) -> TextWord {
        TextWord(text: text, polygon: Polygon(Rect(x: x, y: y, width: width, height: 12)), confidence: confidence, fontSize: 12)
    }
}
