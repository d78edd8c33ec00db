internal import ExtractionKit

/// The font of a document's invisible text, shared by all of its pages (PDF 1.7, section 9.7).
struct InvisibleFont {
    /// The font, to be put among a page's resources.
    let object: QPDFObject
    private let cidFont: QPDFObject
    private let file: QPDFFile

    /// Adds the font to a file. ``finish(_:)`` says which characters it has, once that is known.
    init(in file: QPDFFile) {
        self.file = file
        let descriptor = file.parse(
            """
            << /Type /FontDescriptor /FontName /ExtractionGlyphless /Flags 5 /ItalicAngle 0 /StemV 80 /CapHeight \(GlyphlessFont.ascent)
            /FontBBox [0 \(GlyphlessFont.descent) \(GlyphlessFont.advance) \(GlyphlessFont.ascent)]
            /Ascent \(GlyphlessFont.ascent) /Descent \(GlyphlessFont.descent) >>
            """)
        descriptor["/FontFile2"] = file.stream(GlyphlessFont.program, entries: "/Length1 \(GlyphlessFont.program.count)")
        cidFont = file.indirect(
            file.parse(
                """
                << /Type /Font /Subtype /CIDFontType2 /BaseFont /ExtractionGlyphless /DW \(GlyphlessFont.advance)
                /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>
                """))
        cidFont["/FontDescriptor"] = file.indirect(descriptor)
        object = file.indirect(
            file.parse("<< /Type /Font /Subtype /Type0 /BaseFont /ExtractionGlyphless /Encoding /Identity-H >>"))
        object["/DescendantFonts"] = cidFont.inArray
    }

    /// Writes which code stands for which character; all of them are drawn by the one empty glyph.
    func finish(_ codes: CharacterCodes) {
        object["/ToUnicode"] = file.stream(Array(codes.toUnicode.utf8))
        cidFont["/CIDToGIDMap"] = file.stream([0, 0] + (1..<codes.count).flatMap { _ in [0, 1] as [UInt8] })
    }
}
