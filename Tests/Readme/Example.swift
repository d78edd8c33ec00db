import ExtractionKit
import ExtractionPoppler
import ExtractionRules
import ExtractionSchemas
import ExtractionTesseract

func printFields(ofFile path: String) async throws {
    let pipeline = try Pipeline(
        reader: PageByPageReader(loader: PopplerDocumentLoader(), ocr: .tesseract(languages: ["eng"])),
        extractor: RulesFieldExtractor(), schemas: BuiltInSchemas.all)
    let extraction = try await pipeline.extract(ExtractionRequest(Document(contentsOfFile: path)))
    for field in extraction.fields {
        print(field.name, field.value, field.confidence, field.grounding.first?.region.page ?? 0)
    }
}
