internal import ExtractionKit

/// What numbers of a file may be before anybody calculates with them.
package enum RecordedNumbers {
    /// More units than any page has in any unit; far below where sums and products lose their digits.
    private static let furthest = 1e7

    /// A coordinate, in the file's units.
    static func coordinate(_ value: Double) throws -> Double {
        guard value.isFinite, abs(value) <= furthest else { throw ExtractionError.corruptResult("a place lies outside of any page") }
        return value
    }

    /// The width or height of a page, in the file's units.
    static func length(_ value: Double) throws -> Double {
        guard value.isFinite, value > 0, value <= furthest else { throw ExtractionError.corruptResult("a page has an impossible size") }
        return value
    }

    /// A confidence from 0 to 1; what isn't a number says nothing.
    static func confidence(_ value: Double?) -> Double? {
        guard let value, value.isFinite else { return nil }
        return min(max(value, 0), 1)
    }

    /// A resolution that a scan can have.
    package static func resolution(_ value: Double?) -> Double? {
        value.flatMap { (30...2_400).contains($0) ? $0 : nil }
    }

    /// A size of type in points that a page can have.
    static func typeSize(_ value: Double?) -> Double? {
        value.flatMap { $0 > 0 && $0 <= 1_000 ? $0 : nil }
    }
}

extension ExtractionError {
    static func corruptResult(_ what: String, fileID: String = #fileID, line: Int = #line) -> ExtractionError {
        ExtractionError(.corrupt, "The recorded result can't be used: \(what). Record it again.", fileID: fileID, line: line)
    }

    static func truncatedResult(fileID: String = #fileID, line: Int = #line) -> ExtractionError {
        ExtractionError(.truncated, "The recorded result ends before its content does; record it again.", fileID: fileID, line: line)
    }

    static func tooLargeResult(_ what: String, fileID: String = #fileID, line: Int = #line) -> ExtractionError {
        ExtractionError(.tooLarge, "The recorded result has \(what); split it.", fileID: fileID, line: line)
    }
}
