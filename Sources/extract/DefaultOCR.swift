internal import ExtractionKit
internal import ExtractionPPOCR
internal import ExtractionTesseract
internal import Foundation

extension PluginRegistry {
    /// What reads pages where nobody names an OCR engine: Tesseract, and PP-OCR with it where that is installed and knows the writing.
    ///
    /// Together they vote word by word, and Tesseract gives the lines and their order. That was measured to read about as well as the better
    /// of both on clean pages, forms, receipts and bad scans (Benchmarks/Combining.md).
    ///
    /// - Parameter languages: What the pages are written in, by the names of Tesseract's models or of BCP 47; `nil` where nobody says.
    func defaultOCR(languages: [String]?) async -> PluginChoice {
        var tesseract = PluginChoice(TesseractOCREngine.id)
        if let languages { tesseract.settings = .object(["languages": .array(languages.map { .string($0) })]) }
        if let other = languages?.first(where: { !Self.isInAlphabet($0) }) {
            tesseract.reason = "PP-OCR doesn't know the letters of '\(other)'."
            return tesseract
        }
        do {
            _ = try await ocr(PluginChoice(PPOCREngine.id))
        } catch {
            tesseract.reason = "PP-OCR can't be used here; 'extract doctor' says why."
            return tesseract
        }
        var first: [String: JSONValue] = ["id": .string(tesseract.id.rawValue)]
        first["settings"] = tesseract.settings
        return PluginChoice(
            VotingOCREngine.id,
            settings: ["engines": [.object(first), ["id": .string(PPOCREngine.id.rawValue)]], "silence": .number(Decimal(8) / 10)],
            reason: "PP-OCR is installed, and reads better together with Tesseract than either alone.")
    }

    /// Whether PP-OCR has the letters of a language: those of Chinese, Japanese, and what is written in Latin letters but for a few.
    static func isInAlphabet(_ language: String) -> Bool {
        let code = String(language.prefix { $0 != "_" && $0 != "-" })
        // Tesseract names Chinese by its older code.
        guard let script = Locale.Language(identifier: code == "chi" ? "zh" : code).script?.identifier else { return false }
        return ["Latn", "Hans", "Hant", "Jpan"].contains(script) && !["vi", "vie", "yo", "yor"].contains(code)
    }
}
