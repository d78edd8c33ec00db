extension Deadline {
    /// The moment when a share of the time that is left has passed; ``never`` stays. A share outside of 0 to 1 is moved to the nearer end.
    func afterShare(_ share: Double) -> Deadline {
        guard let remaining, share < 1 else { return self }
        return .after(remaining * max(0, share))
    }
}

extension OCREngine {
    /// Reads within a share of the time that is left, so that what comes after has the rest.
    ///
    /// The engine is told a deadline a tenth before the end of its share, for the sake of a partial page; at the end it is cancelled.
    ///
    /// - Throws: What the engine throws, and `deadlineExceeded` at the end of its share.
    func recognize(_ request: OCRRequest, within share: Double) async throws -> PageText {
        let wall = request.deadline.afterShare(share)
        var told = request
        told.deadline = request.deadline.afterShare(share * 0.9)
        return try await withDeadline(wall, grace: .zero, "The engine '\(identity.id)'") { [told] in try await recognize(told) }
    }
}
