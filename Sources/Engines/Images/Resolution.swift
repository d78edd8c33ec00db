/// The resolution that an image file declares, in dots per inch.
struct DeclaredResolution: Sendable, Hashable {
    var x: Double
    var y: Double
}

/// The resolution at which an image's pixels become points.
struct Resolution: Sendable, Hashable {
    var x: Double
    var y: Double

    /// What can be a scan; below and above, files hold placeholders such as 0, 1 or 65,535.
    static let plausible = 30.0...2_400.0

    /// - Parameters:
    ///   - declared: What the file says.
    ///   - assumed: What to take where the file says nothing plausible.
    ///   - longerSide: The longer side in pixels. Without an assumption it is taken for A4's, 297 mm, within 72 and 300 dpi, so that
    ///     text comes out at the sizes that text usually has.
    init(declared: DeclaredResolution?, assumed: Double?, longerSide: Int) {
        if let declared, Self.plausible.contains(declared.x), Self.plausible.contains(declared.y) {
            (x, y) = (declared.x, declared.y)
        } else {
            x = assumed ?? min(max((Double(longerSide) / (297 / 25.4)).rounded(), 72), 300)
            y = x
        }
    }
}
