internal import ExtractionKit

/// How high the connected marks of an image are, as far as they can be letters.
///
/// Marks are found run by run, in one pass over the pixels whatever they show.
struct GlyphSizes {
    /// The heights in pixels, ascending.
    let heights: [Int]

    /// More marks than a page of print can have: what follows is grain or halftone, and what was found before is sample enough.
    private static let enough = 1 << 18

    /// Measures the marks.
    ///
    /// - Parameters:
    ///   - threshold: The lightest grey of ink, or with `isLight` the darkest grey of paper.
    ///   - isLight: Whether the marks are the light ones.
    ///   - checkpoint: Called between parts of the work; what it throws ends the work.
    init(in raster: Raster, threshold: UInt8, isLight: Bool = false, checkpoint: () throws -> Void = {}) throws {
        var marks = Marks()
        let mask: UInt8 = isLight ? 0xFF : 0
        let limit = isLight ? ~(threshold &+ 1) : threshold
        try raster.pixels.withUnsafeBufferPointer { pixels in
            for row in 0..<raster.height {
                if row % 256 == 0 {
                    try checkpoint()
                    if marks.count > Self.enough { break }
                }
                var position = row * raster.width
                let start = position, end = position + raster.width
                while position < end {
                    while position < end, pixels[position] ^ mask > limit { position += 1 }
                    guard position < end else { break }
                    let first = position
                    while position < end, pixels[position] ^ mask <= limit { position += 1 }
                    marks.addRun(from: first - start, to: position - start, row: row)
                }
                marks.endRow()
            }
        }
        // Letters are at least 4 pixels high to be read at all, no rules, and no pictures.
        let longest = max(raster.width, raster.height) / 20
        heights = marks.sizes.filter { width, height in
            height >= 4 && height < longest && width >= 2 && width < 3 * height && height < 4 * width + 4
        }.map(\.height).sorted()
    }

    /// The height below which a share of the print is, each mark weighing as much as it is high, so that specks and dots count little;
    /// `nil` where there are no marks.
    func height(below share: Double) -> Double? {
        let wanted = share * Double(heights.reduce(0, +))
        var sum = 0.0
        return heights.first { height in
            sum += Double(height)
            return sum >= wanted
        }.map(Double.init)
    }
}

/// Marks that grow row by row out of runs of pixels that touch each other, corner to corner included.
private struct Marks {
    private struct Run {
        var start: Int
        var end: Int
        var mark: Int
    }

    private struct Extent {
        /// The mark that this one was found to be part of; itself where none is known.
        var owner: Int
        var left: Int, right: Int, top: Int, bottom: Int
    }

    private var marks: [Extent] = []
    private var above: [Run] = []
    private var current: [Run] = []
    /// The first run of the row above that may touch one still to come.
    private var next = 0

    var count: Int { marks.count }

    var sizes: [(width: Int, height: Int)] {
        marks.indices.lazy.filter { marks[$0].owner == $0 }.map { index in
            (marks[index].right - marks[index].left, marks[index].bottom - marks[index].top)
        }
    }

    mutating func addRun(from start: Int, to end: Int, row: Int) {
        var mark: Int?
        while next < above.count, above[next].end < start { next += 1 }
        var touching = next
        while touching < above.count, above[touching].start <= end {
            let other = root(of: above[touching].mark)
            mark = mark.map { join($0, other) } ?? other
            touching += 1
        }
        let found = mark ?? marks.count
        if mark == nil {
            marks.append(Extent(owner: found, left: start, right: end, top: row, bottom: row + 1))
        } else {
            marks[found].left = min(marks[found].left, start)
            marks[found].right = max(marks[found].right, end)
            marks[found].bottom = row + 1
        }
        current.append(Run(start: start, end: end, mark: found))
    }

    mutating func endRow() {
        swap(&above, &current)
        current.removeAll(keepingCapacity: true)
        next = 0
    }

    private mutating func root(of mark: Int) -> Int {
        var mark = mark
        while marks[mark].owner != mark {
            marks[mark].owner = marks[marks[mark].owner].owner
            mark = marks[mark].owner
        }
        return mark
    }

    private mutating func join(_ one: Int, _ other: Int) -> Int {
        guard one != other else { return one }
        let (kept, lost) = one < other ? (one, other) : (other, one)
        let extent = marks[lost]
        marks[lost].owner = kept
        marks[kept].left = min(marks[kept].left, extent.left)
        marks[kept].right = max(marks[kept].right, extent.right)
        marks[kept].top = min(marks[kept].top, extent.top)
        marks[kept].bottom = max(marks[kept].bottom, extent.bottom)
        return kept
    }
}
