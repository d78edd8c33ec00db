import ExtractionKit
import Foundation
import Testing

@testable import extract

@Suite struct `The default OCR engine` {
    /// Where nothing is installed in the user's cache.
    private let bare = ["XDG_CACHE_HOME": "/nowhere", "OPENVINO_LIB_DIR": ""]

    @Test func `is Tesseract where PP-OCR isn't installed, and the plan says why`() async throws {
        let outcome = try await Program.run("run", "--json", "{fixtures}/formats/format-png.png", environment: bare)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let extraction = try JSONDecoder().decode(Extraction.self, from: Data(outcome.output.utf8))
        #expect(extraction.pages.map(\.engine?.id) == ["tesseract"])
        guard case .pageByPage(let parts)? = extraction.plan?.reading else {
            Issue.record("The plan should read page by page.")
            return
        }
        #expect(parts.ocr.id == "tesseract")
        #expect(parts.ocr.reason?.contains("extract doctor") == true)
    }

    @Test func `isn't missed without a word`() async throws {
        let outcome = try await Program.run("doctor", environment: bare)
        #expect(outcome.status == 0, "\(outcome.output)")
        for (id, command) in [("ppocr", "./install-engine ppocr"), ("minilm", "./install-engine minilm")] {
            let line = outcome.output.split(separator: "\n").first { $0.hasPrefix("-     \(id) ") } ?? ""
            #expect(line.contains("not set up") && line.contains(command), "\(outcome.output)")
        }
    }

    @Test func `votes together with PP-OCR where that is installed`() async throws {
        let registry = PluginRegistry.builtIn()
        let choice = await registry.defaultOCR(languages: ["eng", "deu"])
        #expect(choice.reason?.isEmpty == false)
        guard (try? await registry.ocr("ppocr")) != nil else {
            print("Only Tesseract's part of the default engine is tested: PP-OCR isn't installed.")
            #expect(choice.settings == ["languages": ["eng", "deu"]])
            return
        }
        #expect(choice.id == "voting")
        guard case .object(let settings)? = choice.settings, case .array(let engines)? = settings["engines"] else {
            Issue.record("The vote should name its engines.")
            return
        }
        #expect(engines == [["id": "tesseract", "settings": ["languages": ["eng", "deu"]]], ["id": "ppocr"]])
    }

    @Test(arguments: ["rus", "ara", "hin", "kor", "el", "vie", "script/Cyrillic", "eng rus"])
    func `is Tesseract for letters that PP-OCR doesn't know`(_ language: String) async {
        let choice = await PluginRegistry.builtIn().defaultOCR(languages: ["eng", language])
        #expect(choice.id == "tesseract")
        #expect(choice.reason?.contains("'\(language)'") == true)
    }

    @Test(arguments: ["eng", "en", "deu", "fra", "spa", "pol", "tur", "isl", "chi_sim", "chi_tra", "jpn", "de-AT"])
    func `knows what PP-OCR's alphabet holds`(_ language: String) {
        #expect(PluginRegistry.isInAlphabet(language))
    }
}
