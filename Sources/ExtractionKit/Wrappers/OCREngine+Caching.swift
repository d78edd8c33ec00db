extension OCREngine {
    /// The engine with a store before it, so that no image is read twice.
    ///
    /// ```swift
    /// let engine = try TesseractOCREngine().cached(in: InMemoryPageTextStore())
    /// ```
    public func cached(in store: some PageTextStore) -> CachingOCREngine { CachingOCREngine(self, store: store) }
}
