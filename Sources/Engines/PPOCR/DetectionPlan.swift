internal import Foundation

/// At which size a page is looked at for lines, and in how many pieces.
///
/// The network finds letters of about 10 to 60 pixels. The reference enlarges what has a shorter side below 736 pixels and
/// reduces what has a longer one above 2000, whatever the shape, and so loses the lines of long receipts. Here the shorter side alone
/// decides, and what is long is cut into tiles that overlap, which also bounds the memory.
struct DetectionPlan: Hashable, Sendable {
    /// The scaled page in pixels; multiples of 32, as the network wants.
    let width: Int
    let height: Int
    /// The rows of each tile, overlapping.
    let tiles: [Range<Int>]

    /// How the size is chosen.
    struct Rule: Hashable, Sendable {
        /// A shorter side below this is enlarged to it.
        var shortestSide = 736
        /// A shorter side above this is reduced to it.
        var longestShortSide = 960
        /// Sides are multiples of this, at least of 32. Each size that hasn't been seen costs the runtime half a run and memory that it keeps.
        var multiple = 64
        /// A tile has at most about this many pixels.
        var tileArea = 900_000
        /// By how many rows tiles overlap.
        var overlap = 160
        /// The widest that a tile may be.
        var widest = 4096
    }

    init(width: Int, height: Int, rule: Rule = Rule()) {
        let short = Double(min(width, height))
        let wanted = min(max(short, Double(rule.shortestSide)), Double(rule.longestShortSide))
        let scale = min(wanted / short, Double(rule.widest) / Double(width))
        let unit = rule.multiple
        func multiple(_ length: Int) -> Int {
            max(unit, Int((Double(Int(Double(length) * scale)) / Double(unit)).rounded(.toNearestOrEven)) * unit)
        }
        self.width = multiple(width)
        // Beyond this, tiles would go on for minutes; such an image is no page.
        self.height = min(multiple(height), 1 << 20)
        let most = max(rule.overlap * 2, rule.tileArea / self.width / unit * unit)
        guard self.height > most else {
            tiles = [0..<self.height]
            return
        }
        let count = Int((Double(self.height - rule.overlap) / Double(most - rule.overlap)).rounded(.up))
        let length = min(most, ((self.height - rule.overlap) / count + rule.overlap + unit - 1) / unit * unit)
        let last = self.height - length
        tiles = (0..<count).map { index in
            let start = index * last / max(count - 1, 1)
            return start..<(start + length)
        }
    }

    /// The rows whose regions a tile answers for: up to the middle of what it shares with its neighbours.
    func rows(of tile: Int) -> Range<Double> {
        let start = tile == 0 ? -Double.infinity : Double(tiles[tile - 1].upperBound + tiles[tile].lowerBound) / 2
        let end = tile == tiles.count - 1 ? Double.infinity : Double(tiles[tile].upperBound + tiles[tile + 1].lowerBound) / 2
        return start..<end
    }
}
