public import ExtractionKit

/// A field extractor made of a closure.
public struct ClosureFieldExtractor: FieldExtractor {
    /// `closure`.
    public let identity = PluginIdentity(id: "closure", version: "1")
    /// On this machine.
    public let residency = Residency.local
    private let body: @Sendable (FieldRequest, ReadDocument) async throws -> FieldResult

    /// Creates an extractor that answers with the closure.
    public init(_ body: @escaping @Sendable (FieldRequest, ReadDocument) async throws -> FieldResult) { self.body = body }

    /// Answers with the closure.
    public func fields(for request: FieldRequest, in document: ReadDocument) async throws -> FieldResult {
        try await body(request, document)
    }
}

extension FieldExtractor where Self == ClosureFieldExtractor {
    /// An extractor that finds nothing: every field of a schema is missing.
    public static var findingNothing: ClosureFieldExtractor {
        ClosureFieldExtractor { request, _ in
            switch request.target {
            case .anyOf: FieldResult(documentType: DocumentTypeFinding(id: DocumentTypeFinding.unknown, confidence: 1), fields: [])
            case .schema(let schema):
                FieldResult(fields: [], missing: schema.fields.map { MissingField(name: $0.name, reason: "not_looked_for") })
            }
        }
    }
}
