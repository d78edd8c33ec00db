internal import ExtractionKit
internal import Foundation

/// The fields of an index, and how its vectors are searched.
struct AzureIndexLayout {
    let name: String
    let space: EmbeddingSpace?

    /// What the vectors' profile is called: another space has another name.
    private var profile: String {
        let text = space.map { "\($0.model) \($0.dimensions)" } ?? "words"
        return "space-" + BlobID(of: Array(text.utf8)).rawValue.prefix(16)
    }

    /// The definition for the service.
    var definition: JSONValue {
        func field(_ name: String, _ type: String, _ attributes: [String: JSONValue] = [:]) -> JSONValue {
            var field: [String: JSONValue] = [
                "name": .string(name), "type": .string(type), "key": false, "searchable": false, "filterable": false, "sortable": false,
                "facetable": false, "retrievable": true,
            ]
            field.merge(attributes) { $1 }
            return .object(field)
        }
        let filterable: [String: JSONValue] = ["filterable": true]
        let ordered: [String: JSONValue] = ["filterable": true, "sortable": true]
        var fields: [JSONValue] = [
            field("id", "Edm.String", ["key": true]), field("tenantId", "Edm.String", filterable),
            field("documentId", "Edm.String", ordered),
            field("number", "Edm.Int32", ordered), field("isFirst", "Edm.Boolean", filterable), field("type", "Edm.String", filterable),
            field("day", "Edm.Int32", filterable),
            [
                "name": "folders", "type": "Collection(Edm.String)", "searchable": false, "filterable": true, "facetable": false,
                "retrievable": false,
            ],
            [
                "name": "fields", "type": "Collection(Edm.ComplexType)",
                "fields": .array(
                    [("name", "Edm.String"), ("text", "Edm.String"), ("run", "Edm.String"), ("number", "Edm.Double"), ("day", "Edm.Int32")]
                        .map {
                            ["name": .string($0.0), "type": .string($0.1), "searchable": false, "filterable": true, "facetable": false]
                        }),
            ],
            field("content", "Edm.String", ["searchable": true, "retrievable": false]), field("attributes", "Edm.String"),
            field("chunk", "Edm.String"),
        ]
        if let space {
            fields.append([
                "name": "vector", "type": "Collection(Edm.Single)", "searchable": true, "stored": false, "retrievable": false,
                "dimensions": .number(Decimal(space.dimensions)), "vectorSearchProfile": .string(profile),
            ])
        }
        return [
            "name": .string(name), "fields": .array(fields),
            "vectorSearch": [
                "algorithms": [
                    [
                        "name": "hnsw", "kind": "hnsw",
                        "hnswParameters": ["m": 4, "efConstruction": 400, "efSearch": 500, "metric": "cosine"],
                    ]
                ],
                "profiles": [["name": .string(profile), "algorithm": "hnsw"]],
            ],
        ]
    }

    /// Whether an index that is there has these fields and is for this space.
    func isKept(by found: JSONValue) -> Bool {
        func names(_ definition: JSONValue) -> Set<String> { Set((definition["fields"]?.array ?? []).compactMap { $0["name"]?.string }) }
        let profiles = (found["vectorSearch"]?["profiles"]?.array ?? []).compactMap { $0["name"]?.string }
        return names(definition).isSubset(of: names(found)) && profiles.contains(profile)
    }
}
