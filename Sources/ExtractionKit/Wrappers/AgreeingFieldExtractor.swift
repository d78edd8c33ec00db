#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Asks several extractors, and believes most what they agree on: a language model and rules, for example, which fail in different ways.
///
/// For each field the extractor that is surest of its value gives it. Another one with the same value makes it surer, one with another
/// value less sure, and the warning `extractors_disagree` names the field; an extractor without a value says nothing. A field that only
/// one of them finds is taken as it is. Rows of tables are compared in their order, where the numbers of rows are equal.
///
/// In the auto mode the first extractor that knows the kind of document decides on it, and the others look for the fields of that kind. What
/// is found in a kind that none of them knows, or in several documents of a file, is given as the first one with fields has it.
public struct AgreeingFieldExtractor: FieldExtractor {
    /// The extractors; the first one that knows the kind of document decides on it.
    public var extractors: [any FieldExtractor]
    /// How much an extractor with the same value adds to the log odds that the value is right.
    public var agreement: Double
    /// How much an extractor with another value takes away.
    public var disagreement: Double

    /// Creates an extractor of others.
    ///
    /// - Precondition: There is at least one.
    public init(_ extractors: [any FieldExtractor], agreement: Double = 2, disagreement: Double = 2) {
        precondition(!extractors.isEmpty, "An extractor made of others needs one.")
        self.extractors = extractors
        self.agreement = agreement
        self.disagreement = disagreement
    }

    /// That of its extractors and weights.
    public var identity: PluginIdentity {
        var identity = PluginIdentity.combining(extractors.map(\.identity), as: Self.id)
        identity.settings += " \(agreement) \(disagreement)"
        return identity
    }

    /// Somewhere else as soon as one of them is.
    public var residency: Residency { extractors.map(\.residency).first { $0 != .local } ?? .local }

    /// Finds the fields.
    ///
    /// - Throws: What the first extractor throws. Where another one fails, the others' answer is given with the warning `extractor_failed`.
    public func fields(for request: FieldRequest, in document: ReadDocument) async throws -> FieldResult {
        var (result, index) = try await deciding(request, in: document)
        let schema: RecordSchema
        switch request.target {
        case .schema(let wanted): schema = wanted
        case .anyOf(let schemas):
            guard let known = schemas.first(where: { $0.id == result.documentType?.id }) else { return result }
            schema = known
        }
        var own = request
        own.target = .schema(schema)
        var others: [FieldResult] = []
        for (number, extractor) in extractors.enumerated() where number != index {
            let other = try await answer(of: extractor, at: number, for: own, in: document)
            result.usage += other.usage
            result.warnings += other.warnings
            others.append(other)
        }
        let names = schema.fields.map(\.name)
        var fields: [ExtractedField] = []
        for name in names {
            let found = ([result] + others).compactMap { $0.fields.first { $0.name == name } }
            guard let best = found.max(by: { $0.confidence < $1.confidence }) else { continue }
            let index = found.firstIndex(of: best) ?? 0
            let rivals = found.enumerated().filter { $0.offset != index }.map(\.element)
            fields.append(judged(best, by: rivals))
            if rivals.contains(where: { Self.sameness(best, $0) == false }) {
                result.warnings.append(
                    Warning(
                        code: "extractors_disagree", message: "The extractors find different values of '\(name)'; the surer one is given.",
                        page: best.grounding.first?.region.page))
            }
        }
        let found = Set(fields.map(\.name))
        result.missing = result.missing.filter { !found.contains($0.name) }
        result.fields = fields
        return result
    }

    /// The answer that decides on the kind of document, and whose it is.
    private func deciding(_ request: FieldRequest, in document: ReadDocument) async throws -> (FieldResult, Int) {
        guard case .anyOf(let schemas) = request.target else {
            return try await (answer(of: extractors[0], at: 0, for: request, in: document), 0)
        }
        var best: FieldResult?, usage = Usage(), warnings: [Warning] = []
        for (number, extractor) in extractors.enumerated() {
            var result = try await answer(of: extractor, at: number, for: request, in: document)
            usage += result.usage
            warnings += result.warnings
            (result.usage, result.warnings) = (usage, warnings)
            if !result.parts.isEmpty || schemas.contains(where: { $0.id == result.documentType?.id }) { return (result, number) }
            if best?.fields.isEmpty ?? true { best = result }
        }
        var result = best ?? FieldResult(fields: [])
        (result.usage, result.warnings) = (usage, warnings)
        return (result, 0)
    }

    private func answer(
        of extractor: any FieldExtractor, at number: Int, for request: FieldRequest, in document: ReadDocument
    ) async throws -> FieldResult {
        do {
            return try await extractor.fields(for: request, in: document)
        } catch let error as ExtractionError where number > 0 && error.code != .deadlineExceeded {
            let warning = Warning(
                code: "extractor_failed", message: "'\(extractor.identity.id)' failed and was left out: \(error.message)")
            return FieldResult(fields: [], warnings: [warning])
        }
    }

    /// The field with what others say of it.
    private func judged(_ field: ExtractedField, by others: [ExtractedField]) -> ExtractedField {
        var field = field
        if case .table(let rows) = field.value {
            let tables = others.compactMap { other in if case .table(let rows) = other.value { rows } else { nil } }
            let judged = rows.enumerated().map { index, row in
                FieldRow(
                    cells: row.cells.map { cell in
                        self.judged(cell, by: tables.filter { $0.count == rows.count }.compactMap { $0[index][cell.name] })
                    })
            }
            field.value = .table(judged)
            let confidences = judged.flatMap { $0.cells.map(\.confidence) }
            if !confidences.isEmpty, confidences != rows.flatMap({ $0.cells.map(\.confidence) }) {
                field.confidence = confidences.reduce(0, +) / Double(confidences.count)
            }
            return field
        }
        let votes = others.reduce(0.0) { sum, other in
            switch Self.sameness(field, other) {
            case true?: sum + agreement
            case false?: sum - disagreement
            case nil: sum
            }
        }
        guard votes != 0 else { return field }
        let certain = min(max(field.confidence, 0.001), 0.999)
        field.confidence = 1 / (1 + exp(-(log(certain / (1 - certain)) + votes)))
        return field
    }

    /// Whether both say the same; `nil` where they can't be compared.
    static func sameness(_ one: ExtractedField, _ other: ExtractedField) -> Bool? {
        switch (one.value, other.value) {
        case (.text(let one), .text(let other)): one.plainText == other.plainText
        case (.money(let one, let oneCurrency), .money(let other, let otherCurrency)):
            one == other && (oneCurrency == nil || otherCurrency == nil || oneCurrency == otherCurrency)
        case (.number(let one, let oneUnit), .number(let other, let otherUnit)):
            one == other && (oneUnit == nil || otherUnit == nil || oneUnit == otherUnit)
        case (.number(let one, _), .money(let other, _)), (.money(let one, _), .number(let other, _)): one == other
        case (.time(let one), .time(let other)): one.hasPrefix(other) || other.hasPrefix(one)
        case (.table(let one), .table(let other)): one.count == other.count ? nil : false
        case (.date, .date), (.percentage, .percentage), (.boolean, .boolean): one.value == other.value
        default: nil
        }
    }
}

extension String {
    /// The letters and digits in lower case.
    fileprivate var plainText: String { lowercased().filter { $0.isLetter || $0.isNumber } }
}
