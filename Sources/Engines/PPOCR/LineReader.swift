internal import ExtractionEngineSupport
internal import ExtractionKit
internal import ExtractionOpenVINO
internal import Foundation

/// The recognition network with the memory for one run. It belongs to one thread.
final class LineReader {
    private let decoder: CTCDecoder
    private let recognition: InferenceRequest

    init(_ models: PPOCRModels) throws {
        decoder = models.decoder
        recognition = try models.recognition.makeRequest()
    }

    /// Reads one line.
    func read(_ box: LineBox, of raster: Raster, widths: LineWidths, status: CallStatus) throws -> RecognizedLine {
        let (lineWidth, width) = widths.widths(of: box)
        let size = (width: width, height: PPOCRModels.lineHeight)
        try recognition.setInput(0, shape: [1, 3, size.height, size.width]) { planes in
            raster.writeLine(box, width: lineWidth, size: size, to: planes)
        }
        try recognition.infer { status.isAbandoned }
        return try recognition.withOutput(0) { shape, numbers in
            guard shape.count == 3, shape[0] == 1, shape[2] == decoder.characters.count + 1 else {
                throw ExtractionError(.missingResource, "The recognition model gives another number of characters; use a PP-OCR model.")
            }
            return RecognizedLine(
                box: box, readings: decoder.decode(numbers, steps: shape[1]),
                steps: Double(shape[1]) * Double(lineWidth) / Double(width))
        }
    }
}
