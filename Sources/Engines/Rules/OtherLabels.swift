/// Labels of what the rules aren't after: they keep a short label from being seen inside of a longer one of another meaning.
enum OtherLabels {
    /// Labels that mean something that no built-in field holds.
    static let all = [
        "total qty", "total quantity", "total items", "total item", "total discount", "total savings", "total saving", "total disc",
        "total points",
        "total weight", "total units", "total hours", "total pages", "total cannabinoids", "total terpenes",
        "total disc amount",
        "item total discount", "tax code", "tax rate", "tax invoice", "simplified tax invoice", "tax summary", "total paid", "amount paid",
        "total tender",
        "total tendered", "amount tendered", "gst summary", "gst code", "gst rate", "tax analysis", "vat rate", "vat %", "tax %",
        "tax basis", "tax base", "amount gst", "amt gst",
        "delivery date", "order date", "date of birth", "due diligence", "expiry date", "expiration date", "exp date", "print date",
        "date printed", "date tested", "date completed",
        "date reported", "manufacture date", "production date", "harvest date", "packaged date", "report created", "report date",
        "date of delivery",
        "lieferdatum", "leistungsdatum", "liefer und leistungsdatum", "bestelldatum", "auftragsdatum", "date de livraison",
        "date de commande", "fecha de entrega",
        "leverdatum", "besteldatum", "orderdatum", "order no", "delivery no", "delivery note no", "customer no", "customer id",
        "account no", "account number", "client no",
        "kundennummer", "kunden nr", "lieferscheinnummer", "lieferschein nr", "kontonummer", "klantnummer", "n° client", "numéro client",
        "id client", "id.client",
        "company no", "company reg no", "registration no", "reg no", "co reg no", "roc no", "business reg no", "phone no", "tel no",
        "fax no", "tel", "fax", "phone",
        "telefon", "téléphone", "teléfono", "batch size", "sample size", "sample type", "sample matrix", "batch result", "license no",
        "license number", "lic no", "lic #",
        "unit mass", "serving size", "order time", "table no", "pos no", "terminal no", "payment method", "payment mode", "payment type",
        "payment terms", "check no",
        "approval code", "approval no", "trace no", "card no", "zwischensumme brutto", "steuersatz", "ust satz", "ust %", "mwst %", "btw %",
        "taux tva", "tva %",
        "bank name", "account name", "product code", "item code", "item no", "artikelnummer", "artikel nr", "position no", "sub batch",
        "total yeast", "total yeast and mold",
        "zahlungsart", "kundendienst", "total aerobic", "total coliforms", "total ochratoxin", "total aflatoxins", "total thcv",
        "total cbg", "total cbn", "total cbc", "total cbdv",
        "zwischensumme netto", "discount", "rabatt", "skonto", "remise", "descuento",
        "korting",
        "test date", "date extracted", "date analyzed", "analysis date", "strain type", "product type", "product id", "invoice to",
        "total sales qty",
    ]

    /// Labels of what was handed over, and what was given back, at a till.
    static let cash = [
        "cash", "cash received", "cash tendered", "tendered", "tender", "amount tendered", "paid", "gegeben", "bar", "espèces", "efectivo",
        "contanti", "contant", "dinheiro", "numerário", "eftpos", "contactless", "card payment", "visa", "mastercard", "debit card",
        "credit card", "ec karte", "girocard", "kartenzahlung", "carte bancaire", "sans contact", "tarjeta", "bancomat", "pinnen",
        "multibanco", "card",
    ]
    /// Labels of the money given back.
    static let change = [
        "change", "change due", "change amount", "balance change", "rückgeld", "rendu", "rendu monnaie", "cambio", "resto", "wisselgeld",
        "troco", "wechselgeld", "zurück",
    ]
    /// Labels of what an amount was rounded by.
    static let rounding = [
        "rounding", "rounding adjustment", "rounding adj", "round adj", "rounding amount", "total rounding", "rundung", "arrondi",
        "redondeo", "arrotondamento", "afronding",
    ]
    /// Headings below which sums are repeated by tax rate.
    static let taxSummaries = [
        "gst summary", "tax summary", "gst analysis", "tax analysis", "vat summary", "vat analysis", "tax breakdown",
        "umsatzsteueraufschlüsselung",
        "steueraufschlüsselung", "mwst aufschlüsselung", "ventilation tva", "récapitulatif tva", "desglose iva", "gst code", "tax code",
    ]
}
