extension CalibratedOCREngine: ConfigurablePlugin {
    /// The engine by name, and what its confidences mean: in a file or written out.
    ///
    /// ```yaml
    /// ocr:
    ///   id: voting
    ///   settings:
    ///     engines:
    ///       - id: calibrated
    ///         settings: {engine: {id: tesseract}, file: calibrations/tesseract.json}
    ///       - id: calibrated
    ///         settings:
    ///           engine: {id: other}
    ///           calibration: {samples: [{confidence: 0.5, accuracy: 0.2}, {confidence: 1, accuracy: 0.9}]}
    /// ```
    public struct Configuration: PluginConfiguration {
        /// The engine.
        public var engine: PluginChoice?
        /// A file with the calibration (``ConfidenceCalibration/init(contentsOfFile:)``), relative to the working directory.
        public var file: String?
        /// The calibration itself, in place of a file.
        public var calibration: ConfidenceCalibration?

        /// Creates settings without an engine.
        public init() {}
    }

    /// `calibrated`.
    public static let id: PluginID = "calibrated"
    /// One sentence for people.
    public static let summary = "Gives the words of its engine confidences that say how often it is right, as a benchmark found out."

    /// Makes the engine and reads the calibration.
    public init(configuration: Configuration, environment: PluginEnvironment) async throws {
        guard let engine = configuration.engine else {
            throw ExtractionError(
                .invalidConfiguration, "The engine '\(Self.id)' needs the engine that it calibrates in its setting 'engine'.")
        }
        let calibration =
            switch (configuration.file, configuration.calibration) {
            case (let file?, nil): try ConfidenceCalibration(contentsOfFile: file)
            case (nil, let calibration?): calibration
            default: throw ExtractionError(.invalidConfiguration, "The engine '\(Self.id)' needs either 'file' or 'calibration'.")
            }
        try await self.init(environment.ocr(engine), by: calibration)
    }

    /// Says that it depends on its engine.
    public static func check(environment: PluginEnvironment) async -> PluginCheck { .works("as its engine does") }
}
