/// An engine whose confidences are replaced by how often the engine is right where it states them.
///
/// Engines call very different things their confidence. Calibrate each of them before a ``VotingOCREngine`` compares their words, and before an
/// ``EscalatingOCREngine`` or a ``FallbackOCREngine`` is given a threshold: 0.9 then means nine words of ten.
///
/// A word without a confidence gets ``ConfidenceCalibration/unstated``. Everything else stays as the engine read it.
public struct CalibratedOCREngine: OCREngine {
    /// Reads.
    public let engine: any OCREngine
    /// What its confidences mean.
    public let calibration: ConfidenceCalibration

    /// Calibrates an engine.
    public init(_ engine: any OCREngine, by calibration: ConfidenceCalibration) {
        self.engine = engine
        self.calibration = calibration
    }

    /// The engine's, with other settings for every other calibration.
    public var identity: PluginIdentity {
        var identity = engine.identity
        identity.settings += "+calibrated \(calibration.summary)"
        return identity
    }

    /// The engine's.
    public var capabilities: OCRCapabilities { engine.capabilities }

    /// Reads the page.
    ///
    /// - Throws: What the engine throws.
    public func recognize(_ request: OCRRequest) async throws -> PageText {
        var text = try await engine.recognize(request)
        for line in text.lines.indices {
            for word in text.lines[line].words.indices {
                text.lines[line].words[word].confidence = calibration(text.lines[line].words[word].confidence)
            }
        }
        return text
    }
}

extension OCREngine {
    /// The engine with confidences that mean how often it is right.
    ///
    /// ```swift
    /// let engine = try TesseractOCREngine().calibrated(by: ConfidenceCalibration(contentsOfFile: "tesseract.json"))
    /// ```
    public func calibrated(by calibration: ConfidenceCalibration) -> CalibratedOCREngine { CalibratedOCREngine(self, by: calibration) }
}
