internal import ExtractionKit

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

extension Polygon {
    /// How far its text is turned, in degrees counter-clockwise; 0 for less than half a degree.
    var angle: Double {
        let degrees = -atan2(bottomRight.y - bottomLeft.y, bottomRight.x - bottomLeft.x) * 180 / .pi
        return degrees.isFinite && abs(degrees) >= 0.5 ? degrees : 0
    }
}
