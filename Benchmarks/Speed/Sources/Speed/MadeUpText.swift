internal import ExtractionEvaluation

/// Text that is the same in every run.
struct MadeUpText {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// Words of two to nine letters.
    mutating func words(_ count: Int) -> String {
        (0..<count).map { _ in word() }.joined(separator: " ")
    }

    /// An invoice over pages of 40 rows: letterhead and numbers on the first, the sum on the last.
    mutating func invoice(pages: Int) -> String {
        var total = 0
        let sheets = (1...pages).map { page in
            var lines = page == 1 ? letterhead : []
            lines.append("Pos    " + "Description".padded(to: 40) + "Quantity    Unit price      Amount")
            for row in 1...40 {
                let quantity = 1 + random.next(below: 9)
                let price = 100 + random.next(below: 99_900)
                total += quantity * price
                lines.append(
                    "\(page * 40 - 40 + row)".padded(to: 7) + words(4).padded(to: 40) + "\(quantity)".padded(to: 12)
                        + money(price).padded(to: 16) + money(quantity * price))
            }
            if page == pages { lines += ["", "Total amount due    \(money(total)) EUR"] }
            return lines.joined(separator: "\n")
        }
        return sheets.joined(separator: "\u{c}")
    }

    /// Paragraphs of 80 words, five a page.
    mutating func prose(pages: Int) -> String {
        (0..<pages).map { _ in
            (0..<5).map { _ in (0..<8).map { _ in words(10) }.joined(separator: "\n") }.joined(separator: "\n\n")
        }.joined(separator: "\u{c}")
    }

    /// The text with about one character of so many replaced, left out or doubled.
    mutating func damaged(_ text: String, oneIn rate: Int) -> String {
        var result = ""
        for character in text {
            guard random.next(below: rate) == 0 else {
                result.append(character)
                continue
            }
            switch random.next(below: 3) {
            case 0: result.append("#")
            case 1: break
            default: result += [character, character]
            }
        }
        return result
    }

    private var letterhead: [String] {
        [
            "# Invoice", "", "Northwind Joinery Ltd", "12 Mill Lane, Leeds LS1 4AB", "", "Invoice number: INV-20431",
            "Invoice date: 12 March 2026", "Due date: 11 April 2026", "Purchase order: PO-7781", "",
        ]
    }

    private mutating func word() -> String {
        String((0..<2 + random.next(below: 8)).map { _ in "etaoinshrdlucmfwypvbgkjqxz".character(at: random.next(below: 26)) })
    }

    private func money(_ cents: Int) -> String { "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)" }
}

extension String {
    fileprivate func padded(to length: Int) -> String { self + String(repeating: " ", count: max(1, length - count)) }
    fileprivate func character(at index: Int) -> Character { self[self.index(startIndex, offsetBy: index)] }
}
