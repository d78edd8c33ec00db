extension SelectionMark {
    /// The marks among words: characters that show an empty, ticked or crossed box, of Unicode and of the symbol fonts that forms are set in.
    static func marks(among words: some Sequence<TextWord>) -> [SelectionMark] {
        words.compactMap { word in
            guard let first = word.text.unicodeScalars.first, word.text.unicodeScalars.allSatisfy({ $0 == first || $0.value == 0xFE0E })
            else {
                return nil
            }
            let isSelected: Bool? =
                switch first.value {
                case 0x2610, 0x25A1, 0x25A2, 0x274F, 0x2750, 0x2751, 0x2752, 0xF06F, 0xF0A8: false
                case 0x2611, 0x2612, 0x2BBD, 0x1F5F5, 0x1F5F7, 0x1F5F9, 0xF0FD, 0xF0FE: true
                default: nil
                }
            return isSelected.map { SelectionMark(polygon: word.polygon, isSelected: $0, confidence: word.confidence) }
        }
    }
}
