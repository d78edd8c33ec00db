internal import ExtractionOutput

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// A plot of points with labels and vertical intervals, as SVG that takes its colours from the page.
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
        let steps = (0...4).map { Double($0) / 4 }
        let yTicks = steps.map { step -> HTML in
            let y = bottom + step * (1 - bottom)
            return """
                <line x1="\(frame.left)" x2="\(frame.right)" y1="\(py(y))" y2="\(py(y))" class="grid"/>
                <text x="\(frame.left - 6)" y="\(py(y) + 4)" text-anchor="end">\((y * 100).fixed(0))</text>
                """
        }
        let xTicks = steps.map { step -> HTML in
            let position = least + step * (most - least)
            let value = isLogarithmic ? pow(10, position) : position
            return """
                <text x="\(frame.left + step * (frame.right - frame.left))" y="\(frame.bottom + 18)" text-anchor="middle">\(value.fixed(value < 1 ? 2 : value < 10 ? 1 : 0))</text>
                """
        }
        var labels: [Double] = []
        let marks = points.enumerated().sorted { $0.element.y > $1.element.y }.map { index, point -> HTML in
            let isRight = px(point.x) > frame.left + 0.7 * (frame.right - frame.left)
            // Labels keep a line's distance from each other.
            var line = py(point.y) + 4
            while labels.contains(where: { abs($0 - line) < 14 }), line < frame.bottom + 200 { line += 3 }
            labels.append(line)
            let bar: HTML =
                point.interval.map { interval in
                    """
                    <line x1="\(px(point.x))" x2="\(px(point.x))" y1="\(py(interval.lowerBound))" y2="\(py(interval.upperBound))" class="bar s\(index % 6)"/>
                    """
                } ?? ""
            return """
                \(bar)<circle cx="\(px(point.x))" cy="\(py(point.y))" r="5" class="mark s\(index % 6)"/>
                <text x="\(px(point.x) + (isRight ? -10 : 10))" y="\(line)" text-anchor="\(isRight ? "end" : "start")" class="label">\(point.label)</text>
                """
        }
        return """
            <svg viewBox="0 0 480 300" role="img" aria-label="\(yTitle) against \(xTitle)">
            \(yTicks.joined())\(xTicks.joined())
            <text x="\((frame.left + frame.right) / 2)" y="290" text-anchor="middle" class="title">\(xTitle)</text>
            <text x="14" y="\((frame.top + frame.bottom) / 2)" text-anchor="middle" class="title" transform="rotate(-90 14 \((frame.top + frame.bottom) / 2))">\(yTitle)</text>
            \(marks.joined())
            </svg>
            """
    }
}
