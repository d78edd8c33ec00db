internal import ExtractionEngineSupport
internal import ExtractionKit
internal import ExtractionOpenVINO
internal import Foundation

/// The detection network with the memory for one run. It belongs to one thread.
final class LineDetector {
    private let detection: InferenceRequest

    init(_ models: PPOCRModels) throws { detection = try models.detection.makeRequest() }

    /// Finds the lines of one tile of a page.
    ///
    /// - Returns: Their boxes on the raster, and whether there was more than is looked at.
    func detect(
        _ raster: Raster, _ plan: DetectionPlan, tile: Int, finder: RegionFinder, status: CallStatus
    ) throws -> (boxes: [LineBox], isCut: Bool) {
        let range = plan.tiles[tile]
        let columns = ScalingAxis(from: raster.width, to: plan.width), rows = ScalingAxis(from: raster.height, to: plan.height)
        try detection.setInput(0, shape: [1, 3, range.count, plan.width]) { planes in
            raster.writeScaled(columns, rows, range, to: planes)
        }
        try detection.infer { status.isAbandoned }
        let map = try detection.withOutput(0) { shape, numbers in
            guard shape.suffix(2) == [range.count, plan.width], numbers.count == range.count * plan.width else {
                throw ExtractionError(.missingResource, "The detection model gives a map of another size; use a PP-OCR model.")
            }
            return ProbabilityMap(width: plan.width, height: range.count, values: Array(numbers))
        }
        let (regions, isCut) = finder.regions(in: map)
        let own = plan.rows(of: tile)
        let scale = (x: Double(raster.width) / Double(plan.width), y: Double(raster.height) / Double(plan.height))
        let boxes = regions.compactMap { region -> LineBox? in
            let middle = region.corners.reduce(0) { $0 + $1.y } / 4 + Double(range.lowerBound)
            guard own.contains(middle) else { return nil }
            return LineBox(
                region.corners, scaledBy: scale, offset: Double(range.lowerBound), width: raster.width, height: raster.height)
        }
        return (boxes, isCut)
    }
}
