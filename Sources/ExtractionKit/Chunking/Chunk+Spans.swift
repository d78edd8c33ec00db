extension [Chunk] {
    /// Chunks of stretches of a document's content, in the order of the content, numbered from 0, with the pages and regions that each stands on.
    ///
    /// Stretches of nothing but white space make none.
    init(_ spans: some Sequence<TextSpan>, of document: ReadDocument) {
        self.init(spans.lazy.map { ($0, []) }, of: document)
    }

    /// Chunks of stretches, each with its context.
    init(_ stretches: some Sequence<(span: TextSpan, context: [String])>, of document: ReadDocument) {
        var walk = BlockWalk(document)
        self = []
        for (span, context) in stretches {
            let text = document.text(of: span)
            guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else { continue }
            let (pages, blocks) = walk.places(of: span)
            append(Chunk(index: count, span: span, text: text, pages: pages, context: context, regions: blocks))
        }
    }
}
