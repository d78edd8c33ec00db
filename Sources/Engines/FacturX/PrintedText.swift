internal import ExtractionKit
internal import Foundation

/// Finds a value of an electronic invoice in the text of its pages.
struct PrintedText {
    private let document: ReadDocument

    init(_ document: ReadDocument) { self.document = document }

    /// The most of a text that is searched, in UTF-8 bytes.
    private static let searchLimit = 1 << 20

    /// Where a value stands, in one of the usual forms, and its text.
    func place(of value: FieldValue) -> (raw: String, grounding: [Grounding])? {
        let isText = if case .text = value { true } else { false }
        for form in Self.forms(of: value) where form.utf8.count >= (isText ? 2 : 4) {
            guard let span = span(of: Array(form.utf8)) else { continue }
            let grounding = document.grounding(of: span, status: isText ? .exact : .normalised)
            if !grounding.isEmpty { return (form, grounding) }
        }
        return nil
    }

    /// The first place of some bytes that isn't part of a longer word or number.
    private func span(of form: [UInt8]) -> TextSpan? {
        let content = document.content.utf8.prefix(Self.searchLimit)
        guard let first = form.first, content.count >= form.count else { return nil }
        let bytes = Array(content)
        var start = 0
        while start + form.count <= bytes.count, let next = bytes[start...(bytes.count - form.count)].firstIndex(of: first) {
            let end = next + form.count
            if bytes[next..<end].elementsEqual(form), next == 0 || !Self.isInside(bytes[next - 1]),
                end == bytes.count || !Self.isInside(bytes[end])
            {
                return TextSpan(next..<end)
            }
            start = next + 1
        }
        return nil
    }

    /// Whether a byte goes on with a word or number: ASCII letters, digits, and all beyond ASCII.
    private static func isInside(_ byte: UInt8) -> Bool {
        byte >= 128 || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }

    private static func forms(of value: FieldValue) -> [String] {
        switch value {
        case .text(let text): return [text]
        case .date(let date):
            let (day, month, year) = (padded(date.day), padded(date.month), String(date.year))
            let separated = [".", "/", "-"].flatMap { ["\(day)\($0)\(month)\($0)\(year)", "\(date.day)\($0)\(date.month)\($0)\(year)"] }
            return [date.description] + separated
        case .money(let number, _), .number(let number, _), .percentage(let number): return forms(of: number)
        case .time, .boolean, .table: return []
        }
    }

    /// A number with two decimals or its own, with and without signs between thousands.
    private static func forms(of number: Decimal) -> [String] {
        let parts = number.description.split(separator: ".", maxSplits: 1).map(String.init)
        guard let whole = parts.first, number >= 0 else { return [] }
        let decimals = parts.count > 1 ? parts[1] : ""
        let fraction = decimals.count < 2 ? decimals + String(repeating: "0", count: 2 - decimals.count) : decimals
        var groups: [Substring] = []
        var rest = Substring(whole)
        while rest.count > 3 {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        groups.insert(rest, at: 0)
        let grouped = [(",", "."), (".", ","), (" ", ","), ("'", "."), ("\u{A0}", ","), ("\u{202F}", ",")].map { thousands, point in
            groups.joined(separator: thousands) + point + fraction
        }
        return grouped + ["\(whole).\(fraction)", "\(whole),\(fraction)"]
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
