// Foundation in full: the Essentials have no canonical composition.
internal import Foundation

/// What is done to reference and hypothesis alike before they are compared. It changes scores, so a report states it.
public struct TextNormalisation: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Whether characters are composed canonically (NFC, UAX #15), so that `é` is one scalar however it was written.
    public var composes: Bool
    /// Whether every run of white space becomes one blank, and white space at the ends is dropped. Line and page ends are white space.
    public var collapsesWhitespace: Bool
    /// Whether upper and lower case are the same.
    public var foldsCase: Bool

    /// Creates a normalisation.
    public init(composes: Bool = true, collapsesWhitespace: Bool = true, foldsCase: Bool = false) {
        self.composes = composes
        self.collapsesWhitespace = collapsesWhitespace
        self.foldsCase = foldsCase
    }

    /// NFC and collapsed white space; case counts.
    public static let standard = TextNormalisation()
    /// NFC, collapsed white space, case folded.
    public static let caseFolded = TextNormalisation(foldsCase: true)
    /// Nothing is changed.
    public static let none = TextNormalisation(composes: false, collapsesWhitespace: false)

    /// Applies it.
    public func callAsFunction(_ text: String) -> String {
        var text = text
        if foldsCase { text = text.lowercased() }
        if composes { text = text.precomposedStringWithCanonicalMapping }
        if collapsesWhitespace { text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        return text
    }

    /// What is done, for a report.
    public var description: String {
        let steps = [composes ? "NFC" : nil, collapsesWhitespace ? "white space collapsed" : nil, foldsCase ? "case folded" : nil]
        let done = steps.compactMap(\.self).joined(separator: ", ")
        return done.isEmpty ? "none" : done
    }
}
