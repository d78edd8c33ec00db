/// A model of Tesseract's, by the name of its file.
struct TesseractLanguage: Hashable, Sendable {
    /// Tesseract's name, such as `deu` or `chi_sim`.
    var code: String

    /// The model that finds out which way up a page is. It reads no language.
    static let orientation = TesseractLanguage(code: "osd")

    init(code: String) { self.code = code }

    /// The model for a BCP 47 tag; a name that isn't a tag of the table stands for itself.
    init(named name: String) {
        let parts = name.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" }).map(String.init)
        let candidates = (0..<parts.count).reversed().map { parts[0...$0].joined(separator: "-") }
        code = candidates.lazy.compactMap { Self.codes[$0] }.first ?? name
    }

    /// The language as a BCP 47 tag; `und` for a model of more than one language, such as that of a script.
    var tag: String {
        if let tag = Self.table.first(where: { $0.code == code })?.tag { return tag }
        let isPlain = code.utf8.count == 3 && code.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        return isPlain ? code : "und"
    }

    /// The package of Debian and its relatives that has the model.
    var debianPackage: String {
        "tesseract-ocr-" + code.lowercased().map { $0 == "_" || $0 == "/" ? "-" : String($0) }.joined()
    }

    /// Whether the name can be one: it becomes part of a path, and of a list in which `+` and `~` have a meaning.
    var isPlausible: Bool {
        !code.isEmpty && code.allSatisfy { $0.isLetter || $0.isNumber || "_-./".contains($0) }
    }

    /// By lower-case tag.
    private static let codes: [String: String] = {
        var codes = Dictionary(table.map { ($0.tag.lowercased(), $0.code) }, uniquingKeysWith: { first, _ in first })
        codes.merge(
            [
                "zh": "chi_sim", "zh-cn": "chi_sim", "zh-sg": "chi_sim", "zh-tw": "chi_tra", "zh-hk": "chi_tra", "zh-mo": "chi_tra",
                "nb": "nor", "nn": "nor", "sr": "srp", "uz": "uzb", "az": "aze",
            ], uniquingKeysWith: { first, _ in first })
        return codes
    }()

    /// Where Tesseract's name isn't the tag. A language without a two-letter tag has the same name in both.
    private static let table: [(code: String, tag: String)] = [
        ("eng", "en"), ("deu", "de"), ("fra", "fr"), ("spa", "es"), ("ita", "it"), ("por", "pt"), ("nld", "nl"), ("dan", "da"),
        ("swe", "sv"), ("nor", "no"), ("fin", "fi"), ("isl", "is"), ("pol", "pl"), ("ces", "cs"), ("slk", "sk"), ("slv", "sl"),
        ("hrv", "hr"), ("bos", "bs"), ("srp", "sr-Cyrl"), ("srp_latn", "sr-Latn"), ("mkd", "mk"), ("bul", "bg"), ("rus", "ru"),
        ("ukr", "uk"), ("bel", "be"), ("hun", "hu"), ("ron", "ro"), ("ell", "el"), ("tur", "tr"), ("est", "et"), ("lav", "lv"),
        ("lit", "lt"), ("gle", "ga"), ("cym", "cy"), ("mlt", "mt"), ("cat", "ca"), ("eus", "eu"), ("glg", "gl"), ("ltz", "lb"),
        ("sqi", "sq"), ("lat", "la"), ("afr", "af"), ("yid", "yi"), ("ara", "ar"), ("heb", "he"), ("fas", "fa"), ("urd", "ur"),
        ("hin", "hi"), ("ben", "bn"), ("tam", "ta"), ("tel", "te"), ("mar", "mr"), ("tha", "th"), ("vie", "vi"), ("ind", "id"),
        ("msa", "ms"), ("jpn", "ja"), ("kor", "ko"), ("chi_sim", "zh-Hans"), ("chi_tra", "zh-Hant"), ("kat", "ka"), ("hye", "hy"),
        ("kaz", "kk"),
        ("uzb", "uz-Latn"), ("uzb_cyrl", "uz-Cyrl"), ("aze", "az-Latn"), ("aze_cyrl", "az-Cyrl"), ("swa", "sw"),
        ("deu_latf", "de-Latf"), ("frk", "de-Latf"),
    ]
}
