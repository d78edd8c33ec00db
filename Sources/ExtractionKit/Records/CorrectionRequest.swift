/// What a person wants a field to be.
public struct CorrectionRequest: Hashable, Sendable {
    /// The document's id.
    public var document: String
    /// The first page of the part, where the file holds several documents; `nil` for the file itself.
    public var part: Int?
    /// The field's name.
    public var field: String
    /// What is right; `nil` where the document doesn't have the field.
    public var new: ExtractedField?
    /// Who corrects it.
    public var actor: String
    /// When.
    public var moment: Timestamp

    /// Creates a request.
    public init(
        document: String, part: Int? = nil, field: String, new: ExtractedField?, actor: String, at moment: Timestamp = .now
    ) {
        self.document = document
        self.part = part
        self.field = field
        self.new = new
        self.actor = actor
        self.moment = moment
    }
}

extension TenantRecords {
    /// Corrects a field in the newest extraction of the document that looked for it.
    ///
    /// - Returns: The correction, with what stood there before.
    /// - Throws: `notFound` where no extraction of the document looked for the field or the part isn't there, `invalidRequest` for a
    ///   correction that changes nothing, `conflict` where somebody else corrects the same field at the same time.
    @discardableResult public func correct(_ request: CorrectionRequest) async throws -> Correction {
        guard let current = try await corrected(request.document, lookingFor: request.field, part: request.part) else {
            throw ExtractionError(.notFound, "No extraction of the document looked for that field; extract it with the field first.")
        }
        let old = current.extraction.finding(request.field, part: request.part).field
        var new = request.new
        new?.name = request.field
        let last = current.history.last { $0.field == request.field && $0.part == request.part }
        guard old != new || last == nil else {
            throw ExtractionError(.invalidRequest, "The field has that value already; nothing was corrected.")
        }
        let correction = Correction(
            document: request.document, extraction: current.stored.sequence, part: request.part, field: request.field,
            actor: request.actor, at: request.moment, old: old, new: new, replaces: last?.id)
        try await add(correction)
        return correction
    }

    /// The newest extraction of a document that looked for a field, found or not, with what people have corrected; `nil` where none did.
    ///
    /// - Parameters:
    ///   - document: The document's id.
    ///   - field: The field's name.
    ///   - part: The first page of the part, where the file holds several documents; `nil` for the file itself.
    public func corrected(_ document: String, lookingFor field: String, part: Int? = nil) async throws -> CorrectedExtraction? {
        var cursor: RecordCursor?
        repeat {
            let page = try await extractions(ofDocument: document, RecordPageRequest(limit: 20, after: cursor))
            if let stored = page.items.first(where: { $0.extraction.finding(field, part: part).isLookedFor }) {
                return try await CorrectedExtraction(stored, history: corrections(ofDocument: document))
            }
            cursor = page.next
        } while cursor != nil
        return nil
    }

    /// The latest extraction of a document with what people have corrected; `nil` where there is no extraction.
    public func corrected(_ document: String) async throws -> CorrectedExtraction? {
        guard let stored = try await latestExtraction(ofDocument: document) else { return nil }
        return try await CorrectedExtraction(stored, history: corrections(ofDocument: document))
    }
}
