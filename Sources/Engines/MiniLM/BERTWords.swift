internal import Foundation

/// The words of a text as BERT's uncased models see them: without control characters and accents, in lower case, each Chinese character and each
/// punctuation mark by itself.
struct BERTWords {
    /// The words, none of them empty.
    private(set) var words: [[Unicode.Scalar]] = []
    private var word: [Unicode.Scalar] = []

    /// Cuts a text.
    init(_ text: String) {
        var clean = String.UnicodeScalarView()
        var isPlain = true
        for scalar in text.unicodeScalars where !scalar.isDropped {
            if scalar.isBlank {
                clean.append(" ")
            } else if scalar.isChinese {
                clean.append(" ")
                clean.append(scalar)
                clean.append(" ")
            } else {
                clean.append(scalar)
            }
            if !scalar.isASCII { isPlain = false }
        }
        if isPlain {
            for scalar in clean { add(scalar) }
        } else {
            for scalar in String(clean).decomposedStringWithCanonicalMapping.unicodeScalars
            where scalar.olderCategory != .nonspacingMark {
                add(scalar)
            }
        }
        endWord()
    }

    private mutating func add(_ scalar: Unicode.Scalar) {
        if scalar.isASCII, !(65...90).contains(scalar.value) {
            addLower(scalar)
        } else {
            for lower in scalar.properties.lowercaseMapping.unicodeScalars { addLower(lower) }
        }
    }

    private mutating func addLower(_ scalar: Unicode.Scalar) {
        if scalar.isBlank {
            endWord()
        } else if scalar.isPunctuation {
            endWord()
            words.append([scalar])
        } else {
            word.append(scalar)
        }
    }

    private mutating func endWord() {
        guard !word.isEmpty else { return }
        words.append(word)
        word = []
    }
}

extension Unicode.Scalar {
    fileprivate var isBlank: Bool { properties.isWhitespace }

    /// What kind of character it was in Unicode 8, which the reference knows; later ones are unassigned.
    fileprivate var olderCategory: Unicode.GeneralCategory {
        guard !isASCII else { return properties.generalCategory }
        guard let age = properties.age, age.major <= 8 else { return .unassigned }
        // Those that have changed their kind since.
        switch value {
        case 0x166D, 0x111C9: return .otherPunctuation
        case 0x1734, 0x1171E: return .nonspacingMark
        case 0x1885, 0x1886: return .otherLetter
        case 0xA9BD: return .spacingMark
        default: return properties.generalCategory
        }
    }

    /// Whether it is no part of a text: control and format characters, those of private use, and the one that stands for what couldn't be decoded.
    fileprivate var isDropped: Bool {
        if isASCII { return (value < 32 && value != 9 && value != 10 && value != 13) || value == 127 }
        if value == 0xFFFD { return true }
        switch olderCategory {
        case .control, .format, .privateUse, .surrogate: return true
        default: return false
        }
    }

    /// Whether it is a Chinese character, by the blocks that the reference names.
    fileprivate var isChinese: Bool {
        switch value {
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F, 0x2B920...0x2CEAF, 0xF900...0xFAFF,
            0x2F800...0x2FA1F:
            true
        default: false
        }
    }

    /// Whether it is punctuation; of ASCII, every sign counts.
    fileprivate var isPunctuation: Bool {
        if isASCII {
            return (33...47).contains(value) || (58...64).contains(value) || (91...96).contains(value) || (123...126).contains(value)
        }
        switch olderCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
            .otherPunctuation:
            return true
        default: return false
        }
    }
}
