#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A part of a query between blanks.
enum SearchQueryTerm {
    case word(String)
    case condition(TypedCondition)

    /// A name, a comparison and a value, as they were typed.
    struct TypedCondition {
        var name: String
        var comparison: FieldCondition.Comparison
        var value: String
        /// Whether the value stood in quotes, and so is text whatever it looks like.
        var isQuoted: Bool
        var span: TextSpan
    }

    /// The parts of a query.
    static func all(in query: String) throws(SearchQueryError) -> [SearchQueryTerm] {
        var scanner = Scanner(bytes: Array(query.utf8))
        var terms: [SearchQueryTerm] = []
        while let term = try scanner.next() { terms.append(term) }
        return terms
    }

    private struct Scanner {
        let bytes: [UInt8]
        var index = 0

        mutating func next() throws(SearchQueryError) -> SearchQueryTerm? {
            while index < bytes.count, Self.isSpace(bytes[index]) { index += 1 }
            guard index < bytes.count else { return nil }
            let start = index
            if bytes[index] == UInt8(ascii: "\"") { return try .word(quoted()) }
            let name = unquoted { "\":=<>".utf8.contains($0) }
            guard index < bytes.count, !Self.isSpace(bytes[index]) else {
                try refuseOperators(name, from: start)
                return .word(name)
            }
            guard bytes[index] != UInt8(ascii: "\"") else {
                throw SearchQueryError(.incomplete, at: TextSpan(start..<index + 1), "Put a blank before the quote, or a ':' for a field.")
            }
            guard let comparison = comparison() else {
                throw SearchQueryError(.incomplete, at: TextSpan(start..<index), "Comparisons are : = < <= > and >=.")
            }
            guard !name.isEmpty else {
                throw SearchQueryError(
                    .incomplete, at: TextSpan(start..<index),
                    "Put the name of a field before '\(comparison.rawValue)', or quotes around words.")
            }
            guard index < bytes.count, !Self.isSpace(bytes[index]) else {
                throw SearchQueryError(
                    .incomplete, at: TextSpan(start..<index),
                    "Put a value behind '\(name)\(comparison.rawValue)', without a blank between, or quotes around words.")
            }
            let isQuoted = bytes[index] == UInt8(ascii: "\"")
            let value = isQuoted ? try quoted() : unquoted { "\"<>=".utf8.contains($0) }
            guard index == bytes.count || Self.isSpace(bytes[index]) else {
                throw SearchQueryError(
                    .incomplete, at: TextSpan(start..<index + 1), "Put a blank behind the value of '\(name)', or quotes around it.")
            }
            return .condition(
                TypedCondition(name: name, comparison: comparison, value: value, isQuoted: isQuoted, span: TextSpan(start..<index)))
        }

        private mutating func comparison() -> FieldCondition.Comparison? {
            var text = ""
            while index < bytes.count, ":=<>".utf8.contains(bytes[index]) {
                text.append(Character(Unicode.Scalar(bytes[index])))
                index += 1
            }
            return FieldCondition.Comparison(rawValue: text)
        }

        private mutating func unquoted(until ends: (UInt8) -> Bool) -> String {
            let start = index
            while index < bytes.count, !Self.isSpace(bytes[index]), !ends(bytes[index]) { index += 1 }
            return String(decoding: bytes[start..<index], as: UTF8.self)
        }

        private mutating func quoted() throws(SearchQueryError) -> String {
            let start = index
            guard let end = bytes[(start + 1)...].firstIndex(of: UInt8(ascii: "\"")) else {
                throw SearchQueryError(.openQuote, at: TextSpan(start..<bytes.count), "A quote is opened and not closed.")
            }
            index = end + 1
            guard index == bytes.count || Self.isSpace(bytes[index]) else {
                throw SearchQueryError(.incomplete, at: TextSpan(start..<index + 1), "Put a blank behind the closing quote.")
            }
            let text = String(decoding: bytes[start + 1..<end], as: UTF8.self)
            guard text.contains(where: { !$0.isWhitespace }) else {
                throw SearchQueryError(.incomplete, at: TextSpan(start..<index), "There is nothing between the quotes.")
            }
            return text
        }

        private func refuseOperators(_ word: String, from start: Int) throws(SearchQueryError) {
            let advice: String
            if ["AND", "OR", "NOT"].contains(word) {
                advice =
                    "'\(word)' isn't an operator here: any word counts, and all conditions must hold. Put it in quotes to look for the word."
            } else if word.hasPrefix("-") || word.hasPrefix("+"), word.dropFirst().first?.isLetter == true {
                advice = "Words can't be demanded or excluded with '\(word.prefix(1))'. Put it in quotes to look for the word."
            } else if word.hasPrefix("("), word.count > 1 {
                advice = "Brackets don't group here. Put the words in quotes."
            } else {
                return
            }
            throw SearchQueryError(.unsupported, at: TextSpan(start..<start + word.utf8.count), advice)
        }

        private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    }
}

extension SearchQueryTerm.TypedCondition {
    /// Adds what was typed to a filter.
    func add(to filter: inout SearchFilter, fields: Set<String>) throws(SearchQueryError) {
        switch name {
        case "type":
            try requireMatch()
            filter.types = (filter.types ?? []).union([value])
        case "document":
            try requireMatch()
            filter.documentIDs = (filter.documentIDs ?? []).union([value])
        case "folder":
            try requireMatch()
            guard filter.folder == nil else { throw wrong("Give 'folder' once.") }
            filter.folder = value.split(separator: "/").joined(separator: "/")
        case "before", "after":
            guard comparison == .matches else { throw wrong("Write '\(name):2025-11-01'.") }
            try bound(name == "before" ? .less : .greater, in: &filter)
        case "date": try bound(comparison, in: &filter)
        default: try filter.conditions.append(condition(fields))
        }
    }

    private func requireMatch() throws(SearchQueryError) {
        guard comparison == .matches else { throw wrong("'\(name)' takes ':' and nothing else.") }
    }

    private func bound(_ comparison: FieldCondition.Comparison, in filter: inout SearchFilter) throws(SearchQueryError) {
        guard !isQuoted, let date = CalendarDate(value) else { throw wrong("'\(name)' takes a date such as 2025-11-01.") }
        var first: CalendarDate?, last: CalendarDate?
        switch comparison {
        case .matches, .equals: (first, last) = (date, date)
        case .less: last = date.previous
        case .atMost: last = date
        case .greater: first = date.next
        case .atLeast: first = date
        }
        let dates = filter.dates ?? DateBounds()
        filter.dates = DateBounds(
            first: [dates.first, first].compactMap(\.self).max(), last: [dates.last, last].compactMap(\.self).min())
    }

    private func condition(_ fields: Set<String>) throws(SearchQueryError) -> FieldCondition {
        let named = fields.filter { $0 == name || $0.hasPrefix(name + "_") || $0.hasPrefix(name + ".") }
        guard !named.isEmpty else {
            // Names may be cut at any '_' or '.'.
            let names = fields.union(
                fields.flatMap { field in field.indices.filter { "_.".contains(field[$0]) }.map { String(field[..<$0]) } })
            let nearest = name.nearest(in: names.union(SearchQuery.reserved))
            let suggestion = nearest.map { " Did you mean '\($0)'?" } ?? ""
            throw SearchQueryError(
                .unknownField, at: span, "No field is called '\(name)'.\(suggestion) Put quotes around it to look for the words.")
        }
        let value: SearchableValue
        if !isQuoted, let date = CalendarDate(self.value) {
            value = .date(date)
        } else if !isQuoted, let number = number {
            value = .number(number)
        } else {
            guard comparison == .matches || comparison == .equals else {
                throw wrong("'\(comparison.rawValue)' takes a number such as 1000.50 or a date such as 2025-11-01.")
            }
            guard !SearchWord.all(in: self.value).isEmpty else { throw wrong("The value has no letter and no digit.") }
            value = .text(self.value)
        }
        let spelling: String? = if case .text = value { nil } else { self.value }
        return FieldCondition(fields: named, comparison, value, spelling: spelling)
    }

    /// The value as a number: digits with at most one `.`, and perhaps a `-` before them.
    private var number: Double? {
        guard self.value.wholeMatch(of: /-?[0-9]{1,15}(\.[0-9]{1,15})?/) != nil else { return nil }
        return Double(self.value)
    }

    private func wrong(_ advice: String) -> SearchQueryError { SearchQueryError(.wrongValue, at: span, advice) }
}

extension CalendarDate {
    /// The day after; the last day that there is has none.
    fileprivate var next: CalendarDate {
        CalendarDate(year: year, month: month, day: day + 1) ?? CalendarDate(year: year, month: month + 1, day: 1)
            ?? CalendarDate(year: year + 1, month: 1, day: 1) ?? self
    }

    /// The day before; the first day that there is has none.
    fileprivate var previous: CalendarDate {
        if let day = CalendarDate(year: year, month: month, day: day - 1) { return day }
        for day in [31, 30, 29, 28] {
            if let date = CalendarDate(year: year, month: month - 1, day: day) { return date }
        }
        return CalendarDate(year: year - 1, month: 12, day: 31) ?? self
    }
}
