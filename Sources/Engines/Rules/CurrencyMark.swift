/// How a currency is printed beside amounts.
struct CurrencyMark: Hashable {
    /// The code of ISO 4217.
    var code: String
    /// Whether several currencies are printed like this, such as `$`.
    var isAmbiguous: Bool

    /// The currency of a folded word, such as `eur` or `rm`.
    init?(word: String) {
        if Self.codes.contains(word) {
            self.init(code: word.uppercased(), isAmbiguous: false)
        } else if let code = Self.words[word] {
            self.init(code: code, isAmbiguous: false)
        } else {
            return nil
        }
    }

    /// The currency of a sign.
    init?(sign: Unicode.Scalar) {
        guard let (code, isAmbiguous) = Self.signs[sign] else { return nil }
        self.init(code: code, isAmbiguous: isAmbiguous)
    }

    private init(code: String, isAmbiguous: Bool) {
        self.code = code
        self.isAmbiguous = isAmbiguous
    }

    private static let codes: Set<String> = [
        "eur", "usd", "gbp", "chf", "aud", "cad", "nzd", "jpy", "cny", "inr", "myr", "sgd", "sek", "nok", "dkk", "pln", "czk", "huf",
        "brl", "mxn", "zar", "thb", "idr", "php", "hkd", "aed", "try", "ils", "krw", "ron", "bgn", "isk", "sar", "clp", "cop", "ars",
    ]
    private static let words: [String: String] = [
        "rm": "MYR", "rs": "INR", "rs.": "INR", "euro": "EUR", "euros": "EUR", "kr": "SEK", "kč": "CZK", "zl": "PLN", "ft": "HUF",
        "sfr": "CHF", "fr.": "CHF", "us$": "USD", "a$": "AUD", "c$": "CAD", "s$": "SGD", "hk$": "HKD", "nz$": "NZD", "r$": "BRL",
    ]
    private static let signs: [Unicode.Scalar: (String, Bool)] = [
        "$": ("USD", true), "€": ("EUR", false), "£": ("GBP", false), "¥": ("JPY", true), "₹": ("INR", false), "₺": ("TRY", false),
        "₩": ("KRW", false), "฿": ("THB", false), "₱": ("PHP", false), "₽": ("RUB", false), "₪": ("ILS", false),
    ]
}
