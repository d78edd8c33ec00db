/// Words that say what a document is, or whom it is for, and so are no names.
enum TitleWord {
    /// Words of titles and greetings, folded.
    static let all: Set<String> = [
        "invoice", "receipt", "tax", "bill", "cash", "certificate", "analysis", "of", "copy", "original", "duplicate", "page", "credit",
        "note", "statement",
        "simplified", "sales", "order", "quotation", "report", "test", "official", "payment", "welcome", "thank", "you", "rechnung",
        "handelsrechnung", "gutschrift",
        "kopie", "quittung", "kassenbon", "facture", "avoir", "recu", "ticket", "factura", "recibo", "factuur", "fattura", "bon",
        "delivery", "date", "no",
        "customer", "account", "summary", "total", "pass", "fail", "sample", "results", "result", "regulatory", "compliance", "quality",
        "assurance", "testing",
        "beispiel", "muster", "version", "table", "your", "ihre", "votre", "the", "for", "powered", "by", "amended", "iban",
        "bic", "swift", "gln", "gtin", "details", "trade", "logo", "check", "in", "eur",
        "name", "director", "manager", "document", "number",
    ]
    /// Words above the name of a recipient, folded.
    static let recipients: Set<String> = [
        "bill", "billed", "ship", "sold", "customer", "client", "buyer", "deliver", "attention", "attn", "invoice-to", "kaufer", "kunde",
        "rechnungsempfanger", "empfanger",
        "leistungsempfanger", "lieferadresse", "rechnungsadresse", "destinataire", "acheteur", "cliente", "comprador", "factuuradres",
        "afleveradres", "klant", "destinatario",
        "producer", "cultivator", "distributor", "manufacturer", "herr", "frau", "mr", "mrs",
    ]
    /// Headings of the parts of a certificate of analysis, folded.
    static let panels: Set<String> = [
        "cannabinoid", "cannabinoids", "overview", "potency", "terpene", "terpenes", "terpenoids", "pesticide", "pesticides", "mycotoxin",
        "mycotoxins", "microbial", "microbials", "microbiology", "metals", "heavy", "solvents", "residual", "profile", "analyte",
        "analytes", "moisture", "foreign", "matter", "water", "activity", "panel", "safety", "cannabinoide",
    ]

    /// Of the words above, those that address a person.
    static let forms: Set<String> = ["herr", "frau", "mr", "mrs"]
}
