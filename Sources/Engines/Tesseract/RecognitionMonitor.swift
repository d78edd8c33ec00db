internal import CTesseract
internal import ExtractionEngineSupport
internal import ExtractionKit

/// What Tesseract asks, before each word, whether to go on.
final class RecognitionMonitor {
    let description: OpaquePointer?
    private let status: CallStatus

    /// Creates a monitor whose time begins to run now.
    init(status: CallStatus, deadline: Deadline) {
        self.status = status
        description = TessMonitorCreate()
        // The monitor keeps the status alive, and Tesseract asks only during a call that the monitor outlives.
        TessMonitorSetCancelThis(description, Unmanaged.passUnretained(status).toOpaque())
        TessMonitorSetCancelFunc(description) { status, _ in
            guard let status else { return false }
            return Unmanaged<CallStatus>.fromOpaque(status).takeUnretainedValue().isAbandoned
        }
        if let milliseconds = Self.milliseconds(until: deadline) { TessMonitorSetDeadlineMSecs(description, milliseconds) }
    }

    deinit { TessMonitorDelete(description) }

    /// The time left, rounded up, so that Tesseract never stops before the deadline; `nil` for longer than Tesseract can count (24 days).
    /// Zero would mean none, so it is at least 1.
    private static func milliseconds(until deadline: Deadline) -> CInt? {
        guard let parts = deadline.remaining?.components else { return nil }
        let (whole, overflow) = parts.seconds.multipliedReportingOverflow(by: 1000)
        guard !overflow, whole < Int64(CInt.max) - 1001 else { return nil }
        return CInt(whole + parts.attoseconds / 1_000_000_000_000_000 + 1)
    }
}
