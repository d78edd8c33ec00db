internal import ExtractionKit

/// Reads ALTO, versions 2 to 4 (loc.gov/standards/alto).
///
/// Coordinates are converted by `MeasurementUnit`: tenths of millimetres, 1/1200 inch or pixels, whose resolution ALTO doesn't say. A
/// `HYP` is the end of its line's last word, as it is printed. Paragraphs are text blocks; the margins of a page are its header and
/// footer. Illustrations, lines drawn on the page and alternative readings are counted in a warning.
public struct ALTOParser: RecordedResultParser {
    /// Creates a parser.
    public init() {}

    /// Reads a result.
    ///
    /// - Throws: As ``RecordedResultParser``; `corrupt` also for XML that isn't ALTO, `unsupportedFeature` for an unknown unit.
    public func result(of bytes: [UInt8]) throws -> RecordedResult {
        let root = try MarkupElement(String(recorded: bytes), as: .xml)
        guard let alto = root.elements.first(where: { $0.name == "alto" }), let layout = alto.first("Layout") else {
            throw ExtractionError.corruptResult("it has no 'alto' with a 'Layout', so it isn't ALTO")
        }
        let description = alto.first("Description")
        let unit = try unit(description?.first("MeasurementUnit")?.text ?? "pixel")
        var styles: [String: Double] = [:]
        for style in alto.first("Styles")?.elements ?? [] where style.name == "TextStyle" {
            if let id = style.attributes["ID"] { styles[id] = RecordedNumbers.typeSize(style.number("FONTSIZE")) }
        }
        var roles: [String: Paragraph.Role] = [:]
        for tag in alto.first("Tags")?.elements ?? [] {
            if let id = tag.attributes["ID"], let label = tag.attributes["LABEL"] { roles[id] = Self.role(label) }
        }
        let pages = layout.elements.filter { $0.name == "Page" }
        guard !pages.isEmpty else { throw ExtractionError.corruptResult("its layout has no pages") }
        return try RecordedResult(
            source: Self.source(description),
            pages: pages.enumerated().map { index, page in
                var reader = ALTOPageReader(number: index + 1, unit: unit, styles: styles, roles: roles)
                return try reader.page(page)
            })
    }

    private func unit(_ name: String) throws -> PageExtent.Unit {
        switch name.filter({ !$0.isWhitespace }).lowercased() {
        case "pixel": return .pixel(dpi: nil)
        case "mm10": return .tenthOfMillimetre
        case "inch1200": return .twelveHundredthOfInch
        default:
            throw ExtractionError(.unsupportedFeature, "The ALTO file measures in another unit than pixel, mm10 and inch1200; convert it.")
        }
    }

    private static func source(_ description: MarkupElement?) -> String {
        var found: MarkupElement?
        func search(_ element: MarkupElement) {
            if element.name == "processingSoftware", found == nil { found = element }
            for child in element.elements { search(child) }
        }
        if let description { search(description) }
        return ["softwareName", "softwareVersion"].compactMap { found?.first($0)?.text }.joined(separator: " ")
    }

    private static func role(_ label: String) -> Paragraph.Role? {
        switch label.lowercased().filter(\.isLetter) {
        case "title": .title
        case "heading", "head", "subheading": .heading
        case "header", "pageheader", "runningtitle": .pageHeader
        case "footer", "pagefooter": .pageFooter
        case "pagenumber": .pageNumber
        case "footnote": .footnote
        case "caption": .caption
        case "listitem": .listItem
        default: nil
        }
    }
}

extension MarkupElement {
    func first(_ name: String) -> MarkupElement? { elements.first { $0.name == name } }

    /// The number that an attribute holds, or `nil` where it is missing or none.
    func number(_ attribute: String) -> Double? { attributes[attribute].flatMap { Double($0) } }
}
