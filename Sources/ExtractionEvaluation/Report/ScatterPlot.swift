internal import ExtractionOutput

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// A plot of numbered points with vertical intervals and a legend, as SVG that takes its colours from the page.
struct ScatterPlot {
    var xTitle: String
    var yTitle: String
    /// Whether equal steps to the right are equal factors.
    var isLogarithmic = false
    var points: [Point]

    struct Point {
        var label: String
        var x: Double
        var y: Double
        var interval: ClosedRange<Double>?
    }

    private static let frame = (left: 52.0, top: 14.0, right: 466.0, bottom: 250.0)

    var svg: HTML {
        let frame = Self.frame
        let points = points.filter { $0.x.isFinite && $0.y.isFinite && (!isLogarithmic || $0.x > 0) }
        let lows = points.map { $0.interval?.lowerBound ?? $0.y }
        let bottom = max(0, ((lows.min() ?? 0) * 10 - 0.5).rounded(.down) / 10)
        func scaled(_ x: Double) -> Double { isLogarithmic ? log10(x) : x }
        let xs = points.map { scaled($0.x) }
        let (least, most) = isLogarithmic ? ((xs.min() ?? 0) - 0.3, (xs.max() ?? 1) + 0.3) : (0, max(1e-9, (xs.max() ?? 1) * 1.25))
        func px(_ x: Double) -> Double { frame.left + (scaled(x) - least) / max(1e-9, most - least) * (frame.right - frame.left) }
        func py(_ y: Double) -> Double { frame.bottom - (min(1, max(bottom, y)) - bottom) / (1 - bottom) * (frame.bottom - frame.top) }
        let step = 1 - bottom <= 0.3 ? 0.05 : 1 - bottom <= 0.5 ? 0.1 : 0.2
        let yTicks = stride(from: 1, through: bottom - 1e-9, by: -step).map { y -> HTML in
            """
            <line x1="\(frame.left)" x2="\(frame.right)" y1="\(py(y))" y2="\(py(y))" class="grid"/>
            <text x="\(frame.left - 6)" y="\(py(y) + 4)" text-anchor="end">\((y * 100).fixed(0))</text>
            """
        }
        let steps = isLogarithmic ? Self.roundNumbers(from: least, to: most) : (0...4).map { least + Double($0) / 4 * (most - least) }
        let xTicks = steps.map { value -> HTML in
            """
                <text x="\(px(value))" y="\(frame.bottom + 18)" text-anchor="middle">\(value.fixed(value < 1 ? 2 : value < 10 ? 1 : 0))</text>
            """
        }
        var labels: [(x: Double, y: Double)] = []
        let marks = points.enumerated().sorted { $0.element.y > $1.element.y }.map { index, point -> HTML in
            // Numbers keep a line's distance from each other, as near to their points as they can.
            let anchor = px(point.x) + 10
            let level = py(point.y) + 4
            let steps = stride(from: 0.0, through: frame.bottom - frame.top, by: 4)
            let lines = steps.flatMap { [level + $0, level - $0] }.filter { frame.top <= $0 && $0 <= frame.bottom }
            let line = lines.first { line in !labels.contains { abs($0.y - line) < 15 && abs($0.x - anchor) < 20 } } ?? level
            labels.append((anchor, line))
            let bar: HTML =
                point.interval.map { interval in
                    """
                    <line x1="\(px(point.x))" x2="\(px(point.x))" y1="\(py(interval.lowerBound))" y2="\(py(interval.upperBound))" class="bar s\(index % 6)"/>
                    """
                } ?? ""
            return """
                \(bar)<circle cx="\(px(point.x))" cy="\(py(point.y))" r="5" class="mark s\(index % 6)"/>
                <text x="\(anchor)" y="\(line)" class="label">\(index + 1)</text>
                """
        }
        return """
            <svg viewBox="0 0 480 300" role="img" aria-label="\(yTitle) against \(xTitle)">
            \(yTicks.joined())\(xTicks.joined())
            <text x="\((frame.left + frame.right) / 2)" y="290" text-anchor="middle" class="title">\(xTitle)</text>
            <text x="14" y="\((frame.top + frame.bottom) / 2)" text-anchor="middle" class="title" transform="rotate(-90 14 \((frame.top + frame.bottom) / 2))">\(yTitle)</text>
            \(marks.joined())
            </svg>
            \(plotLegend(points.map(\.label)))
            """
    }

    /// 1, 2 and 5 times powers of ten, between two logarithms.
    private static func roundNumbers(from least: Double, to most: Double) -> [Double] {
        guard least.isFinite, most.isFinite, most - least < 20 else { return [] }
        return stride(from: least.rounded(.down), through: most, by: 1).flatMap { power in [1, 2, 5].map { $0 * pow(10, power) } }
            .filter { (least...most).contains(log10($0)) }
    }
}

/// The names of a plot's points or curves, numbered and with their colours.
func plotLegend(_ labels: [String]) -> HTML {
    let items = labels.enumerated().map { index, label -> HTML in
        """
        <li><svg viewBox="0 0 10 10" aria-hidden="true"><circle cx="5" cy="5" r="5" class="mark s\(index % 6)"/></svg>\(index + 1) \(label)</li>
        """
    }
    return "<ul class=\"legend\">\(items.joined())</ul>"
}
