/// What a font's name and flags say of its type.
struct FontStyle: Hashable {
    /// The name without the tag of a subset; `nil` where the file gives none.
    var name: String?
    var isBold: Bool
    var isItalic: Bool

    /// Reads a font's name. Most files say it only there, as in `ABCDEF+Arial-BoldItalicMT`; the flag for bold is hardly ever set.
    init(name: String, isBold: Bool, isItalic: Bool) {
        var bare = name[...]
        if let plus = name.firstIndex(of: "+"), name.distance(from: name.startIndex, to: plus) == 6 {
            bare = name[name.index(after: plus)...]
        }
        self.name = bare.isEmpty ? nil : String(bare)
        let lower = bare.lowercased()
        self.isBold = isBold || ["bold", "black", "heavy", "demi"].contains { lower.contains($0) }
        self.isItalic = isItalic || ["italic", "oblique", "slanted"].contains { lower.contains($0) }
    }
}
