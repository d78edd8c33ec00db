import ExtractionKit
import ExtractionOpenVINO
import ExtractionTesting
import Foundation
import Testing

@testable import ExtractionPPOCR

/// RapidOCR as `Examples/external-engines/install rapidocr` installs it: other code over the same networks.
private let referencePython: String? = {
    let environment = PluginEnvironment(variables: ProcessInfo.processInfo.environment)
    guard let folder = InstalledFolder.path("external-engines/rapidocr", environment: environment),
        FileManager.default.isExecutableFile(atPath: folder + "/python/bin/python")
    else {
        print("Skipping the comparison with RapidOCR: it isn't installed; see Examples/external-engines.")
        return nil
    }
    return folder + "/python/bin/python"
}()

private struct ReferenceLine: Decodable {
    var text: String
    var box: [Double]
    var confidence: Double
}

@Suite(.enabled(if: installedEngine != nil && referencePython != nil)) struct `A PP-OCR engine and the reference` {
    /// Receipts and letters of made-up numbers and words, of 20 sizes of page and type.
    private func images() throws -> [Raster] {
        try (0..<20).map { index in
            var drawn = DrawnText(width: 740 + index * 3, height: 740 + index * 5)
            let words = ["TOTAL DUE", "825", "INVOICE", "48213", "5110", "VAT 12", "CASH 70", "1492", "RECEIPT", "PAID 37"]
            var y = 40
            for line in 0... {
                guard y + 70 < drawn.height else { break }
                drawn.draw(words[(line + index) % words.count], x: 30 + (line * 37 + index * 11) % 160, y: y)
                y += 90 + index * 3
            }
            return try drawn.raster(dpi: 72)
        }
    }

    /// The tolerance: 98 in 100 lines with the same text, at a mean of 2 pixels between corners, and of 0.01 between confidences.
    @Test func `read the same lines at the same places, as surely`() async throws {
        let python = try #require(referencePython)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let images = try images()
        let paths = try images.enumerated().map { index, raster in
            let url = folder.appendingPathComponent("\(index).pgm")
            try (Data("P5 \(raster.width) \(raster.height) 255\n".utf8) + Data(raster.pixels)).write(to: url)
            return url.path
        }
        let expected = try await references(python, paths)
        #expect(expected.count == images.count)

        var configuration = PPOCREngine.Configuration()
        configuration.precision = .float32
        configuration.narrowestLine = 320
        configuration.longestShortSide = 2000
        var engine = try PPOCREngine(
            configuration: configuration, environment: PluginEnvironment(variables: ProcessInfo.processInfo.environment))
        (engine.rule.multiple, engine.rule.tileArea) = (32, 4_000_000)
        var lines = 0, equal = 0, distance = 0.0, difference = 0.0
        for (raster, references) in zip(images, expected) {
            let request = OCRRequest(raster)
            let (boxes, _) = try await engine.lines(on: request)
            let read = try await engine.read(boxes, of: request).lines.filter { $0.confidence >= 0.5 }
            lines += max(references.count, read.count)
            for reference in references {
                guard let line = read.first(where: { $0.text == reference.text && $0.distance(to: reference) < 8 }) else { continue }
                equal += 1
                distance += line.distance(to: reference)
                difference += abs(line.confidence - reference.confidence)
            }
        }
        print(
            "PP-OCR and the reference: \(equal) of \(lines) lines equal, corners \(distance / Double(equal)) pixels apart, confidences \(difference / Double(equal))"
        )
        #expect(lines > 100)
        #expect(Double(equal) >= 0.98 * Double(lines))
        #expect(distance <= 2 * Double(equal))
        #expect(difference <= 0.01 * Double(equal))
    }

    private func references(_ python: String, _ paths: [String]) async throws -> [[ReferenceLine]] {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("reference.py").path
        let process = Process(), output = Pipe()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [script] + paths
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try data.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode([ReferenceLine].self, from: Data($0)) }
    }
}

extension RecognizedLine {
    /// The mean distance between the corners, in pixels; without end for a box that isn't four corners.
    fileprivate func distance(to reference: ReferenceLine) -> Double {
        guard reference.box.count == 8 else { return .infinity }
        let corners = [box.topLeft, box.topRight, box.bottomRight, box.bottomLeft]
        let sum = corners.indices.reduce(0) {
            $0 + corners[$1].distance(to: PixelPoint(x: reference.box[$1 * 2], y: reference.box[$1 * 2 + 1]))
        }
        return sum / 4
    }
}
