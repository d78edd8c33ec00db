import ExtractionKit
import ExtractionTesting
import Foundation
import Testing

/// Reads one word, which its settings say.
private struct WordOCREngine: OCREngine, ConfigurablePlugin {
    struct Configuration: PluginConfiguration {
        var word = "word"
        var confidence = 0.9
    }

    static let id: PluginID = "word"
    static let summary = "Reads one word."
    let configuration: Configuration
    let identity = PluginIdentity(id: id, version: "1")
    let capabilities = OCRCapabilities(languages: [], granularity: .word, concurrentPages: 1, residency: .local)

    init(configuration: Configuration, environment: PluginEnvironment) { self.configuration = configuration }

    func recognize(_ request: OCRRequest) async throws -> PageText {
        var text = PageText(monospaced: configuration.word)
        text.lines[0].words[0].confidence = configuration.confidence
        return text
    }
}

@Suite struct `An engine made of others by name` {
    private let registry: PluginRegistry

    init() {
        var registry = PluginRegistry()
        registry.register(ocr: WordOCREngine.self)
        registry.register(ocr: FallbackOCREngine.self)
        registry.register(ocr: EscalatingOCREngine.self)
        registry.register(ocr: VotingOCREngine.self)
        registry.register(ocr: CalibratedOCREngine.self)
        registry.register(ocr: CachingOCREngine.self)
        self.registry = registry
    }

    private func word(_ word: String, _ confidence: Double) -> JSONValue {
        .object(["id": .string("word"), "settings": .object(["word": .string(word), "confidence": .number(Decimal(confidence))])])
    }

    private func read(_ id: PluginID, _ settings: [String: JSONValue]) async throws -> PageText {
        try await registry.ocr(PluginChoice(id, settings: .object(settings))).recognize(PrintedPage("word").request)
    }

    @Test func `falls back`() async throws {
        let engines = JSONValue.array([word("unsure", 0.65), word("sure", 0.9)])
        #expect(try await read("fallback", ["engines": engines]).plainText == "unsure")
        let policy = JSONValue.object(["confidence_below": .number(0.7)])
        #expect(try await read("fallback", ["engines": engines, "when": policy]).plainText == "sure")
    }

    @Test func `escalates`() async throws {
        let engines = JSONValue.array([word("unsure", 0.5), word("sure", 0.9)])
        #expect(try await read("escalating", ["engines": engines]).plainText == "sure")
        let policy = JSONValue.object(["confidence_below": .number(0.4)])
        #expect(try await read("escalating", ["engines": engines, "policy": policy]).plainText == "unsure")
    }

    @Test func `votes`() async throws {
        let engines = JSONValue.array([word("first", 0.5), word("second", 0.6)])
        #expect(try await read("voting", ["engines": engines]).plainText == "second")
    }

    @Test func `is calibrated before it votes`() async throws {
        let calibration = JSONValue.object([
            "samples": .array([
                .object(["confidence": .number(0), "accuracy": .number(0)]), .object(["confidence": .number(1), "accuracy": .number(0.5)]),
            ])
        ])
        let calibrated = JSONValue.object([
            "id": .string("calibrated"), "settings": .object(["engine": word("first", 0.9), "calibration": calibration]),
        ])
        let text = try await read("voting", ["engines": .array([calibrated, word("second", 0.6)])])
        #expect(text.plainText == "second")
        let alone = try await read("calibrated", ["engine": word("first", 0.9), "calibration": calibration])
        #expect(alone.words.first?.confidence == 0.45)
    }

    @Test func `keeps what it read in a folder`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let settings = ["engine": word("kept", 0.9), "folder": JSONValue.string(folder)]
        let first = try await read("caching", settings)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
        #expect(try await read("caching", settings) == first)
    }

    @Test func `is made of engines that are made of others`() async throws {
        let inner = JSONValue.object([
            "id": .string("voting"), "settings": .object(["engines": .array([word("ab", 0.4), word("cd", 0.3)])]),
        ])
        let text = try await read("fallback", ["engines": .array([inner, word("sure", 0.9)])])
        #expect(text.plainText == "sure")
        #expect(text.warnings.first?.message.hasPrefix("The engine 'voting' was sure to") == true)
    }

    @Test(
        arguments: [
            ("fallback", [:]), ("escalating", ["engines": .array([.object(["id": .string("word")])])]), ("voting", [:]),
            ("calibrated", ["engine": .object(["id": .string("word")])]), ("calibrated", ["file": .string("none.json")]),
            ("caching", ["engine": .object(["id": .string("word")])]),
            ("fallback", ["engine": .array([])]), ("voting", ["silence": .array([])]), ("fallback", ["engines": .string("word")]),
            ("fallback", ["engines": .array([.object(["id": .string("word"), "settings": .object(["wrod": .string("a")])])])]),
        ] as [(PluginID, [String: JSONValue])])
    func `is refused with settings that can't be`(id: PluginID, settings: [String: JSONValue]) async {
        let error = await #expect(throws: ExtractionError.self) { try await registry.ocr(PluginChoice(id, settings: .object(settings))) }
        #expect(error?.code == .invalidConfiguration)
    }

    @Test func `names the engine that isn't registered`() async {
        let settings = JSONValue.object(["engines": .array([.object(["id": .string("wrod")])])])
        let error = await #expect(throws: ExtractionError.self) { try await registry.ocr(PluginChoice("fallback", settings: settings)) }
        #expect(error?.code == .pluginNotFound)
    }

    @Test func `can't be made without a registry, and works as far as anybody can say`() async {
        var configuration = FallbackOCREngine.Configuration()
        configuration.engines = ["word"]
        let error = await #expect(throws: ExtractionError.self) {
            try await FallbackOCREngine(configuration: configuration, environment: PluginEnvironment())
        }
        #expect(error?.code == .invalidConfiguration)
        #expect(await registry.works("voting"))
    }
}

extension PluginRegistry {
    fileprivate func works(_ id: PluginID) async -> Bool {
        if case .works? = try? await check(id, as: .ocr) { true } else { false }
    }
}
