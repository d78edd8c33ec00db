/// A colour of the pictures and pages that are made here; the same names and values as in ``pageStyle``.
struct Colour: Hashable {
    var red: UInt8
    var green: UInt8
    var blue: UInt8

    var channels: [UInt8] { [red, green, blue] }

    static let white = Colour(red: 255, green: 255, blue: 255)
    static let table = Colour(red: 142, green: 78, blue: 198)
    static let line = Colour(red: 11, green: 104, blue: 203)
    static let order = Colour(red: 207, green: 56, blue: 151)
    static let sure = Colour(red: 24, green: 121, blue: 78)
    static let doubtful = Colour(red: 173, green: 87, blue: 0)
    static let unsure = Colour(red: 209, green: 36, blue: 47)
}

/// How sure something is, in the three steps that people can tell apart.
enum Certainty: String {
    case sure, doubtful, unsure

    /// The step of a confidence from 0 to 1: at least 0.9, at least 0.6, or less. What comes from the file itself is sure.
    init(_ confidence: Double?) {
        switch confidence ?? 1 {
        case 0.9...: self = .sure
        case 0.6...: self = .doubtful
        default: self = .unsure
        }
    }

    var colour: Colour {
        switch self {
        case .sure: .sure
        case .doubtful: .doubtful
        case .unsure: .unsure
        }
    }
}
