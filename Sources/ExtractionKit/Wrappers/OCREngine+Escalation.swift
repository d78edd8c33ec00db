extension OCREngine {
    /// The engine with a better one behind it, for the lines or pages that it is unsure of.
    ///
    /// ```swift
    /// let engine = try TesseractOCREngine().escalating(to: remote, below: 0.8)
    /// ```
    ///
    /// - Parameters:
    ///   - better: Reads what this one is unsure of.
    ///   - confidence: What below is unsure, from 0 to 1.
    ///   - unit: Whether lines or pages are judged and sent.
    public func escalating(
        to better: any OCREngine, below confidence: Double, each unit: EscalationPolicy.Unit = .line
    ) -> EscalatingOCREngine {
        EscalatingOCREngine(self, to: better, policy: EscalationPolicy(confidenceBelow: confidence, unit: unit))
    }
}
