/// What an item of a numbered list begins with: `3.`, `3)`, `(3)`, or a letter in the number's place.
struct ListNumber: Hashable {
    private var value: Int
    private var form: Form

    /// What numbers of one list have in common.
    private struct Form: Hashable {
        enum Kind { case digits, small, capital }

        var kind: Kind
        var isOpened: Bool
        var closing: UInt8
    }

    /// Reads the number that stands at a place, with white space behind it.
    init?(at start: Int, in bytes: [UInt8]) {
        guard start < bytes.count else { return nil }
        var index = start
        let isOpened = bytes[index] == UInt8(ascii: "(")
        if isOpened { index += 1 }
        let first = index
        value = 0
        while index < bytes.count, index < first + 3, (0x30...0x39).contains(bytes[index]) {
            value = value * 10 + Int(bytes[index] - 0x30)
            index += 1
        }
        var kind = Form.Kind.digits
        if index == first, index < bytes.count {
            switch bytes[index] {
            case 0x61...0x7A: (kind, value) = (.small, Int(bytes[index] - 0x60))
            case 0x41...0x5A: (kind, value) = (.capital, Int(bytes[index] - 0x40))
            default: return nil
            }
            index += 1
        }
        guard index > first, index + 1 < bytes.count, ContentCuts.isSpace(bytes[index + 1]) else { return nil }
        let closing = bytes[index]
        guard closing == UInt8(ascii: ")") || (closing == UInt8(ascii: ".") && !isOpened) else { return nil }
        form = Form(kind: kind, isOpened: isOpened, closing: closing)
    }

    /// Whether another one is the next of the same list.
    func isFollowed(by next: ListNumber) -> Bool { next.value == value + 1 && next.form == form }
}

extension Sequence<(place: Int, number: ListNumber)> {
    /// The places whose numbers follow the one before or are followed by the next.
    var inLists: Set<Int> {
        var places: Set<Int> = []
        for (item, next) in zip(self, dropFirst()) where item.number.isFollowed(by: next.number) {
            places.insert(item.place)
            places.insert(next.place)
        }
        return places
    }
}
