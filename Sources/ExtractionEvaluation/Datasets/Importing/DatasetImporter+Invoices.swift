internal import ExtractionKit

extension DatasetImporter {
    /// Invoices with fields by the names of the schema `invoice`: `ID.pdf`, `ID.json`, and `ID.txt` with the text of the pages.
    ///
    /// Members that begin with `_` aren't fields. `_not_visible_on_page` names fields that a reader of the page couldn't know; they aren't
    /// judged. A document whose JSON says nothing but `_` members is judged by its text alone.
    public static let invoices = DatasetImporter(
        besides: "invoices", form: "documents with a JSON of 'invoice_number' and '_not_visible_on_page' beside them",
        isTruth: { truth, _ in truth["invoice_number"] != nil && truth["_not_visible_on_page"] != nil },
        document: { entry, listing in try schemaDocument(entry, listing, type: "invoice") })

    /// Certificates of analysis with fields by the names of the schema `lab_report`: `ID.pdf`, `ID.json`, and `ID.txt` with the text of the
    /// pages. The analytes are those of the table that `_scope` names; rows of others aren't judged.
    ///
    /// Members that begin with `_` aren't fields. A document whose JSON says nothing but `_` members is judged by its text alone. Documents
    /// with fields have the tag `labelled`.
    public static let certificates = DatasetImporter(
        besides: "coa", form: "documents with a JSON of 'analytes' and '_scope' beside them",
        isTruth: { truth, _ in truth["analytes"] != nil && truth["_scope"] != nil },
        document: { entry, listing in try schemaDocument(entry, listing, type: "lab_report", partial: ["analytes"]) })

    private static func schemaDocument(
        _ entry: DatasetListing.Entry, _ listing: DatasetListing, type: String, partial: Set<String> = []
    ) throws -> ImportedDocument {
        let stated = try entry.truth?.get()
        let values = try stated?.object.filter { !$0.key.hasPrefix("_") }.mapValues(\.withoutPrintedWords) ?? [:]
        let skipped = try Set(stated?.optional("_not_visible_on_page")?.strings ?? [])
        if let stray = skipped.subtracting(values.keys).min() {
            throw ExtractionError.dataset(
                entry.stem + ".json", "_not_visible_on_page", "names '\(stray)', which isn't among the fields; correct it.")
        }
        let truth = try DocumentTruth(
            documentType: type, text: listing.text(of: entry),
            fields: values.isEmpty ? nil : FieldTruth(values, skipped: skipped, partial: partial, isComplete: false))
        guard truth.text != nil || truth.fields != nil else { return .skipped(DatasetListing.Entry.withoutTruth) }
        return try .taken(
            DatasetDocument(
                id: entry.stem, path: listing.location(of: entry), tags: truth.fields == nil ? [] : ["labelled"], truth: truth))
    }
}
