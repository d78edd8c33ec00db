internal import ExtractionKit

extension DatasetImporter {
    /// Receipts in the layout of CORD (Park et al., "CORD: A Consolidated Receipt Dataset for Post-OCR Parsing", 2019): `image/ID.png` and
    /// `json/ID.json` with `valid_line`, in the folder itself or in `train`, `dev` and `test`.
    ///
    /// Lines get the names of the schema `receipt`: `menu.nm`, `menu.cnt` and `menu.price` of one group are a row of `items`;
    /// `sub_total.subtotal_price`, `sub_total.tax_price` and `total.total_price` are `subtotal`, `tax` and `total`. Other categories, and
    /// words that are labels (`is_key`), are left out. Where a receipt has several lines of a single field that differ, it isn't judged.
    /// Amounts are rupiah: a point or comma before three digits separates thousands. There is no text, because only part of it is labelled.
    public static let cord = DatasetImporter(
        layout: "cord", form: "folders 'image' and 'json' with a JSON of 'valid_line' for each picture",
        recognises: { listing in cordFolders.recognises(listing.folder) { $0["valid_line"]?.value.array != nil } },
        read: { listing in
            try cordFolders.read(listing, layout: "cord") { id, path, split, truth in
                DatasetDocument(
                    id: id, path: path, split: split, truth: DocumentTruth(documentType: "receipt", fields: try cordFields(truth)))
            }
        })

    private static let cordFolders = SplitFolders(
        splits: ["": "dev", "train": "train", "dev": "dev", "test": "test"], documents: "image", truths: "json")

    private static func cordFields(_ truth: JSONMember) throws -> FieldTruth {
        var groups: [Int] = []
        var rows: [Int: [String: String]] = [:]
        var singles: [String: [Int: String]] = [:]
        for line in try truth.required("valid_line").elements {
            let category = try line.required("category").string
            let group = try line.required("group_id").integer(in: Int(Int32.min)...Int(Int32.max))
            let words = try line.required("words").elements.filter { try $0.optional("is_key")?.integer(in: 0...1) != 1 }
            let text = try words.map { try $0.required("text").string }.joined(separator: " ")
            guard !text.isEmpty else { continue }
            if let column = itemColumns[category] {
                if rows[group] == nil { groups.append(group) }
                rows[group, default: [:]][column, default: ""].append(rows[group]?[column] == nil ? text : " " + text)
            } else if let field = singleFields[category] {
                singles[field, default: [:]][group, default: ""].append(singles[field]?[group] == nil ? text : " " + text)
            }
        }
        var values: [String: JSONValue] = [:]
        var skipped: Set<String> = []
        for (field, texts) in singles {
            let amounts = Set(texts.values.map(rupiah))
            if let amount = amounts.first, amounts.count == 1 { values[field] = amount } else { skipped.insert(field) }
        }
        if !groups.isEmpty {
            values["items"] = .array(
                groups.map { group in
                    .object(
                        Dictionary(
                            uniqueKeysWithValues: (rows[group] ?? [:]).map { ($0, $0 == "description" ? .string($1) : rupiah($1)) }))
                })
        }
        return FieldTruth(values, skipped: skipped, isComplete: false)
    }

    private static let itemColumns = ["menu.nm": "description", "menu.cnt": "quantity", "menu.price": "amount"]
    private static let singleFields = [
        "sub_total.subtotal_price": "subtotal", "sub_total.tax_price": "tax", "total.total_price": "total",
    ]

    /// An amount or a quantity such as `Rp 60.000`, `60,000`, `1.234.000,00` or `2x`, or the text where it is none.
    static func rupiah(_ text: String) -> JSONValue {
        var kept = Array(text)
        for (index, character) in kept.enumerated() where character == "." || character == "," {
            let digits = kept[(index + 1)...].prefix(while: \.isASCIIDigit).count
            // The point of `Rp.` is no sign of the number.
            if index == 0 || !kept[index - 1].isASCIIDigit { kept[index] = " " } else if digits == 3 { kept[index] = "'" }
        }
        return PrintedNumber(String(kept)).map { .number($0.value) } ?? .string(text)
    }
}
