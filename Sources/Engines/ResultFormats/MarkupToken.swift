/// A piece of XML or HTML.
enum MarkupToken: Equatable {
    /// `<name a="b">`
    case start(MarkupTag)
    /// `</name>`
    case end(String)
    /// Characters between tags.
    case text(String)
}

/// The beginning of an element.
struct MarkupTag: Equatable {
    /// The name without a namespace's prefix; in lower case in HTML.
    var name: String
    /// The attributes, named like elements.
    var attributes: [String: String]
    /// Whether the element ends where it begins.
    var isEmpty: Bool
}

/// The language that is read.
enum MarkupDialect {
    /// Strict: what isn't well formed is an error.
    case xml
    /// Lenient, as browsers are: a `<` that begins no tag is a character.
    case html
}
