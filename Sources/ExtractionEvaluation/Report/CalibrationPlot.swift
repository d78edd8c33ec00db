internal import ExtractionOutput

/// Reliability diagrams of configurations in one plot: accuracy against confidence, and the diagonal on which a calibrated one lies.
struct CalibrationPlot {
    var curves: [(label: String, bins: [ReliabilityBins.Bin])]

    var svg: HTML {
        let (left, top, width, height) = (52.0, 14.0, 414.0, 236.0)
        func px(_ value: Double) -> Double { left + value * width }
        func py(_ value: Double) -> Double { top + (1 - value) * height }
        let ticks = [0, 0.25, 0.5, 0.75, 1].map { value -> HTML in
            """
            <line x1="\(px(0))" x2="\(px(1))" y1="\(py(value))" y2="\(py(value))" class="grid"/>
            <text x="\(left - 6)" y="\(py(value) + 4)" text-anchor="end">\((value * 100).fixed(0))</text>
            <text x="\(px(value))" y="\(top + height + 18)" text-anchor="middle">\((value * 100).fixed(0))</text>
            """
        }
        let drawn = curves.enumerated().map { index, curve -> HTML in
            let path = curve.bins.map { "\(px($0.confidence)),\(py($0.accuracy))" as HTML }.joined(" ")
            let most = Double(curve.bins.map(\.count).max() ?? 1)
            let dots = curve.bins.map { bin -> HTML in
                let title = "\(bin.count) answers, confidence \((bin.confidence * 100).fixed(1)), right \((bin.accuracy * 100).fixed(1))"
                return """
                    <circle cx="\(px(bin.confidence))" cy="\(py(bin.accuracy))" r="\(3 + 4 * (Double(bin.count) / most).squareRoot())" class="mark s\(index % 6)"><title>\(title)</title></circle>
                    """
            }
            return """
                <polyline points="\(path)" class="bar s\(index % 6)" fill="none"/>\(dots.joined())
                """
        }
        return """
            <svg viewBox="0 0 480 300" role="img" aria-label="Share of right answers against confidence">
            \(ticks.joined())
            <line x1="\(px(0))" y1="\(py(0))" x2="\(px(1))" y2="\(py(1))" class="diagonal"/>
            \(drawn.joined())
            <text x="\(px(0.5))" y="290" text-anchor="middle" class="title">confidence, %</text>
            <text x="14" y="\(py(0.5))" text-anchor="middle" class="title" transform="rotate(-90 14 \(py(0.5)))">right, %</text>
            </svg>
            \(plotLegend(curves.map(\.label)))
            """
    }
}
