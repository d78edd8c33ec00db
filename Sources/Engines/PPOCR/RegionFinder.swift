internal import Foundation

/// Finds the boxes of text lines in a probability map.
///
/// The rules are those published with differentiable binarisation (Liao et al., <https://arxiv.org/abs/1911.08947>) and PP-OCR (Du et al.,
/// <https://arxiv.org/abs/2009.09941>): connected areas above a threshold, the least rectangle around each, dropped when the map is low
/// within, and grown by area times ratio over perimeter, because the network is trained to mark a shrunken core of each line.
struct RegionFinder: Hashable, Sendable {
    /// Above this a pixel is text.
    var threshold: Float = 0.3
    /// Below this mean a box is no text.
    var boxThreshold: Float = 0.5
    /// How much a box grows.
    var growth = 1.6
    /// Boxes with a side below this many pixels of the map are specks.
    var shortestSide = 3.0
    /// Noise gives no end of boxes: above this many areas, the largest are taken.
    var limit = 3000

    /// A box in the map's pixels.
    struct Region {
        var corners: [PixelPoint]
        var score: Float
    }

    /// The boxes, in no particular order, and whether there were more areas than are looked at.
    func regions(in map: ProbabilityMap) -> (regions: [Region], isCut: Bool) {
        var areas = ConnectedAreas(of: map.mask(above: threshold, isDilated: true), width: map.width).outlines
        let isCut = areas.count > limit
        if isCut { areas = Array(areas.sorted { $0.count > $1.count }.prefix(limit)) }
        return (areas.compactMap { region(around: $0, in: map) }, isCut)
    }

    private func region(around points: [PixelPoint], in map: ProbabilityMap) -> Region? {
        guard let core = MinimumRectangle(around: points), core.shortSide >= shortestSide else { return nil }
        let score = map.mean(within: core.corners)
        guard score >= boxThreshold else { return nil }
        let distance = core.width * core.height * growth / (2 * (core.width + core.height))
        // The reference grows polygons of whole pixels.
        let whole = core.corners.map { PixelPoint(x: $0.x.rounded(.towardZero), y: $0.y.rounded(.towardZero)) }
        guard let grown = MinimumRectangle(around: whole, margin: distance), grown.shortSide >= shortestSide + 2 else { return nil }
        return Region(corners: grown.corners, score: score)
    }
}
