#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension ConfidenceModel {
    /// Reads a model from a JSON file, as `extract fit` writes it.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration` for a file that isn't one, and what
    ///   ``Document/init(contentsOfFile:limits:)`` throws.
    public init(contentsOfFile path: String) throws {
        var limits = DocumentLimits()
        limits.bytes = 1 << 20
        try self.init(json: Document(contentsOfFile: path, limits: limits).bytes)
    }

    /// Reads a model from JSON.
    ///
    /// - Throws: ``ExtractionError`` with the code `invalidConfiguration`.
    public init(json: [UInt8]) throws {
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(json))
        } catch {
            throw ExtractionError(
                .invalidConfiguration, "The file isn't a confidence model of version 1; make one with 'extract fit'.", cause: error)
        }
    }

    /// The file that ``init(contentsOfFile:)`` reads.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return try String(decoding: encoder.encode(self), as: UTF8.self) + "\n"
    }
}
