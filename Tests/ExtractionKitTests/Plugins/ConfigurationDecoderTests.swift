import ExtractionKit
import Testing

private struct DemoSettings: PluginConfiguration, Equatable {
    struct Inner: Codable, Equatable {
        var depth = 3
        var name: String?
    }
    var languages = ["eng"]
    var dpi = 300.0
    var endpoint: String?
    var inner = Inner()
    var weights: [String: Double] = [:]
    var pageLimit = 10
    var nested: JSONValue?
    init() {}
}

@Suite struct `Settings` {
    private func decode(_ value: JSONValue?) throws -> DemoSettings {
        try ConfigurationDecoder.decode(DemoSettings.self, from: value, of: "demo")
    }

    @Test func `that are left out keep their defaults`() throws {
        #expect(try decode(nil) == DemoSettings())
        #expect(try decode([:]) == DemoSettings())
        var expected = DemoSettings()
        expected.languages = ["deu"]
        expected.inner.depth = 5
        #expect(try decode(["languages": ["deu"], "inner": ["depth": 5]]) == expected)
    }

    @Test func `without a default can be given`() throws {
        var expected = DemoSettings()
        expected.endpoint = "here"
        expected.inner.name = "n"
        expected.weights = ["anyKey": 2]
        expected.nested = ["languages": ["deu"], "deep": ["er": 1]]
        expected.pageLimit = 5
        let value: JSONValue = [
            "endpoint": "here", "inner": ["name": "n"], "weights": ["anyKey": 2], "nested": ["languages": ["deu"], "deep": ["er": 1]],
            "page_limit": 5,
        ]
        #expect(try decode(value) == expected)
    }

    @Test(
        arguments: [
            (["lanugages": ["deu"]], "'lanugages'", "'languages'"), (["inner": ["dept": 1]], "'inner.dept'", "'depth'"),
            (["zzzzzz": 1], "'zzzzzz'", "no key"), (["dpi": "high"], "'dpi'", "Double"), (["languages": "eng"], "'languages'", "kind"),
            ([1], "''", "kind"), (["dpi": ["a": 1]], "'dpi'", "Double"), (["endpoint": ["a"]], "'endpoint'", "String"),
            (["languages": [["a"]]], "'languages.0'", "String"), (["page_limits": 1], "'page_limits'", "'page_limit'"),
            (["page_limit": "1_000"], "'page_limit'", "Int"),
        ] as [(JSONValue, String, String)])
    func `that can't be are refused by path, with the nearest key`(value: JSONValue, path: String, hint: String) {
        let error = #expect(throws: ExtractionError.self) { try decode(value) }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message.contains(path) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains(hint) == true, "\(error?.message ?? "")")
    }
}

@Suite struct `A plugin registry` {
    @Test func `makes a plugin by name with its settings`() async throws {
        var registry = PluginRegistry()
        registry.register(embedder: HashingEmbedder.self)
        let embedder = try await registry.embedder(PluginChoice("hashing", settings: ["dimensions": 64]))
        #expect(embedder.space.dimensions == 64)
        #expect(registry.plugins.map(\.id) == ["hashing"])
    }

    @Test func `names what it has when a plugin is missing`() async {
        var registry = PluginRegistry()
        registry.register(chunker: ParagraphChunker.self)
        let error = await #expect(throws: ExtractionError.self) { _ = try await registry.chunker("paragraph") }
        #expect(error?.code == .pluginNotFound)
        #expect(error?.message.contains("paragraphs") == true)
    }

    @Test func `adds the plugin's name to an error of its making`() async {
        var registry = PluginRegistry()
        registry.register(chunker: ParagraphChunker.self)
        let error = await #expect(throws: ExtractionError.self) {
            _ = try await registry.chunker(PluginChoice("paragraphs", settings: ["maximum_length": 0]))
        }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.scope.plugin == "paragraphs")
    }
}

@Suite struct `A plugin identity` {
    @Test func `changes with the settings and only with them`() throws {
        var settings = DemoSettings()
        let first = try PluginIdentity(id: "demo", version: "1", digesting: settings)
        #expect(try PluginIdentity(id: "demo", version: "1", digesting: settings) == first)
        settings.dpi = 200
        #expect(try PluginIdentity(id: "demo", version: "1", digesting: settings) != first)
    }
}
