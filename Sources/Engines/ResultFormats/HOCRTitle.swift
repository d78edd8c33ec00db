internal import ExtractionKit

/// The properties that hOCR writes into a `title`, such as `bbox 10 20 300 40; x_wconf 93`.
struct HOCRTitle {
    private var properties: [Substring: Substring] = [:]

    init(_ title: String?) {
        for property in Self.split(title ?? "") {
            let parts = property.drop(while: \.isWhitespace).split(maxSplits: 1, whereSeparator: \.isWhitespace)
            if let name = parts.first { properties[name] = parts.count > 1 ? parts[1] : "" }
        }
    }

    /// The numbers of a property, or `nil` where it is missing or isn't made of numbers.
    func numbers(_ name: Substring) -> [Double]? {
        guard let value = properties[name] else { return nil }
        var numbers: [Double] = []
        for part in value.split(whereSeparator: \.isWhitespace).prefix(64) {
            guard let number = Double(part), number.isFinite else { return nil }
            numbers.append(number)
        }
        return numbers
    }

    /// The box, or `nil` where there is none.
    func box() throws -> Rect? {
        guard let value = properties["bbox"] else { return nil }
        guard let numbers = numbers("bbox"), numbers.count == 4 else {
            throw ExtractionError.corruptResult("a 'bbox' isn't four numbers (\(value.count) characters)")
        }
        let sides = try numbers.map(RecordedNumbers.coordinate)
        return Rect(minX: sides[0], minY: sides[1], maxX: sides[2], maxY: sides[3])
    }

    /// Cuts at semicolons outside of quotes.
    private static func split(_ title: String) -> [Substring] {
        var parts: [Substring] = []
        var start = title.startIndex
        var quote: Character?
        for index in title.indices {
            let character = title[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == ";" {
                parts.append(title[start..<index])
                start = title.index(after: index)
            }
        }
        parts.append(title[start...])
        return parts
    }
}
