/// The moment by which work must have ended, on a clock that never jumps.
public struct Deadline: Hashable, Sendable, Comparable {
    /// The moment, or `nil` for never.
    public let instant: ContinuousClock.Instant?

    private init(_ instant: ContinuousClock.Instant?) { self.instant = instant }

    /// No deadline.
    public static let never = Deadline(nil)

    /// The moment after the given time from now.
    public static func after(_ duration: Duration) -> Deadline { Deadline(.now.advanced(by: duration)) }

    /// The moment after the given number of seconds from now. Anything that isn't a finite number of seconds below a
    /// thousand years is ``never``.
    public static func after(seconds: Double) -> Deadline {
        guard seconds.isFinite, seconds < 3e10 else { return .never }
        return .after(.seconds(max(0, seconds)))
    }

    /// Whether the moment has passed.
    public var hasPassed: Bool { instant.map { $0 <= .now } ?? false }

    /// The time left, not below zero, or `nil` for ``never``.
    public var remaining: Duration? { instant.map { max(.zero, ContinuousClock.now.duration(to: $0)) } }

    /// Whether one comes before the other; ``never`` comes last.
    public static func < (left: Deadline, right: Deadline) -> Bool {
        switch (left.instant, right.instant) {
        case (let left?, let right?): left < right
        case (.some, nil): true
        case (nil, _): false
        }
    }

    /// Throws when the moment has passed.
    ///
    /// - Throws: ``ExtractionError`` with the code `deadlineExceeded`.
    public func check(_ what: String) throws {
        if hasPassed { throw ExtractionError.deadlineExceeded(what) }
    }
}
