internal import ExtractionEngineSupport
internal import ExtractionKit
internal import ExtractionOpenVINO
internal import Foundation

/// The networks with the memory for one run of each. They belong to one thread.
final class PPOCRNetworks {
    private let models: PPOCRModels
    private let detection: InferenceRequest
    private let recognition: InferenceRequest

    init(_ models: PPOCRModels) throws {
        self.models = models
        detection = try models.detection.makeRequest()
        recognition = try models.recognition.makeRequest()
    }

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

    /// Reads one line.
    func read(_ box: LineBox, of raster: Raster, widths: LineWidths, status: CallStatus) throws -> RecognizedLine {
        let (lineWidth, width) = widths.widths(of: box)
        let size = (width: width, height: PPOCRModels.lineHeight)
        try recognition.setInput(0, shape: [1, 3, size.height, size.width]) { planes in
            raster.writeLine(box, width: lineWidth, size: size, to: planes)
        }
        try recognition.infer { status.isAbandoned }
        return try recognition.withOutput(0) { [decoder = models.decoder] shape, numbers in
            guard shape.count == 3, shape[0] == 1, shape[2] == decoder.characters.count + 1 else {
                throw ExtractionError(.missingResource, "The recognition model gives another number of characters; use a PP-OCR model.")
            }
            return RecognizedLine(
                box: box, readings: decoder.decode(numbers, steps: shape[1]),
                steps: Double(shape[1]) * Double(lineWidth) / Double(width))
        }
    }
}

/// How wide the recognition network's input is made for a line.
struct LineWidths: Hashable, Sendable {
    /// No input is narrower; the rest is padding. The reference pads to 320, which takes longer and reads no better.
    var narrowest = 64
    /// Inputs are widths of this multiple: each width that hasn't been seen costs the runtime a compilation.
    var multiple = 32
    /// No input is wider; a longer line is squeezed.
    var widest = 4096

    /// The width of the line itself and of the input.
    func widths(of box: LineBox) -> (line: Int, input: Int) {
        let aspect = max(box.width.rounded(.down), 1) / max(box.height.rounded(.down), 1)
        let line = min(max(Int((aspect * Double(PPOCRModels.lineHeight)).rounded(.up)), 1), widest)
        return (line, max(narrowest, (line + multiple - 1) / multiple * multiple))
    }
}
