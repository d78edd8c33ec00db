extension OCREngine where Self == VotingOCREngine {
    /// Engines that vote word by word.
    ///
    /// ```swift
    /// let reader = try PageByPageReader(loader: loader, ocr: .voting([tesseract, other, third]))
    /// ```
    ///
    /// - Parameter engines: The engines; the first one decides ties and the order of lines.
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` for no engines and for one that only places blocks.
    public static func voting(_ engines: [any OCREngine]) throws -> VotingOCREngine {
        try VotingOCREngine(engines)
    }
}
