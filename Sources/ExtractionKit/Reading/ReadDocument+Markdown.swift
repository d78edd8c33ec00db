extension ReadDocument {
    /// The text as Markdown (CommonMark): titles, headings and list items marked, everything else in paragraphs.
    ///
    /// Characters that Markdown would read as marks are escaped at the beginning of lines and inside of words where they matter, so that the
    /// rendered text is the document's.
    public var markdown: String {
        pages.flatMap { page in page.layout.paragraphs.map { markdown(of: $0, in: page.layout) } }.joined(separator: "\n\n")
    }

    private func markdown(of paragraph: Paragraph, in layout: PageLayout) -> String {
        let lines = layout.lines[paragraph.lines].map { Self.escaped(text(of: $0.span)) }
        switch paragraph.role {
        case .title: return "# " + lines.joined(separator: " ")
        case .heading: return "## " + lines.joined(separator: " ")
        case .listItem:
            let text = lines.joined(separator: "\n  ")
            let mark = text.prefix { !$0.isWhitespace }
            return "- " + text.dropFirst(mark.count).drop(while: \.isWhitespace)
        case .body, .pageHeader, .pageFooter, .pageNumber, .footnote, .caption, .formula: return lines.joined(separator: "\n")
        }
    }

    private static func escaped(_ line: String) -> String {
        var result = ""
        for character in line {
            if "\\`*_[]<>".contains(character) { result.append("\\") }
            result.append(character)
        }
        // Marks that only mean something at the beginning of a line.
        guard let first = result.first else { return result }
        if "#+-=~|".contains(first) { return "\\" + result }
        let digits = result.prefix(while: \.isNumber)
        if !digits.isEmpty, let next = result.dropFirst(digits.count).first, next == "." || next == ")" {
            return digits + "\\" + result.dropFirst(digits.count)
        }
        return result
    }
}
