internal import Foundation

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
