internal import ExtractionKit
internal import Foundation

/// A piece of an answer: what the model calls it, where it stands, and its text.
struct DeepSeekBlock: Equatable {
    /// The label, such as `text`; empty in an answer without places.
    var label: String
    /// The boxes, from 0 to 999 on both axes.
    var boxes: [Rect]
    /// The Markdown.
    var text: String

    private static let labels: Set<String> = [
        "text", "title", "sub_title", "image", "figure", "table", "equation", "formula", "list", "image_caption", "figure_caption",
        "table_caption", "table_footnote", "image_footnote", "caption", "footnote", "header", "footer", "page_number", "code", "chart",
        "reference", "abstract", "author",
    ]
    /// Where a block begins, and where its text does.
    private struct Mark {
        var start: String.Index
        var textStart: String.Index
        var label: String
        var boxes: String
    }

    /// Cuts an answer into blocks, and says whether it ends in the middle of a mark.
    ///
    /// - Throws: `corrupt` for a mark without its counterpart or a box that isn't four numbers.
    static func blocks(of text: String) throws -> (blocks: [DeepSeekBlock], isCutOff: Bool) {
        var (found, end) = try tags(in: text)
        if found.isEmpty { found = lines(in: text) }
        var blocks: [DeepSeekBlock] = []
        let head = text[..<(found.first?.start ?? end)]
        if head.contains(where: { !$0.isWhitespace }) { blocks.append(DeepSeekBlock(label: "", boxes: [], text: String(head))) }
        for (index, mark) in found.enumerated() {
            let next = index + 1 < found.count ? found[index + 1].start : end
            var block = try DeepSeekBlock(
                label: mark.label.trimmingCharacters(in: .whitespacesAndNewlines), boxes: boxes(mark.boxes),
                text: text[mark.textStart..<next].trimmingCharacters(in: .whitespacesAndNewlines))
            // Asked for "OCR", the model gives the text itself in the place of a label.
            if block.text.isEmpty, !labels.contains(block.label.lowercased()) {
                block.text = block.label
                block.label = "text"
            }
            blocks.append(block)
        }
        return (blocks, end < text.endIndex)
    }

    /// The marks with `<|ref|>` and `<|det|>`, and where the whole ones end and the last block's text with them.
    private static func tags(in text: String) throws -> (marks: [Mark], end: String.Index) {
        var marks: [Mark] = []
        var position = text.startIndex
        while let open = text.utf8[position...].firstRange(of: "<|ref|>".utf8) {
            guard let close = text.utf8[open.upperBound...].firstRange(of: "<|/ref|>".utf8) else { return (marks, open.lowerBound) }
            let rest = text[close.upperBound...].drop(while: \.isWhitespace)
            guard rest.hasPrefix("<|det|>") else {
                if "<|det|>".hasPrefix(rest) { return (marks, open.lowerBound) }
                throw ExtractionError.corruptResult("a mark lacks its counterpart")
            }
            let boxStart = rest.utf8.index(rest.startIndex, offsetBy: 7)
            guard let end = text.utf8[boxStart...].firstRange(of: "<|/det|>".utf8) else { return (marks, open.lowerBound) }
            marks.append(
                Mark(
                    start: open.lowerBound, textStart: end.upperBound, label: String(text[open.upperBound..<close.lowerBound]),
                    boxes: String(text[boxStart..<end.lowerBound])))
            position = end.upperBound
        }
        return (marks, text.endIndex)
    }

    /// The marks of an answer whose special tokens a server took out: lines such as `text[[10, 20, 300, 40]]`.
    private static func lines(in text: String) -> [Mark] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            let label = line.prefix { $0.isASCII && ($0.isLetter || $0 == "_" || $0 == " ") }
            let boxes = line[label.endIndex...]
            guard !label.isEmpty, label.count <= 32, boxes.hasPrefix("[["), boxes.hasSuffix("]]") || boxes.hasSuffix("]] "),
                boxes.allSatisfy({ "[]0123456789., ".contains($0) })
            else { return nil }
            return Mark(start: line.startIndex, textStart: line.endIndex, label: String(label), boxes: String(boxes))
        }
    }

    /// Removes what follows eight blocks in a row that say the same, and says how many blocks that were.
    static func removeRepetition(from blocks: inout [DeepSeekBlock]) -> Int {
        var run = 1
        for index in blocks.indices.dropFirst() {
            run =
                blocks[index].text == blocks[index - 1].text && blocks[index].label == blocks[index - 1].label
                    && !blocks[index].text.isEmpty ? run + 1 : 1
            if run == 8 {
                let count = blocks.count - (index - 6)
                blocks.removeSubrange((index - 6)...)
                return count
            }
        }
        return 0
    }

    private static func boxes(_ text: String) throws -> [Rect] {
        guard let lists = try? JSONDecoder().decode([[Double]].self, from: Data(text.utf8)) else {
            throw ExtractionError.corruptResult("a box isn't a list of numbers")
        }
        return try lists.map { numbers in
            guard numbers.count == 4, numbers.allSatisfy(\.isFinite) else {
                throw ExtractionError.corruptResult("a box isn't four numbers")
            }
            // Models go a little beyond; nothing stands outside of the page.
            let sides = numbers.map { min(max($0, 0), 999) }
            return Rect(minX: sides[0], minY: sides[1], maxX: sides[2], maxY: sides[3])
        }
    }
}
