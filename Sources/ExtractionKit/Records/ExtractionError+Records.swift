extension ExtractionError {
    /// What a record store throws where there is something with an id that is to be added. It is a `conflict`.
    ///
    /// - Parameter what: What there is, with its article: `a document`.
    public static func taken(_ what: String) -> ExtractionError {
        ExtractionError(.conflict, "There is \(what) with that id already; choose another id, or change that one.")
    }

    /// What a record store throws where an id is nobody's. It is `notFound`.
    ///
    /// - Parameter what: What is missing, without an article: `document`.
    public static func unknown(_ what: String) -> ExtractionError {
        ExtractionError(.notFound, "There is no \(what) with that id; look it up in the list.")
    }

    /// What a record store throws for a correction of a field that somebody else has corrected in between. It is a `conflict`.
    public static var correctedMeanwhile: ExtractionError {
        ExtractionError(.conflict, "Somebody has corrected the same field in between; look at it again.")
    }

    /// What a record store throws for a reservation that was settled or released before. It is a `conflict`.
    public static var reservationEnded: ExtractionError {
        ExtractionError(.conflict, "The reservation was settled or released before; reserve again for other work.")
    }

    /// What a record store throws for a folder that can't be removed since others lie in it. It is a `conflict`.
    public static var folderInUse: ExtractionError {
        ExtractionError(.conflict, "Other folders lie in this one; remove them first.")
    }
}
