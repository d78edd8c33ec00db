internal import ExtractionKit

/// The small line above the window of an envelope, as letters in the German form have it: `Company · Street 1 · 12345 City`.
///
/// What it names is the sender; the block of lines below it is whom the letter is for.
struct SenderLine {
    /// The sender's name.
    let name: Candidate.Place
    /// The parts of the sender's address.
    let address: [Candidate.Place]
    /// The first line of the block below.
    let recipient: Candidate.Place
    /// The rows of the block.
    private let rows: ClosedRange<Int>
    /// The column of the block.
    private let column: Rect

    /// The rows of the first page that are looked at.
    private static let rowLimit = 40
    private static let signs = Set("·•|⋅∙●".unicodeScalars)
    /// Lines that stand above the name of a recipient.
    private static let salutations: Set<String> = ["firma", "an", "herrn", "herr", "frau", "to", "an die", "an den", "company"]

    /// The first such line of a document, or `nil`.
    init?(in document: LabelledDocument) {
        let view = document.view
        guard let page = view.pages.first else { return nil }
        for index in page.prefix(Self.rowLimit) {
            for segment in view.rows[index].segments {
                guard let parts = Self.parts(of: segment.range, row: index, in: document),
                    let block = Self.block(below: index, segment.box, in: document)
                else { continue }
                name = .init(row: index, range: parts[0])
                address = parts.dropFirst().map { .init(row: index, range: $0) }
                recipient = block.name
                rows = block.rows
                column = segment.box
                return
            }
        }
        return nil
    }

    /// Whether a place lies in the block of the recipient.
    func isRecipient(_ place: Candidate.Place, in view: DocumentView) -> Bool {
        rows.contains(place.row) && view.rows[place.row].box(of: place.range).horizontalOverlap(with: column) > 0
    }

    /// The parts of a line, if they are a name and an address.
    private static func parts(of range: Range<Int>, row index: Int, in document: LabelledDocument) -> [Range<Int>]? {
        let row = document.view.rows[index]
        guard !row.scalars[range].contains(where: { $0 == "@" || $0 == ":" }) else { return nil }
        func split(_ isSign: (Int) -> Bool) -> [Range<Int>] {
            row.scalars[range].indices.split(whereSeparator: isSign).compactMap { part in
                guard let first = part.first, let last = part.last else { return nil }
                let trimmed = row.trimmed(first..<last + 1, of: ",;-")
                return trimmed.isEmpty ? nil : trimmed
            }
        }
        var parts = split { signs.contains(row.scalars[$0]) }
        if parts.count < 2 {
            parts = split {
                $0 > 0 && $0 + 1 < row.scalars.count && row.scalars[$0] == "-" && row.scalars[$0 - 1] == " " && row.scalars[$0 + 1] == " "
            }
        }
        guard (2...5).contains(parts.count), let name = parts.first, let last = parts.last, !row.scalars[name].contains(where: \.isDigit),
            row.scalars[name].count(where: \.isLetter) >= 3, !document.beginsWithLabel(name, row: index)
        else { return nil }
        // The last part is a postal code with its place.
        let words = LabelWord.words(in: Array(row.scalars[last])).map(\.text)
        guard words.contains(where: { (4...6).contains($0.utf8.count) && $0.allSatisfy(\.isNumber) }),
            row.scalars[last].contains(where: \.isLetter),
            parts.dropFirst().contains(where: { AddressFinder.looksLikeAddress(row, $0) }) || parts.count > 2
        else { return nil }
        return parts
    }

    /// The block of lines in the column below: a name, and an address that has numbers.
    private static func block(
        below index: Int, _ box: Rect, in document: LabelledDocument
    ) -> (name: Candidate.Place, rows: ClosedRange<Int>)? {
        let view = document.view
        var lines: [Candidate.Place] = []
        var bottom = box.maxY
        for below in view.rows(below: index, limit: 12) {
            let row = view.rows[below]
            guard row.box.minY - bottom < (lines.isEmpty ? 5 : 1.6) * max(row.size, 1), lines.count < 8 else { break }
            guard let segment = row.segments.first(where: { abs($0.box.minX - box.minX) < 2 * row.size }) else { continue }
            guard !row.scalars[segment.range].contains(":") else { break }
            bottom = row.box.maxY
            let text = row.trimmed(segment.range)
            if lines.isEmpty, salutations.contains(row.text(text)) { continue }
            lines.append(.init(row: below, range: text))
        }
        guard lines.count >= 2, let name = lines.first, let last = lines.last,
            view.rows[name.row].scalars[name.range].count(where: \.isLetter) >= 3,
            lines.dropFirst().contains(where: { view.rows[$0.row].scalars[$0.range].count(where: \.isDigit) >= 4 })
        else { return nil }
        return (name, index + 1...last.row)
    }
}
