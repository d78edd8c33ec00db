import ExtractionKit
import ExtractionTesting
import Foundation
import Testing

@testable import ExtractionExternal

extension `External programs` {
    @Suite struct `An external OCR engine` {
        @Test(arguments: [1, 3], ExternalConfiguration.FileTransport.allCases)
        func `keeps the contract of its role`(processes: Int, transport: ExternalConfiguration.FileTransport) async throws {
            let engine = try await Peer.ocr {
                $0.processes = processes
                $0.fileTransport = transport
            }
            let request = try OCRRequest.ink()
            let sample = OCREngineConformance.Sample(page: request.page, raster: request.raster, words: ["SOME", "INK"])
            try await OCREngineConformance(engine, samples: [sample]).check()
        }

        @Test func `says who the program is and what it can do`() async throws {
            let engine = try await Peer.ocr("sends-away")
            #expect(engine.identity.id == "external")
            #expect(engine.identity.version == "peer 1.0")
            #expect(engine.capabilities.languages == ["en"])
            #expect(engine.capabilities.granularity == .line)
            #expect(engine.capabilities.residency == .remote(host: "ocr.example.com"))
            let other = try await Peer.ocr("good")
            #expect(engine.identity.settings != other.identity.settings)
        }

        @Test func `cuts lines into words by their number of characters`() async throws {
            let text = try await Peer.ocr().recognize(.ink())
            #expect(text.words.map(\.text) == ["SOME", "INK"])
            #expect(text.words.allSatisfy { $0.confidence == 0.5 })
            // The ink reaches from 50 to 100 pixels of 0.72 points; the blank takes its share.
            let edges = text.words.map(\.polygon.bounds).flatMap { [$0.minX, $0.maxX] }
            for (edge, wanted) in zip(edges, [36, 54, 58.5, 72]) { #expect(abs(edge - wanted) < 0.001) }
        }

        @Test func `gives its program no more of the environment than is configured`() async throws {
            let environment = ["HOME": "/h", "PATH": "/bin", "SECRET": "s", "KEY": "k"]
            let engine = try await Peer.ocr("lists-environment", environment: environment) {
                $0.passEnvironment = ["KEY"]
                $0.environment = ["MODE": "fast"]
            }
            let names = try await engine.recognize(.ink()).words.map(\.text)
            #expect(names == ["HOME", "KEY", "MODE", "PATH"])
        }

        @Test func `lets its program inherit nothing but the image`() async throws {
            let leaky = open("/dev/null", O_RDONLY)
            defer { close(leaky) }
            let engine = try await Peer.ocr("lists-files")
            let files = try await engine.recognize(.ink()).words.compactMap { Int32($0.text) }.sorted()
            // 4 is the folder that is being listed.
            #expect(files == [0, 1, 2, 3, 4])
        }

        @Test func `removes a temporary file after the answer`() async throws {
            let engine = try await Peer.ocr("tells-path") { $0.fileTransport = .temporaryFile }
            let path = try #require(try await engine.recognize(.ink()).words.first?.text)
            #expect(path.hasSuffix("/input.pgm"))
            #expect(!FileManager.default.fileExists(atPath: path))
            #expect(!FileManager.default.fileExists(atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path))
        }

        @Test func `is made from a plan, and needs a command there`() async throws {
            var registry = PluginRegistry()
            registry.register(ocr: ExternalOCREngine.self)
            let settings: JSONValue = ["command": .array([.string(Peer.path), "ocr", "echoes-settings"]), "settings": ["version": "7"]]
            let engine = try await registry.ocr(PluginChoice("external", settings: settings))
            #expect(engine.identity.version == "peer 7")
            await #expect(throws: ExtractionError.self) { _ = try await registry.ocr("external") }
        }
    }
}
