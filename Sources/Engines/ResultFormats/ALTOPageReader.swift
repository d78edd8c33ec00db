internal import ExtractionKit

/// Reads one page of ALTO.
struct ALTOPageReader {
    private let number: Int
    private let unit: PageExtent.Unit
    private let styles: [String: Double]
    private let roles: [String: Paragraph.Role]
    private var builder = RecordedLayoutBuilder()
    private var kept = NotKept()
    private var estimated = 0
    private var furthest = (x: 1.0, y: 1.0)

    init(number: Int, unit: PageExtent.Unit, styles: [String: Double], roles: [String: Paragraph.Role]) {
        self.number = number
        self.unit = unit
        self.styles = styles
        self.roles = roles
    }

    mutating func page(_ page: MarkupElement) throws -> RecordedPage {
        for area in page.elements {
            switch area.name {
            case "TopMargin": try read(area, role: .pageHeader, fontSize: nil)
            case "BottomMargin": try read(area, role: .pageFooter, fontSize: nil)
            default: try read(area, role: .body, fontSize: nil)
            }
        }
        let size: (Double, Double)
        if page.attributes["WIDTH"] == nil || page.attributes["HEIGHT"] == nil {
            kept.count("pages whose size isn't given, which is taken from their text")
            size = furthest
        } else if let width = page.number("WIDTH"), let height = page.number("HEIGHT") {
            size = (width, height)
        } else {
            throw ExtractionError.corruptResult("a page's size isn't a number")
        }
        let extent = try PageExtent(width: RecordedNumbers.length(size.0), height: RecordedNumbers.length(size.1), unit: unit)
        return RecordedPage(
            number: number, extent: extent, layout: builder.finish(),
            warnings: kept.warning(page: number) + Warning.estimatedPositions(estimated, page: number))
    }

    private mutating func read(_ area: MarkupElement, role: Paragraph.Role, fontSize: Double?) throws {
        for element in area.elements {
            let role = self.role(of: element) ?? role
            let fontSize = self.fontSize(of: element) ?? fontSize
            switch element.name {
            case "TextBlock":
                builder.beginParagraph(role)
                for line in element.elements where line.name == "TextLine" { try readLine(line, fontSize: fontSize) }
            case "ComposedBlock":
                if element.attributes["TYPE"]?.lowercased() == "table" { kept.count("tables") }
                try read(element, role: role, fontSize: fontSize)
            case "PrintSpace": try read(element, role: role, fontSize: fontSize)
            case "Illustration": kept.count("illustrations")
            case "GraphicalElement": kept.count("drawn lines")
            default: break
            }
        }
    }

    private mutating func readLine(_ line: MarkupElement, fontSize: Double?) throws {
        var words: [TextWord] = []
        let lineSize = self.fontSize(of: line) ?? fontSize
        for element in line.elements {
            switch element.name {
            case "String":
                guard let text = element.attributes["CONTENT"] else { throw ExtractionError.corruptResult("a 'String' has no 'CONTENT'") }
                kept.count("alternative readings", element.elements.count { $0.name == "ALTERNATIVE" })
                var place = try polygon(of: element)
                if place == nil {
                    place = try polygon(of: line)
                    estimated += 1
                }
                guard let place else { throw ExtractionError.corruptResult("a 'String' has no place") }
                let parts = TextWord.sharing(
                    place, of: text, confidence: RecordedNumbers.confidence(element.number("WC")),
                    fontSize: self.fontSize(of: element) ?? lineSize)
                if parts.count > 1 { estimated += parts.count }
                words += parts
            case "HYP":
                let mark = (element.attributes["CONTENT"] ?? "").filter { !$0.isWhitespace }
                guard !mark.isEmpty, var last = words.popLast() else { continue }
                last.text += mark
                if let place = try polygon(of: element) { last.polygon = Polygon(last.polygon.bounds.union(place.bounds)) }
                words.append(last)
            default: break
            }
        }
        if !words.isEmpty { builder.addLine(words) }
    }

    private mutating func polygon(of element: MarkupElement) throws -> Polygon? {
        guard let left = try coordinate("HPOS", of: element), let top = try coordinate("VPOS", of: element),
            let width = try coordinate("WIDTH", of: element), let height = try coordinate("HEIGHT", of: element)
        else { return nil }
        let box = try Rect(
            minX: left, minY: top, maxX: RecordedNumbers.coordinate(left + width), maxY: RecordedNumbers.coordinate(top + height))
        furthest = (max(furthest.x, box.maxX), max(furthest.y, box.maxY))
        return Polygon(box)
    }

    private func coordinate(_ attribute: String, of element: MarkupElement) throws -> Double? {
        guard element.attributes[attribute] != nil else { return nil }
        guard let number = element.number(attribute) else { throw ExtractionError.corruptResult("a place isn't a number") }
        return try RecordedNumbers.coordinate(number)
    }

    private func fontSize(of element: MarkupElement) -> Double? {
        (element.attributes["STYLEREFS"] ?? "").split(separator: " ").lazy.compactMap { styles[String($0)] }.first
    }

    private func role(of element: MarkupElement) -> Paragraph.Role? {
        (element.attributes["TAGREFS"] ?? "").split(separator: " ").lazy.compactMap { roles[String($0)] }.first
    }
}
