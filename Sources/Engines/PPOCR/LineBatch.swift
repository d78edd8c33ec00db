internal import ExtractionEngineSupport
internal import ExtractionKit

/// Some lines of a page that one thread reads in one go.
///
/// The network isn't given several lines at once: on a processor that is no faster, and every line would be padded to the longest.
struct LineBatch: Sendable {
    /// Which of the page's lines.
    let range: Range<Int>
    private let boxes: ArraySlice<LineBox>

    /// How many pixels of line a batch has at most, unless it is one line: little enough that all threads end together.
    private static let mostPixels = 3000

    static func batches(of boxes: [LineBox], widths: LineWidths) -> [LineBatch] {
        var batches: [LineBatch] = []
        var start = 0, pixels = 0
        for (index, box) in boxes.enumerated() {
            let width = widths.widths(of: box).input
            if pixels + width > mostPixels, index > start {
                batches.append(LineBatch(range: start..<index, boxes: boxes[start..<index]))
                (start, pixels) = (index, 0)
            }
            pixels += width
        }
        if start < boxes.count { batches.append(LineBatch(range: start..<boxes.count, boxes: boxes[start...])) }
        return batches
    }

    /// Reads the lines.
    ///
    /// - Returns: All, or those that were finished when the deadline passed.
    func read(
        _ reader: LineReader, _ request: OCRRequest, widths: LineWidths, status: CallStatus
    ) throws -> [RecognizedLine] {
        var lines: [RecognizedLine] = []
        for box in boxes {
            do {
                if status.isAbandoned { throw CancellationError() }
                lines.append(try reader.read(box, of: request.raster, widths: widths, status: status))
            } catch is CancellationError where request.deadline.hasPassed {
                break
            }
        }
        return lines
    }
}
