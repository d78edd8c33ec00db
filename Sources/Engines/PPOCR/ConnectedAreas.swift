/// The areas of a mask whose pixels touch, corners included.
struct ConnectedAreas {
    /// For each area the first and last pixel of each of its runs: enough for its hull.
    let outlines: [[PixelPoint]]

    init(of mask: [Bool], width: Int) {
        var runs: [(row: Int, first: Int, last: Int)] = []
        var parents: [Int] = []
        func root(_ run: Int) -> Int {
            var run = run
            while parents[run] != run {
                parents[run] = parents[parents[run]]
                run = parents[run]
            }
            return run
        }
        var previous = 0..<0
        for row in 0..<(width > 0 ? mask.count / width : 0) {
            let firstRun = runs.count
            var above = previous.lowerBound
            var x = 0
            let start = row * width
            while x < width {
                guard mask[start + x] else {
                    x += 1
                    continue
                }
                let first = x
                while x < width, mask[start + x] { x += 1 }
                let run = runs.count
                runs.append((row, first, x - 1))
                parents.append(run)
                // Runs of the row above that reach to a neighbour's corner belong together. One may touch the next run as well.
                while above < previous.upperBound, runs[above].last < first - 1 { above += 1 }
                var touching = above
                while touching < previous.upperBound, runs[touching].first <= x {
                    let (a, b) = (root(touching), root(run))
                    parents[max(a, b)] = min(a, b)
                    touching += 1
                }
            }
            previous = firstRun..<runs.count
        }
        var areas: [Int: Int] = [:]
        var outlines: [[PixelPoint]] = []
        for (index, run) in runs.enumerated() {
            let root = root(index)
            let area = areas[root] ?? outlines.count
            if area == outlines.count {
                areas[root] = area
                outlines.append([])
            }
            outlines[area].append(PixelPoint(x: Double(run.first), y: Double(run.row)))
            if run.last > run.first { outlines[area].append(PixelPoint(x: Double(run.last), y: Double(run.row))) }
        }
        self.outlines = outlines
    }
}
