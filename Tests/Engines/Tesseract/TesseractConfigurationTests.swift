import ExtractionKit
import Testing

@testable import ExtractionTesseract

@Suite struct `Tesseract's settings` {
    private let registry: PluginRegistry

    init() {
        var registry = PluginRegistry()
        registry.register(ocr: TesseractOCREngine.self)
        self.registry = registry
    }

    @Test func `are read from a plan`() async throws {
        let settings: JSONValue = ["languages": ["en-GB"], "page_segmentation": "sparseText", "handles": 2]
        let engine = try #require(try await registry.ocr(PluginChoice("tesseract", settings: settings)) as? TesseractOCREngine)
        #expect(engine.configuration == .init(languages: ["en-GB"], pageSegmentation: .sparseText, handles: 2))
        #expect(engine.capabilities.languages == ["en"])
        #expect(engine.capabilities.concurrentPages == 2)
    }

    @Test func `name the nearest key to an unknown one`() async {
        await expect(.invalidConfiguration, saying: "did you mean 'languages'") {
            try await registry.ocr(PluginChoice("tesseract", settings: ["language": ["eng"]]))
        }
    }

    @Test(
        arguments: [
            (["page_segmentation": "psm3"], "page_segmentation"), (["handles": 0], "handles"), (["handles": 17], "handles"),
            (["languages": []], "languages"), (["languages": ["eng+osd"]], "languages"), (["languages": ["osd"]], "languages"),
            (["languages": [""]], "languages"), (["languages": ["~eng"]], "languages"), (["tessdata_path": ""], "tessdata_path"),
        ] as [(JSONValue, String)])
    func `are refused where they have no meaning`(settings: JSONValue, key: String) async {
        await expect(.invalidConfiguration, saying: "'\(key)'") {
            try await registry.ocr(PluginChoice("tesseract", settings: settings))
        }
    }

    @Test(arguments: [
        ("yi", "tesseract-ocr-yid"), ("yid", "tesseract-ocr-yid"), ("../../eng", "tesseract-ocr-"), ("tlh_x", "tesseract-ocr-tlh-x"),
    ])
    func `that ask for a language that isn't installed name its package`(language: String, package: String) async {
        await expect(.missingResource, saying: package) { try TesseractOCREngine(.init(languages: ["eng", language])) }
    }

    @Test func `that point to a folder without models say so`() async {
        await expect(.missingResource, saying: "'tessdata_path'") { try TesseractOCREngine(.init(tessdataPath: "/nowhere")) }
    }

    @Test func `without any make an engine that works`() async throws {
        guard case .works(let summary) = try await registry.check("tesseract", as: .ocr) else {
            Issue.record("The check fails.")
            return
        }
        #expect(summary.hasPrefix("Tesseract 5."))
        #expect(summary.contains("eng"))
    }
}

@Suite struct `A language` {
    @Test(arguments: [
        ("de", "deu"), ("de-AT", "deu"), ("DE", "deu"), ("fr", "fra"), ("es-419", "spa"), ("it", "ita"), ("pt-BR", "por"), ("nl", "nld"),
        ("zh-Hant", "chi_tra"), ("zh-Hans-CN", "chi_sim"), ("zh-TW", "chi_tra"), ("zh", "chi_sim"), ("nb", "nor"),
        ("sr-Latn-RS", "srp_latn"),
        ("de-Latf", "deu_latf"), ("deu", "deu"), ("fil", "fil"), ("script/Latin", "script/Latin"),
    ])
    func `has one name as a tag and another as a model`(tag: String, code: String) {
        #expect(TesseractLanguage(named: tag).code == code)
    }

    @Test(arguments: [("deu", "de"), ("chi_sim", "zh-Hans"), ("frk", "de-Latf"), ("fil", "fil"), ("script/Latin", "und"), ("Mine", "und")])
    func `is reported as a tag`(code: String, tag: String) {
        #expect(TesseractLanguage(code: code).tag == tag)
    }

    @Test(arguments: [("deu", "tesseract-ocr-deu"), ("chi_sim", "tesseract-ocr-chi-sim"), ("script/Latin", "tesseract-ocr-script-latin")])
    func `knows its package`(code: String, package: String) {
        #expect(TesseractLanguage(code: code).debianPackage == package)
    }
}
