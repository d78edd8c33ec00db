public import ExtractionKit

/// A way in which all pages of a run are degraded, by a name that reports and command lines use.
public struct DegradationTrack: Hashable, Sendable, Codable {
    /// The name, such as `skew`.
    public var name: String
    /// What is done to each page, in order.
    public var degradations: [Degradation]
    /// What the chance of each page comes from, together with the document's content and the page's number.
    public var seed: UInt64

    /// Creates a track.
    public init(name: String, degradations: [Degradation], seed: UInt64 = 1) {
        self.name = name
        self.degradations = degradations
        self.seed = seed
    }

    /// Pages as they are, to compare with.
    public static let clean = DegradationTrack(name: "clean", degradations: [])
    /// Turned by 2 degrees.
    public static let skew = DegradationTrack(name: "skew", degradations: [.skew(degrees: 2)])
    /// Out of focus by 0.4 points: 1.7 pixels at 300 dpi.
    public static let blur = DegradationTrack(name: "blur", degradations: [.blur(sigma: 0.4)])
    /// Grain of 40 grey levels.
    public static let noise = DegradationTrack(name: "noise", degradations: [.noise(deviation: 40)])
    /// 100 dots per inch.
    public static let dpi100 = DegradationTrack(name: "dpi100", degradations: [.resolution(dpi: 100)])
    /// As after JPEG at quality 10.
    public static let jpeg = DegradationTrack(name: "jpeg", degradations: [.blockQuantisation(quality: 10)])
    /// Lit from one corner, with a third of its light in the opposite one.
    public static let light = DegradationTrack(name: "light", degradations: [.unevenLight(darkest: 1.0 / 3)])

    /// The tracks that have a name.
    public static let all: [DegradationTrack] = [.clean, .skew, .blur, .noise, .dpi100, .jpeg, .light]

    /// The track of a name.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidRequest` for a name that no track has.
    public init(named name: String) throws {
        guard let track = Self.all.first(where: { $0.name == name }) else {
            throw ExtractionError(
                .invalidRequest, "There is no track of that name; the tracks are \(Self.all.map(\.name).joined(separator: ", ")).")
        }
        self = track
    }

    /// Refuses degradations that can't be done.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration`.
    public func validate() throws { for degradation in degradations { try degradation.validate() } }

    /// The raster of a page after all that is done to it.
    ///
    /// - Parameters:
    ///   - raster: The clean raster.
    ///   - page: The page's number.
    ///   - sha256: The document's ``Document/sha256``, so that no two documents have the same grain.
    ///   - checkpoint: Called between parts of the work; what it throws ends the work.
    /// - Throws: As ``Degradation/applied(to:using:checkpoint:)``.
    public func applied(
        to raster: Raster, page: Int, of sha256: String = "", checkpoint: () throws -> Void = {}
    ) throws -> Raster {
        var seeds = SeededGenerator(seed: seed ^ (UInt64(sha256.prefix(16), radix: 16) ?? 0))
        var generator = SeededGenerator(seed: seeds.next() &+ UInt64(bitPattern: Int64(page)))
        return try degradations.reduce(raster) { try $1.applied(to: $0, using: &generator, checkpoint: checkpoint) }
    }
}
