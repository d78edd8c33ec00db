extension OCREngine {
    /// The engine with another behind it, for the pages that it fails or is unsure of.
    ///
    /// ```swift
    /// let engine = try TesseractOCREngine().fallingBack(to: remote, when: FallbackPolicy(confidenceBelow: 0.7))
    /// ```
    public func fallingBack(to other: any OCREngine, when policy: FallbackPolicy = FallbackPolicy()) -> FallbackOCREngine {
        FallbackOCREngine(self, then: [other], when: policy)
    }
}
