#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension ConfidenceCalibration {
    /// Reads a calibration from a JSON file, as `extract bench --calibrate` writes it.
    ///
    /// ```json
    /// {
    ///   "samples": [
    ///     {"confidence": 0.42, "accuracy": 0.31},
    ///     {"confidence": 0.97, "accuracy": 0.98}
    ///   ],
    ///   "unstated": 0.5
    /// }
    /// ```
    ///
    /// Confidences rise and accuracies don't fall; `unstated` may be left out.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` for a file that isn't one, and what
    ///   ``Document/init(contentsOfFile:limits:)`` throws.
    public init(contentsOfFile path: String) throws {
        var limits = DocumentLimits()
        limits.bytes = 1 << 20
        let bytes = try Document(contentsOfFile: path, limits: limits).bytes
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(bytes))
        } catch let error as ExtractionError {
            throw error
        } catch {
            throw ExtractionError(
                .invalidConfiguration, "The file isn't a calibration: it needs 'samples' with 'confidence' and 'accuracy'.", cause: error)
        }
    }

    /// The file that ``init(contentsOfFile:)`` reads.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return try String(decoding: encoder.encode(self), as: UTF8.self) + "\n"
    }
}
