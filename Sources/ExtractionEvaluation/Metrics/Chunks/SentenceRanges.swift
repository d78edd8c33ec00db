/// The sentences of a text as ranges of UTF-8 offsets, without the white space between them.
///
/// The rules of Unicode Standard Annex #29 in short: a sentence ends with `.`, `!`, `?`, `…` or a like sign, closing quotes and brackets
/// included, where white space and then no small letter follows; with an ideographic stop it ends without white space. Abbreviations aren't
/// known, so that "No. 4" is two.
func sentenceRanges(of text: some StringProtocol) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start: Int?
    var end = 0
    /// The end of the sentence, if what comes next lets it end there.
    var stop: Int?
    var mayEnd = false
    var offset = 0
    for character in text {
        let next = offset + character.utf8.count
        defer { offset = next }
        if character.isWhitespace {
            mayEnd = stop != nil
            continue
        }
        let belongsToStop = stop == offset && (closers.contains(character) || stops.contains(character))
        if let found = stop, let begin = start, mayEnd, !belongsToStop, !character.isLowercase {
            ranges.append(begin..<found)
            (start, stop) = (nil, nil)
        }
        if stops.contains(character) {
            stop = next
            mayEnd = ideographicStops.contains(character)
        } else if belongsToStop {
            stop = next
        } else {
            stop = nil
        }
        start = start ?? offset
        end = next
    }
    if let start { ranges.append(start..<end) }
    return ranges
}

private let ideographicStops: Set<Character> = ["。", "！", "？", "｡"]
private let stops: Set<Character> = ideographicStops.union([".", "!", "?", "…", "‽", "؟", "۔", "।"])
private let closers: Set<Character> = ["\"", "'", ")", "]", "}", "”", "’", "»", "›", "“", "‘", "」", "』", "）"]
