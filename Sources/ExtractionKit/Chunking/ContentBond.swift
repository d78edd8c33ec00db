/// How much a unit of content belongs with the one behind it.
enum ContentBond: Int, Comparable {
    /// Not more than any text that follows another.
    case none
    /// They are parts of one table, list or figure.
    case part
    /// One says what the other is: a heading, a caption, what introduces a list.
    case explanation

    static func < (first: ContentBond, second: ContentBond) -> Bool { first.rawValue < second.rawValue }

    init(_ unit: ContentUnit, _ next: ContentUnit, _ cuts: ContentCuts) {
        if unit.isFurniture || next.isFurniture || (next.isHeading && !unit.isHeading) {
            self = .none
        } else if unit.isHeading || (unit.explains != nil && unit.explains == next.part)
            || (next.explains != nil && next.explains == unit.part)
        {
            self = .explanation
        } else if unit.role == .listItem, next.role == .listItem {
            self = .part
        } else if unit.part != nil || next.part != nil, unit.part == next.part {
            self = .part
        } else if (next.role == .listItem || next.part != nil) && cuts.endsWithColon(unit.span) {
            self = .explanation
        } else {
            self = .none
        }
    }
}

extension ContentCuts {
    /// Whether a stretch announces what follows: `:` or `：`.
    fileprivate func endsWithColon(_ span: TextSpan) -> Bool {
        let text = bytes[trimmed(span.range)]
        return text.last == UInt8(ascii: ":") || text.suffix(3).elementsEqual([0xEF, 0xBC, 0x9A])
    }
}
