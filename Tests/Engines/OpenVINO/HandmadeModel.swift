import Foundation

/// An ONNX file made by hand: `y = max(0, x)` over any number of rows of three, with one pair of metadata.
struct HandmadeModel {
    var operation = "Relu"
    var metadata = ["character": "a\nb"]

    func bytes() -> [UInt8] {
        let node = field(1, "x") + field(2, "y") + field(4, operation)
        let graph = field(1, node) + field(2, "handmade") + field(11, value("x")) + field(12, value("y"))
        var model = number(1, 8) + field(7, graph) + field(8, number(2, 13))
        for (key, text) in metadata { model += field(14, field(1, key) + field(2, text)) }
        return model
    }

    /// Writes the file, and removes it when the body has ended.
    func withFile<R>(_ body: (String) throws -> R) throws -> R {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).onnx")
        try Data(bytes()).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        return try body(url.path)
    }

    /// A tensor of floats with a free number of rows of three.
    private func value(_ name: String) -> [UInt8] {
        let shape = field(1, field(2, "n")) + field(1, number(1, 3))
        return field(1, name) + field(2, field(1, number(1, 1) + field(2, shape)))
    }

    private func field(_ number: UInt8, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }
    private func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] { [number << 3 | 2] + varint(content.count) + content }
    private func number(_ field: UInt8, _ value: Int) -> [UInt8] { [field << 3] + varint(value) }

    private func varint(_ value: Int) -> [UInt8] {
        value < 128 ? [UInt8(value)] : [UInt8(value & 127) | 128] + varint(value >> 7)
    }
}
