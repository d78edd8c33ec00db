/// A document's fields as a Swift value, with where each stands and how surely.
///
/// ```swift
/// struct Bill: Decodable {
///     var invoiceNumber: String
///     var dueDate: CalendarDate?
///     var totalAmount: Decimal
/// }
/// let bill = try await pipeline.extract(document, as: Bill.self)
/// print(bill.totalAmount, bill["totalAmount"]?.confidence ?? 0, bill["totalAmount"]?.regions ?? [])
/// ```
///
/// ``RecordSchema/init(of:id:)`` says which types properties may have.
@dynamicMemberLookup
public struct Extracted<Value: Sendable>: Sendable {
    /// The value.
    public var value: Value
    /// The whole result.
    public var extraction: Extraction

    /// Makes a value of the fields of a result.
    ///
    /// - Throws: ``ExtractionError`` with the code `incompleteRecord` for a property that isn't optional and has no value that fits.
    public init(_ extraction: Extraction, as type: Value.Type = Value.self) throws where Value: Decodable {
        value = try Value(from: RecordDecoder(source: FieldValues(extraction.fields)))
        self.extraction = extraction
    }

    /// A property of the value.
    public subscript<Property>(dynamicMember property: KeyPath<Value, Property>) -> Property { value[keyPath: property] }

    /// What was found for a property, by its name: the value, its raw text, confidence, places and status. `nil` for one that has none; the
    /// result's ``Extraction/missing`` says why.
    public subscript(property: String) -> ExtractedField? { extraction[property.snakeCased] }
}

extension ExtractedField {
    /// Where the value stands, a region a line.
    public var regions: [PageRegion] { grounding.map(\.region) }

    /// How the value relates to the text at its place, the weakest of several; `nil` for a value without a place.
    public var status: Grounding.Status? {
        let all = Set(grounding.map(\.status))
        return [.fuzzy, .normalised, .exact].first(where: all.contains)
    }
}

extension Pipeline {
    /// Reads the document and finds what a Swift type has properties for.
    ///
    /// Where one of ``schemas`` has fields of the same names, its labels and types are used.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - type: A type whose properties are the fields; see ``RecordSchema/init(of:id:)``.
    ///   - pages: The pages to read.
    /// - Throws: As ``extract(_:)``, and ``ExtractionError`` with the code `invalidRequest` for a type that can't be, `incompleteRecord` for
    ///   a property that isn't optional and has no value. Make properties optional that a document may lack.
    public func extract<Value: Decodable & Sendable>(
        _ document: Document, as type: Value.Type, pages: PageSelection = .all
    ) async throws -> Extracted<Value> {
        let schema = try RecordSchema(of: type).completed(from: schemas)
        return try await Extracted(extract(ExtractionRequest(document, target: .schema(schema), pages: pages)))
    }
}

extension RecordSchema {
    /// The schema with the labels and types of the one among these that has the most of its fields.
    func completed(from schemas: [RecordSchema]) -> RecordSchema {
        let names = Set(fields.map(\.name))
        let alike = schemas.max { left, right in
            left.fields.count { names.contains($0.name) } < right.fields.count { names.contains($0.name) }
        }
        guard let alike else { return self }
        var schema = self
        schema.fields = fields.map { field in alike[field.name].map(field.completed) ?? field }
        return schema
    }
}

extension FieldSchema {
    /// The field with what another of its name says, unless that holds something else.
    fileprivate func completed(from known: FieldSchema) -> FieldSchema {
        let isText = ![.number, .money, .percentage, .date, .boolean, .table].contains(known.type)
        let isNumber = [.number, .money, .percentage].contains(known.type)
        switch type {
        case .any where isText || known.type == .date, .number where isNumber, .money where isNumber, known.type: break
        default: return self
        }
        var field = known
        if type == .choice { field.choices = choices }
        field.columns = columns.map { column in known.columns.first { $0.name == column.name }.map(column.completed) ?? column }
        return field
    }
}
