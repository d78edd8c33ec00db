internal import ExtractionKit

extension String {
    /// The text of a file in UTF-8, or in UTF-16 with a byte order mark.
    init(recorded bytes: [UInt8]) throws {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            guard bytes.count.isMultiple(of: 2) else { throw ExtractionError.truncatedResult() }
            let high = bytes[0] == 0xFE ? 0 : 1
            let units = stride(from: 2, to: bytes.count, by: 2).map { UInt16(bytes[$0 + high]) << 8 | UInt16(bytes[$0 + 1 - high]) }
            guard let text = String(validating: units, as: UTF16.self) else {
                throw ExtractionError.corruptResult("its characters aren't valid UTF-16")
            }
            self = text
        } else {
            let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
            guard let text = String(validating: content, as: UTF8.self) else {
                throw ExtractionError(.unsupportedFeature, "The recorded result isn't in UTF-8; convert it.")
            }
            self = text
        }
    }

    /// The stretches between white space and control characters, with their offsets in characters, and the number of characters.
    func pieces() -> (pieces: [(text: String, start: Int, end: Int)], length: Int) {
        var pieces: [(text: String, start: Int, end: Int)] = []
        var current = "", start = 0, offset = 0
        for character in self {
            let separates = character.isWhitespace || character.unicodeScalars.contains { $0.properties.generalCategory == .control }
            if separates {
                if !current.isEmpty { pieces.append((current, start, offset)) }
                current = ""
            } else {
                if current.isEmpty { start = offset }
                current.append(character)
            }
            offset += 1
        }
        if !current.isEmpty { pieces.append((current, start, offset)) }
        return (pieces, offset)
    }
}

extension TextWord {
    /// The words of a text of which only the whole's place is known: each gets its share of the width by its characters.
    ///
    /// A text without white space gets exactly the given place.
    static func sharing(
        _ polygon: Polygon, of text: String, confidence: Double? = nil, fontSize: Double? = nil
    ) -> [TextWord] {
        let (pieces, length) = text.pieces()
        return pieces.map { piece in
            let place =
                pieces.count == 1
                ? polygon : polygon.stretch(from: Double(piece.start) / Double(length), to: Double(piece.end) / Double(length))
            return TextWord(text: piece.text, polygon: place, confidence: confidence, fontSize: fontSize)
        }
    }
}

extension Polygon {
    /// The part between two shares of the way from the beginning of the text to its end.
    func stretch(from start: Double, to end: Double) -> Polygon {
        func between(_ a: Point, _ b: Point, _ share: Double) -> Point { Point(x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share) }
        return Polygon(
            topLeft: between(topLeft, topRight, start), topRight: between(topLeft, topRight, end),
            bottomRight: between(bottomLeft, bottomRight, end), bottomLeft: between(bottomLeft, bottomRight, start))
    }
}
