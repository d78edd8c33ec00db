/// What of a page goes to the better engine, decided from what the cheap one read.
enum EscalationPlan: Hashable, Sendable {
    /// Nothing.
    case keep
    /// All of it, for a reason that completes "The page was sent … because".
    case page(because: String)
    /// Parts of it.
    case regions([Region])

    /// A part of the image with unsure lines on it.
    struct Region: Hashable, Sendable {
        /// The indices of the unsure lines, ascending.
        var lines: [Int]
        /// What is sent.
        var area: PixelArea
    }

    /// Decides.
    init(for text: PageText, on raster: Raster, policy: EscalationPolicy) {
        if text.isPartial {
            self = .page(because: "the first engine stopped early")
        } else if text.lines.isEmpty {
            let hasInk = policy.inkWithoutText.map { raster.inkCoverage > $0 } ?? false
            self = hasInk ? .page(because: "the first engine found no text on a page with ink") : .keep
        } else {
            switch policy.unit {
            case .page: self = Self.wholePage(text, policy)
            case .line: self = Self.regions(text, raster, policy)
            }
        }
    }

    private static func wholePage(_ text: PageText, _ policy: EscalationPolicy) -> EscalationPlan {
        guard let confidence = text.confidence, confidence < policy.confidenceBelow else { return .keep }
        return .page(because: "its confidence of \(confidence.inHundredths) is below \(policy.confidenceBelow.inHundredths)")
    }

    private static func regions(_ text: PageText, _ raster: Raster, _ policy: EscalationPolicy) -> EscalationPlan {
        guard let toPixels = raster.toPage.inverted() else { return wholePage(text, policy) }
        var regions: [Region] = []
        var unsure = 0
        for (index, line) in text.lines.enumerated() {
            guard let confidence = line.confidence, confidence < policy.confidenceBelow,
                let box = line.words.lazy.map({ toPixels($0.polygon).bounds }).union()
            else { continue }
            unsure += 1
            let margin = max(0, policy.margin) * min(box.width, box.height)
            let wide = Rect(minX: box.minX - margin, minY: box.minY - margin, maxX: box.maxX + margin, maxY: box.maxY + margin)
            // A line off the image can't be cut out; it stays as it was read.
            guard let area = PixelArea(covering: wide, in: raster) else { continue }
            absorb(Region(lines: [index], area: area), into: &regions)
            // Merging makes regions fewer only slowly: far above the limit they won't come down to it.
            if regions.count > max(0, policy.regionLimit) * 4 + 16 { break }
        }
        guard !regions.isEmpty else { return .keep }
        guard regions.count <= policy.regionLimit else {
            return .page(
                because: "at least \(unsure) of its \(text.lines.count) lines are unsure, in more than \(policy.regionLimit) places")
        }
        let share = Double(regions.reduce(0) { $0 + $1.area.count }) / Double(raster.pixels.count)
        guard share <= policy.areaLimit else {
            return .page(because: "its unsure lines take \(share.inHundredths) of its area, above \(policy.areaLimit.inHundredths)")
        }
        return .regions(regions)
    }

    /// Adds a region, joined with those that it overlaps.
    private static func absorb(_ region: Region, into regions: inout [Region]) {
        var region = region
        while let index = regions.firstIndex(where: { $0.area.overlaps(region.area) }) {
            let other = regions.remove(at: index)
            region.area.formUnion(other.area)
            region.lines = (region.lines + other.lines).sorted()
        }
        regions.append(region)
    }
}
