/// Something that was done to a page's image before it was recognised, and why.
///
/// Boxes don't show it: they stand where the words stand on the page as it was given.
public struct PreparationStep: Hashable, Sendable, Codable {
    /// What was done.
    public var kind: Kind
    /// By how much: the factor of a scaling, the degrees clockwise of a turn; `nil` for what is done or not.
    public var amount: Double?
    /// What was measured that made it worth doing, in a sentence.
    public var reason: String

    /// Creates a step.
    public init(_ kind: Kind, by amount: Double? = nil, reason: String) {
        self.kind = kind
        self.amount = amount
        self.reason = reason
    }

    /// What can be done to an image.
    public struct Kind: RawRepresentable, Hashable, Sendable, Codable {
        /// The name in results, in snake_case.
        public var rawValue: String
        /// Creates a kind that an engine of somebody else's knows.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Enlarged or reduced, so that the type has the size that the engine reads best.
        public static let scaled = Kind(rawValue: "scaled")
        /// Turned by quarters, so that the text stands upright.
        public static let turned = Kind(rawValue: "turned")
        /// Light and dark exchanged, as the text is light on dark.
        public static let inverted = Kind(rawValue: "inverted")
    }
}
