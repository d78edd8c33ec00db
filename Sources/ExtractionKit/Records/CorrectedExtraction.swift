/// An extraction with what people have corrected put in.
///
/// A correction goes on holding when the document is extracted again, for as long as the field is looked for: what a person said is not
/// overwritten by what a program finds later. Where a later extraction finds something that is neither what was found before nor what the
/// person said, that is among the ``disagreements``, for somebody to look at.
public struct CorrectedExtraction: Sendable {
    /// The extraction as it was made.
    public let stored: StoredExtraction
    /// All corrections of the document, in the order in which they were made.
    public let history: [Correction]
    /// The corrections that hold, in the same order: the last one of each field that the extraction looked for.
    public let corrections: [Correction]
    /// The result with the corrections put in. A corrected field has the source `correction`.
    public let extraction: Extraction
    /// The corrections that hold although the extraction now finds something else than what they took the place of.
    public let disagreements: [Correction]

    /// Puts corrections into an extraction.
    public init(_ stored: StoredExtraction, history: [Correction]) {
        self.stored = stored
        self.history = history
        var last: [Place: Int] = [:]
        for (index, correction) in history.enumerated() { last[Place(correction)] = index }
        var result = stored.extraction
        var holding: [Correction] = [], disagreements: [Correction] = []
        for (index, correction) in history.enumerated() where last[Place(correction)] == index {
            let found = result.finding(correction.field, part: correction.part)
            // What wasn't looked for this time isn't put into the result.
            guard found.isLookedFor || correction.extraction == stored.sequence else { continue }
            holding.append(correction)
            let first = history.first { Place($0) == Place(correction) }
            let values = [correction.new?.value, correction.old?.value, first?.old?.value]
            if correction.extraction != stored.sequence, !values.contains(found.field?.value) { disagreements.append(correction) }
            result.apply(correction)
        }
        corrections = holding
        extraction = result
        self.disagreements = disagreements
    }

    private struct Place: Hashable {
        var part: Int?
        var field: String

        init(_ correction: Correction) {
            part = correction.part
            field = correction.field
        }
    }
}

extension ExtractedField {
    /// A field as a person gives it.
    ///
    /// - Parameters:
    ///   - name: The field's name.
    ///   - type: What kind of value it holds.
    ///   - value: The value.
    ///   - grounding: Where it stands, where the person showed it.
    public static func corrected(name: String, type: FieldType, value: FieldValue, raw: String, grounding: [Grounding] = [])
        -> ExtractedField
    {
        ExtractedField(name: name, type: type, value: value, raw: raw, confidence: 1, grounding: grounding, source: "correction")
    }
}

extension Extraction {
    /// A field, and whether it was looked for.
    func finding(_ name: String, part: Int?) -> (field: ExtractedField?, isLookedFor: Bool) {
        let (fields, missing) =
            if let part {
                parts.first { $0.pages.lowerBound == part }.map { ($0.fields, $0.missing) } ?? ([], [])
            } else {
                (fields, missing)
            }
        let field = fields.first { $0.name == name }
        return (field, field != nil || missing.contains { $0.name == name })
    }

    fileprivate mutating func apply(_ correction: Correction) {
        guard let part = correction.part else { return Self.apply(correction, to: &fields, &missing) }
        guard let index = parts.firstIndex(where: { $0.pages.lowerBound == part }) else { return }
        var found = parts[index]
        Self.apply(correction, to: &found.fields, &found.missing)
        parts[index] = found
    }

    private static func apply(_ correction: Correction, to fields: inout [ExtractedField], _ missing: inout [MissingField]) {
        let index = fields.firstIndex { $0.name == correction.field }
        switch (correction.new, index) {
        case (let new?, let index?): fields[index] = new
        case (let new?, nil): fields.append(new)
        case (nil, let index?): fields.remove(at: index)
        case (nil, nil): break
        }
        missing.removeAll { $0.name == correction.field }
        if correction.new == nil { missing.append(MissingField(name: correction.field, reason: "corrected")) }
    }
}
