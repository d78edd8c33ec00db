public import ExtractionKit

extension ExtractionError.Code {
    /// The program ended, or closed its output, without an answer to the handshake, or took longer than `startupSeconds`.
    public static let externalNoHandshake = Self(rawValue: "external_no_handshake")
    /// The program speaks another version of the protocol.
    public static let externalWrongProtocol = Self(rawValue: "external_wrong_protocol")
    /// The program has another role than the one it is used in.
    public static let externalWrongRole = Self(rawValue: "external_wrong_role")
    /// The program ended, or closed its output, in the middle of a request. It is started again for the next.
    public static let externalCrashed = Self(rawValue: "external_crashed")
    /// The program wrote something that the protocol doesn't allow at that place.
    public static let externalInvalidAnswer = Self(rawValue: "external_invalid_answer")
    /// The program wrote a line above `answerBytes`.
    public static let externalAnswerTooLarge = Self(rawValue: "external_answer_too_large")
    /// After a restart the program says that it is another one, or another version, than at first.
    public static let externalChanged = Self(rawValue: "external_changed")
    /// The program broke down too many times in a row, and is left alone for a while.
    public static let externalKeepsFailing = Self(rawValue: "external_keeps_failing")
}

/// What is known of a program that failed: the cause of an external plugin's errors.
///
/// What a program writes to stderr may hold anything, so it stands only in the ``debugDescription``.
public struct ProgramFailure: Error, Sendable {
    /// How the program ended, such as `exit status 1` or `signal 11`; `nil` where it was still running.
    public var ending: String?
    /// The last 4 KB that the program wrote to stderr.
    public var standardError: String

    /// Creates a failure.
    public init(ending: String?, standardError: String) {
        self.ending = ending
        self.standardError = standardError
    }
}

extension ProgramFailure: CustomStringConvertible, CustomDebugStringConvertible {
    /// How the program ended, and nothing that it wrote.
    public var description: String { ending.map { "The program ended with \($0)." } ?? "The program was running." }

    /// How the program ended, and the last that it wrote to stderr.
    public var debugDescription: String {
        standardError.isEmpty ? "\(description) It wrote nothing to stderr." : "\(description) The end of its stderr:\n\(standardError)"
    }
}
