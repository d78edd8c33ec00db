/// Stands where no page is to be recognised: text layers only.
struct AbsentOCREngine: OCREngine {
    let identity = PluginIdentity(id: "none", version: "1")
    let capabilities = OCRCapabilities(languages: [], granularity: .word, concurrentPages: 4, residency: .local)

    func recognize(_ request: OCRRequest) async throws -> PageText {
        throw ExtractionError(.invalidRequest, "Only text layers are read here; choose a routing with OCR.")
    }
}
