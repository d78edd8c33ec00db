public import ExtractionKit

/// A page of a recorded result, in the units of the file.
public struct RecordedPage: Hashable, Sendable {
    /// The page's number, from 1.
    public var number: Int
    /// The page's size, and the unit of every coordinate of the layout.
    public var extent: PageExtent
    /// The text and its structure. Coordinates are in the unit of ``extent``, not in points.
    public var layout: PageLayout
    /// The documents with fields that begin on this page, in the unit of ``extent``, as ``/ExtractionKit/ReadPage/findings`` has them.
    public var findings: [ExtractedPart]
    /// Whether text may be missing: the engine ran into a loop or a limit, or the file was recorded without its text.
    public var isPartial: Bool
    /// What a person should know of the page.
    public var warnings: [Warning]

    /// Creates a page.
    public init(
        number: Int, extent: PageExtent, layout: PageLayout, findings: [ExtractedPart] = [], isPartial: Bool = false,
        warnings: [Warning] = []
    ) {
        self.number = number
        self.extent = extent
        self.layout = layout
        self.findings = findings
        self.isPartial = isPartial
        self.warnings = warnings
    }

    /// The page with its coordinates in points.
    ///
    /// - Parameters:
    ///   - size: The size of the document's page in points, if it is known. It decides for pixels and for relative coordinates.
    ///   - dpi: The resolution of pages in pixels whose file doesn't say it, in dots per inch; `nil` to take the longer side for that of
    ///     A4, as the loader of images does.
    public func inPoints(size: Size? = nil, dpi: Double? = nil) -> RecordedPage {
        let scale = extent.scale(toPage: size, dpi: dpi)
        var copy = self
        copy.extent = PageExtent(width: extent.width * scale.x, height: extent.height * scale.y, unit: .point)
        copy.layout = layout.scaled(by: scale)
        // A document that goes on over other pages has pages of one size.
        for index in copy.findings.indices {
            copy.findings[index].fields = copy.findings[index].fields.map { $0.scaled(by: scale) }
        }
        if extent.unit == .relative, size == nil {
            copy.warnings.append(
                Warning(
                    code: "page_size_assumed",
                    message: "The result doesn't say how large the page is; A4 is assumed. Set 'page_size' for another size.", page: number)
            )
        }
        if let size, abs(size.width / size.height / (extent.width / extent.height) - 1) > 0.02, extent.unit != .relative {
            copy.warnings.append(
                Warning(
                    code: "page_size_differs",
                    message: "The result's page has other proportions than the document's; it may be of another file.", page: number))
        }
        return copy
    }

    /// The text with positions, for what takes an OCR engine's answer. Only of a page in points are they what ``/ExtractionKit/PageText``
    /// promises.
    public var text: PageText {
        let lines = layout.lines.map { line in
            TextLine(
                words: layout.words[line.words].map { word in
                    TextWord(
                        text: layout.content[word.span].map(String.init) ?? "", polygon: word.polygon, confidence: word.confidence,
                        fontSize: word.fontSize)
                })
        }
        return PageText(lines: lines, isPartial: isPartial, warnings: warnings)
    }
}

extension Polygon {
    fileprivate func scaled(by scale: (x: Double, y: Double)) -> Polygon {
        func scaled(_ point: Point) -> Point { Point(x: point.x * scale.x, y: point.y * scale.y) }
        return Polygon(
            topLeft: scaled(topLeft), topRight: scaled(topRight), bottomRight: scaled(bottomRight), bottomLeft: scaled(bottomLeft))
    }
}

extension ExtractedField {
    fileprivate func scaled(by scale: (x: Double, y: Double)) -> ExtractedField {
        var copy = self
        for index in grounding.indices { copy.grounding[index].region.polygon = grounding[index].region.polygon.scaled(by: scale) }
        if case .table(let rows) = value {
            copy.value = .table(rows.map { FieldRow(cells: $0.cells.map { $0.scaled(by: scale) }) })
        }
        return copy
    }
}

extension PageLayout {
    /// The layout with every coordinate multiplied. Sizes of type are points already.
    fileprivate func scaled(by scale: (x: Double, y: Double)) -> PageLayout {
        func scaled(_ polygon: Polygon) -> Polygon { polygon.scaled(by: scale) }
        var copy = self
        for index in words.indices { copy.words[index].polygon = scaled(words[index].polygon) }
        for index in lines.indices { copy.lines[index].polygon = scaled(lines[index].polygon) }
        for index in paragraphs.indices { copy.paragraphs[index].polygon = scaled(paragraphs[index].polygon) }
        for index in selectionMarks.indices { copy.selectionMarks[index].polygon = scaled(selectionMarks[index].polygon) }
        for index in tables.indices {
            copy.tables[index].polygon = scaled(tables[index].polygon)
            for cell in tables[index].cells.indices {
                copy.tables[index].cells[cell].polygon = scaled(tables[index].cells[cell].polygon)
            }
        }
        return copy
    }
}
