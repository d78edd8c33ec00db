internal import ExtractionKit

/// What is to be done to an image before Tesseract sees it, decided by what was measured.
struct ImagePlan: Hashable {
    /// Whether light and dark are exchanged. Tesseract reads light letters as well, but only after it tried them as dark ones.
    var inverts = false
    /// How many times as large the image is made.
    var scale = 1.0
    /// The height of letters that asks for it, in pixels.
    var glyphHeight = 0.0
    /// What Tesseract is told of the image, in dots per inch. It takes its least sizes of letters and specks from this; what a file declares
    /// is often wrong, the height of letters isn't.
    var resolution: Double

    /// Tesseract's network sees lines 36 pixels high, and its search for lines wants strokes of two pixels and more. Type of 10 points at 220 to 250 dpi
    /// is as high as this.
    static let bestGlyphHeight = 22.0
    /// Lower letters lose what tells them apart.
    static let leastGlyphHeight = 14.0
    /// Fewer marks say nothing.
    private static let leastGlyphs = 20
    /// Enlarging beyond adds time and no detail.
    private static let scales = 0.2...2.0

    /// Decides.
    init(_ signals: ImageSignals, width: Int, height: Int, dpi: Double) {
        resolution = min(max(dpi.rounded(), 70), 2400)
        guard signals.glyphs >= Self.leastGlyphs, let glyphHeight = signals.glyphHeight, let small = signals.smallGlyphHeight else {
            return
        }
        resolution = 300
        inverts = signals.isLightOnDark
        self.glyphHeight = glyphHeight
        var factor = Self.bestGlyphHeight / glyphHeight
        // Big letters must not make the small print on their page illegible.
        if factor < 1 { factor = min(1, max(factor, Self.leastGlyphHeight / small)) }
        let least = Double(TesseractHandle.shortestSide) / Double(min(width, height))
        let most = Double(TesseractHandle.longestSide) / Double(max(width, height))
        factor = min(max(factor, Self.scales.lowerBound, least), Self.scales.upperBound, most)
        // Less isn't worth what resampling blurs.
        guard abs(factor - 1) > 0.1 else { return }
        scale = factor
    }
}
