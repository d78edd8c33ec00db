internal import ExtractionKit
internal import Foundation

/// What the service keeps of a document: a record of itself, and one of each chunk.
struct AzureRecord {
    /// The number of the document's own record; those of chunks are their own.
    static let documentNumber = -1

    static var foreign: ExtractionError {
        ExtractionError(.invalidAnswer, "The service gave a record of another tenant, and nothing of it is shown; check the index.")
    }

    static var unknown: ExtractionError {
        ExtractionError(.invalidAnswer, "The service gave a record that this package hasn't made; use another name for the index.")
    }

    let tenant: TenantID
    let document: String

    init(_ tenant: TenantID, _ document: String) {
        self.tenant = tenant
        self.document = document
    }

    /// A key: a digest, since ids may have characters that keys may not.
    func key(_ number: Int) -> String { BlobID(of: Array("\(tenant)\n\(document)\n\(number)".utf8)).rawValue }

    func delete(_ number: Int) -> JSONValue { ["@search.action": "delete", "id": .string(key(number))] }

    /// The document's own record.
    func upload(_ attributes: DocumentAttributes) throws -> JSONValue {
        try .object(fields(attributes, number: Self.documentNumber))
    }

    /// A chunk's record.
    func upload(_ chunk: IndexedChunk, _ attributes: DocumentAttributes, isFirst: Bool) throws -> JSONValue {
        var fields = try fields(attributes, number: chunk.chunk.index)
        fields["isFirst"] = .bool(isFirst)
        fields["content"] = .string(chunk.chunk.textInContext)
        fields["chunk"] = try .string(String(decoding: JSONEncoder().encode(chunk.chunk), as: UTF8.self))
        if let embedding = chunk.embedding {
            fields["vector"] = .array(embedding.embedding.components.map { JSONValue(digitsOf: Double($0)) })
        }
        return .object(fields)
    }

    private func fields(_ attributes: DocumentAttributes, number: Int) throws -> [String: JSONValue] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return try [
            "@search.action": "upload", "id": .string(key(number)), "tenantId": .string(tenant.rawValue), "documentId": .string(document),
            "number": .number(Decimal(number)), "folders": .array(Self.folders(attributes.folder).map { .string($0) }),
            "type": attributes.type.map { .string($0) } ?? .null, "day": attributes.date.map { .number(Decimal($0.number)) } ?? .null,
            "fields": .array(Self.terms(attributes.fields)),
            "attributes": .string(String(decoding: encoder.encode(attributes), as: UTF8.self)),
        ]
    }

    /// A folder and all that it lies in.
    private static func folders(_ folder: String) -> [String] {
        let parts = folder.split(separator: "/")
        return parts.indices.map { parts[...$0].joined(separator: "/") }
    }

    /// The values of fields. Texts are kept as their words and as each run of up to four of them: the service compares only whole values.
    private static func terms(_ fields: [String: [SearchableValue]]) -> [JSONValue] {
        var terms: [JSONValue] = []
        for (name, values) in fields.sorted(by: { $0.key < $1.key }) {
            for value in values {
                switch value {
                case .number(let number): terms.append(["name": .string(name), "number": JSONValue(digitsOf: number)])
                case .date(let date): terms.append(["name": .string(name), "day": .number(Decimal(date.number))])
                case .text(let text):
                    let words = SearchWord.all(in: text).map(\.text)
                    terms.append(["name": .string(name), "text": .string(words.joined(separator: " "))])
                    // Beyond that, what is found is judged by the attributes alone.
                    for start in words.indices.prefix(64) {
                        for end in start..<min(words.count, start + ODataFilter.longestRun) {
                            terms.append(["name": .string(name), "run": .string(words[start...end].joined(separator: " "))])
                        }
                    }
                }
            }
        }
        // The service takes 3,000 elements of all collections of a record.
        return Array(terms.prefix(2_900))
    }

    static func decode<Value: Decodable>(_ type: Value.Type, _ text: JSONValue?) throws -> Value {
        guard let text = text?.string, let value = try? JSONDecoder().decode(type, from: Data(text.utf8)) else { throw unknown }
        return value
    }
}

extension CalendarDate {
    /// The digits of the day, as `20251031`: numbers are in the order of days.
    var number: Int { year * 10_000 + month * 100 + day }
}
