import ExtractionKit
import Foundation

@testable import ExtractionExternal

/// The program of the folder Peer, built beside the test bundle.
enum Peer {
    static let path = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "ExternalPeer").path

    static func configuration(
        _ role: String, _ behaviour: String = "good", _ change: (inout ExternalConfiguration) -> Void = { _ in }
    ) -> ExternalConfiguration {
        var configuration = ExternalConfiguration(command: [path, role, behaviour])
        configuration.graceSeconds = 0.05
        configuration.answerBytes = 1 << 20
        change(&configuration)
        return configuration
    }

    static func ocr(
        _ behaviour: String = "good", environment: [String: String] = [:], _ change: (inout ExternalConfiguration) -> Void = { _ in }
    ) async throws -> ExternalOCREngine {
        try await ExternalOCREngine(
            configuration: configuration("ocr", behaviour, change), environment: PluginEnvironment(variables: environment))
    }
}

extension OCRRequest {
    /// A page with a black rectangle.
    static func ink(width: Int = 200, deadline: Deadline = .never) throws -> OCRRequest {
        let height = 100
        var pixels = [UInt8](repeating: 255, count: width * height)
        for y in 40..<60 { for x in width / 4..<width / 2 { pixels[y * width + x] = 0 } }
        let raster = try Raster(width: width, height: height, pixels: pixels, dpi: 100)
        let page = Page(number: 1, size: Size(width: Double(width) * 0.72, height: 72))
        return OCRRequest(page: page, raster: raster, deadline: deadline)
    }

    /// The page on which the peer misbehaves.
    static func bait(deadline: Deadline = .never) throws -> OCRRequest { try ink(width: 13, deadline: deadline) }
}
