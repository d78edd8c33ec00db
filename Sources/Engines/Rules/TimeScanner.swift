internal import ExtractionKit

/// Finds the times of day of a row: `14:05`, `14:05:33`, `2:05 pm`, `14h05`, `14.05 Uhr`.
enum TimeScanner {
    /// The times from left to right.
    static func times(in row: Row) -> [Found] {
        var result: [Found] = []
        var index = 0
        while index < row.scalars.count {
            let begins =
                index == 0 || !(row.scalars[index - 1].isWordPart || ":.,".unicodeScalars.contains(row.scalars[index - 1]))
                || (row.scalars[index - 1] == ":" && (index < 2 || !row.scalars[index - 2].isDigit))
            if begins, row.scalars[index].isDigit, let found = time(at: index, in: row) {
                result.append(found)
                index = found.range.upperBound
            } else {
                index += 1
            }
        }
        return result
    }

    /// Whether a time of day begins at a place.
    static func begins(in row: Row, at index: Int) -> Bool { row.scalars.indices.contains(index) && time(at: index, in: row) != nil }

    private static func time(at index: Int, in row: Row) -> Found? {
        let reader = DigitReader(row.scalars)
        guard var hour = reader.number(at: index, digits: 1...2), hour.end < row.scalars.count else { return nil }
        let mark = row.scalars[hour.end]
        guard mark == ":" || mark == "h" || mark == ".", let minute = reader.number(at: hour.end + 1, digits: 2...2), minute.value < 60
        else { return nil }
        var end = minute.end
        var second: Int?
        if mark == ":", reader.has(":", at: end), let seconds = reader.number(at: end + 1, digits: 2...2), seconds.value < 60 {
            second = seconds.value
            end = seconds.end
        }
        let after = reader.skip(" ", from: end, limit: 1)
        var isMarked = mark != "."
        for (text, isAfternoon) in [("pm", true), ("p.m", true), ("am", false), ("a.m", false)] where reader.has(text, at: after) {
            guard (1...12).contains(hour.value) || hour.value < 24 else { return nil }
            if hour.value <= 12 { hour.value = hour.value % 12 + (isAfternoon ? 12 : 0) }
            end = after + text.unicodeScalars.count
            isMarked = true
        }
        if reader.has("uhr", at: after) {
            isMarked = true
            end = after + 3
        }
        guard isMarked, hour.value < 24, end == row.scalars.count || !row.scalars[end].isWordPart else { return nil }
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let text = [hour.value, minute.value].map(padded).joined(separator: ":") + (second.map { ":" + padded($0) } ?? "")
        return Found(range: index..<end, content: .time(text), fit: 1)
    }
}
