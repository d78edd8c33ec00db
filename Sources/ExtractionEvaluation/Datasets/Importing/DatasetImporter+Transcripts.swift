internal import ExtractionKit

extension DatasetImporter {
    /// Pages with their transcripts: `ID.png` (or another picture), `ID.txt`, and `ID.json` with `language` and `kind`.
    ///
    /// Where there is an `ID.norm.txt`, it is the text, because `ID.txt` then keeps letters that no engine is made to tell (long s,
    /// superscript e). A page with an `ID.uzn` is left out: its transcript covers only the zones in that file. Documents whose `language` is
    /// said to be historical have the tag `historical`.
    public static let transcripts = DatasetImporter(
        besides: "ocr_text", form: "pictures with a JSON of 'language' and 'kind' and a transcript (.txt) beside them",
        isTruth: { truth, entry in truth["language"] != nil && truth["kind"] != nil && truth["form"] == nil },
        licence: { listing in
            let stated = try listing.entries.compactMap { try $0.truth?.get().optional("_licence")?.string }
            return stated.isEmpty ? listing.licence : Set(stated).sorted().joined(separator: ", ")
        },
        document: { entry, listing in
            if listing.folder.hasFile(entry.stem + ".uzn") { return .skipped("its transcript covers only zones of the page (.uzn)") }
            guard let text = try listing.text(of: entry, ending: ".norm.txt") ?? listing.text(of: entry) else {
                return .skipped(DatasetListing.Entry.withoutTruth)
            }
            let language = try entry.truth?.get().optional("language")?.string ?? ""
            return try .taken(
                DatasetDocument(
                    id: entry.stem, path: listing.location(of: entry), tags: language.contains("historical") ? ["historical"] : [],
                    language: languages[String(language.prefix { $0.isLetter || $0 == "+" })], truth: DocumentTruth(text: text)))
        })

    /// BCP 47 tags of the ISO 639-2 codes that are met; several languages on a page have none.
    private static let languages = [
        "eng": "en", "deu": "de", "fra": "fr", "ita": "it", "spa": "es", "por": "pt", "nld": "nl", "lat": "la",
    ]
}
