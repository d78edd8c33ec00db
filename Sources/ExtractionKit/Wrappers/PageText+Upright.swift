extension PageText {
    /// What holds the page upright where its words run down, up or upside down, by quarters of a circle and but for a shift; `nil` where they run across.
    var uprightTransform: PageTransform? {
        var (across, down) = (0.0, 0.0)
        for word in words {
            across += word.polygon.topRight.x - word.polygon.topLeft.x
            down += word.polygon.topRight.y - word.polygon.topLeft.y
        }
        if abs(down) > abs(across) {
            return down > 0
                ? PageTransform(a: 0, b: -1, c: 1, d: 0, tx: 0, ty: 0) : PageTransform(a: 0, b: 1, c: -1, d: 0, tx: 0, ty: 0)
        }
        return across < 0 ? PageTransform(a: -1, b: 0, c: 0, d: -1, tx: 0, ty: 0) : nil
    }

    /// The text with its words elsewhere.
    func placed(by transform: PageTransform?) -> PageText {
        guard let transform else { return self }
        var text = self
        text.lines = lines.map { line in
            TextLine(
                words: line.words.map { word in
                    var word = word
                    word.polygon = transform(word.polygon)
                    return word
                })
        }
        return text
    }
}
