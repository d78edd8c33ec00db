extension Raster {
    /// The straight lines in the image that stand upright or lie level, in the page's points.
    ///
    /// One pass over the pixels: runs of dark pixels along rows, and down columns with a counter for each column, that are longer than a third
    /// of an inch and thinner than an eighteenth. Letters are shorter, pictures thicker.
    var rulings: [Ruling] {
        let shortest = max(16, Int(dpi * 0.33)), thickest = max(3, Int(dpi / 18))
        let dark = darkLevel
        var level: [PixelRun] = [], upright: [PixelRun] = []
        var counts = [Int32](repeating: 0, count: width)
        pixels.withUnsafeBufferPointer { pixels in
            counts.withUnsafeMutableBufferPointer { counts in
                for y in 0..<height {
                    let row = y * width
                    var run = 0
                    for x in 0..<width {
                        if pixels[row + x] < dark {
                            run += 1
                            counts[x] += 1
                        } else {
                            if run >= shortest { level.append(PixelRun(place: y, from: x - run, to: x)) }
                            run = 0
                            if counts[x] >= shortest { upright.append(PixelRun(place: x, from: y - Int(counts[x]), to: y)) }
                            counts[x] = 0
                        }
                    }
                    if run >= shortest { level.append(PixelRun(place: y, from: width - run, to: width)) }
                }
                for x in 0..<width where counts[x] >= shortest {
                    upright.append(PixelRun(place: x, from: height - Int(counts[x]), to: height))
                }
            }
        }
        func ruling(_ line: PixelRun.Line, _ point: (Double, Double) -> Point) -> Ruling {
            let middle = Double(line.first + line.last + 1) / 2
            return Ruling(
                start: toPage(point(Double(line.from), middle)), end: toPage(point(Double(line.to), middle)),
                thickness: Double(line.last - line.first + 1) * 72 / dpi)
        }
        return PixelRun.lines(level, thickest: thickest).map { ruling($0) { Point(x: $0, y: $1) } }
            + PixelRun.lines(upright, thickest: thickest).map { ruling($0) { Point(x: $1, y: $0) } }
    }

    /// Below this a pixel is ink: halfway between black and the commonest grey, and somewhat more, as thin lines are drawn pale.
    var darkLevel: UInt8 {
        var histogram = [Int](repeating: 0, count: 16)
        for index in stride(from: 0, to: pixels.count, by: 7) { histogram[Int(pixels[index] >> 4)] += 1 }
        let paper = (histogram.indices.max { histogram[$0] < histogram[$1] } ?? 15) * 16 + 8
        return UInt8(clamping: paper * 2 / 3)
    }
}

/// Dark pixels in a row or a column.
private struct PixelRun {
    var place: Int
    var from: Int
    var to: Int

    /// Runs that lie side by side.
    struct Line {
        var first: Int
        var last: Int
        var from: Int
        var to: Int
    }

    /// More runs than this are a picture, not a drawing of lines.
    static let limit = 200_000

    /// Joins runs of neighbouring rows into lines and leaves out what is too thick.
    static func lines(_ runs: [PixelRun], thickest: Int) -> [Line] {
        guard runs.count <= limit else { return [] }
        var done: [Line] = [], open: [Line] = []
        for run in runs.sorted(by: { ($0.place, $0.from) < ($1.place, $1.from) }) {
            if let first = open.first, first.last < run.place - 1, open.count > 32 {
                done += open.filter { $0.last < run.place - 1 }
                open.removeAll { $0.last < run.place - 1 }
            }
            if let index = open.lastIndex(where: { $0.last >= run.place - 1 && $0.from < run.to && $0.to > run.from }) {
                open[index].last = run.place
                open[index].from = min(open[index].from, run.from)
                open[index].to = max(open[index].to, run.to)
            } else {
                open.append(Line(first: run.place, last: run.place, from: run.from, to: run.to))
            }
        }
        return (done + open).filter { $0.last - $0.first < thickest && $0.to - $0.from > 3 * ($0.last - $0.first) }
    }
}
