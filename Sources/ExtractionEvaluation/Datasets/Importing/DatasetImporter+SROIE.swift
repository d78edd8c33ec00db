internal import ExtractionKit

extension DatasetImporter {
    /// Receipts with four fields, as in ICDAR 2019 SROIE (Huang et al., "ICDAR2019 Competition on Scanned Receipt OCR and Information
    /// Extraction"): `ID.jpg`, `ID.json` with `company`, `date`, `address` and `total`, `ID.txt` with a transcript in capitals, and
    /// `ID.lines.json` with its lines, `[{"text", "box": [x1, y1, …, x4, y4]}]` in pixels.
    ///
    /// Fields get the names of the schema `receipt`. Dates are read with the day first, as Malaysia writes them, and otherwise only where
    /// they can't be; amounts become numbers; what can't be read stays as it is printed. A label that is empty isn't judged. Documents that
    /// `suspect_labels.json` names have the tag `suspect-label`; the tag `capitals` says that the text must be compared without case.
    public static let sroie = DatasetImporter(
        besides: "sroie", form: "pictures with a JSON of 'company', 'date', 'address' and 'total' beside them",
        isTruth: { truth, _ in ["company", "date", "address", "total"].allSatisfy { truth[$0] != nil } },
        document: { entry, listing in
            guard let truth = try entry.truth?.get() else { return .skipped(DatasetListing.Entry.withoutTruth) }
            let text = try listing.text(of: entry)
            var tags: Set<String> = text == nil ? [] : ["capitals"]
            if try listing.companion("suspect_labels.json")?[entry.stem] != nil { tags.insert("suspect-label") }
            return try .taken(
                DatasetDocument(
                    id: entry.stem, path: listing.location(of: entry), tags: tags, language: "en",
                    truth: DocumentTruth(
                        documentType: "receipt", text: text, lines: lines(of: entry, listing),
                        fields: FieldTruth(receiptFields(truth), isComplete: false))))
        })

    private static func lines(of entry: DatasetListing.Entry, _ listing: DatasetListing) throws -> [TranscriptLine]? {
        try listing.companion(entry.stem + ".lines.json")?.elements.map { line in
            let numbers = try line.required("box").elements.map { try $0.number }
            guard numbers.count == 8 else { throw line.error("must have a 'box' of eight numbers.") }
            let corners = (0..<4).map { Point(x: numbers[2 * $0], y: numbers[2 * $0 + 1]) }
            return try TranscriptLine(
                text: line.required("text").string,
                polygon: Polygon(topLeft: corners[0], topRight: corners[1], bottomRight: corners[2], bottomLeft: corners[3]))
        }
    }

    private static func receiptFields(_ truth: JSONMember) throws -> [String: JSONValue] {
        var values: [String: JSONValue] = [:]
        for (label, name) in [("company", "merchant_name"), ("date", "date"), ("address", "merchant_address"), ("total", "total")] {
            guard let text = try truth.optional(label)?.string, !text.allSatisfy(\.isWhitespace) else { continue }
            values[name] =
                switch label {
                case "date": .string(isoDate(text) ?? text)
                case "total": PrintedNumber(text).map { .number($0.value) } ?? .string(text)
                default: .string(text)
                }
        }
        return values
    }

    /// A printed date in ISO 8601, or `nil` for what can't be read. Eight digits may be `20180304` or `25032018`.
    static func isoDate(_ text: String) -> String? {
        if let printed = PrintedDate(text) { return printed.date.description }
        let digits = text.filter { !$0.isWhitespace }
        guard digits.utf8.count == 8, digits.allSatisfy(\.isASCIIDigit), let number = Int(digits) else { return nil }
        return CalendarDate(year: number % 10_000, month: number / 10_000 % 100, day: number / 1_000_000)?.description
    }
}
