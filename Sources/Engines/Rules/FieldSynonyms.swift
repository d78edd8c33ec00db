internal import ExtractionKit

/// What bare field names mean: the labels and types of common concepts, in several languages, as data.
///
/// The engine knows no schema; this list serves callers who only name fields.
enum FieldSynonyms {
    /// A concept, the words of names that mean it, its type and how documents label it.
    struct Concept {
        var names: [String]
        var type: FieldType
        var labels: [String]
    }

    /// Every label of every concept.
    static let allLabels = concepts.flatMap(\.labels)

    /// The concept that a name means, or `nil`.
    static func concept(of name: String) -> Concept? {
        let key = name.snakeWords.joined(separator: " ")
        return concepts.first { $0.names.contains(key) }
    }

    private static let concepts: [Concept] = [
        Concept(
            names: ["invoice number", "invoice no", "invoice id", "invoice", "rechnungsnummer", "bill number", "inv no"], type: .identifier,
            labels: [
                "invoice number", "invoice no", "invoice id", "inv no", "bill no", "rechnungsnummer", "rechnung nr", "facture n°",
                "numéro de facture", "n° de facture",
                "número de factura", "factura n°", "nº factura", "factuurnummer", "numero fattura", "fattura n°", "document no",
            ]),
        Concept(
            names: ["receipt number", "receipt no", "receipt id"], type: .identifier,
            labels: ["receipt no", "receipt number", "receipt #", "bon nr", "belegnummer", "ticket no"]),
        Concept(
            names: ["invoice date", "date", "issue date", "document date", "receipt date", "rechnungsdatum", "bill date"], type: .date,
            labels: [
                "invoice date", "date of issue", "issue date", "date issued", "bill date", "receipt date", "date", "rechnungsdatum",
                "datum", "date de facture", "date facture",
                "fecha de factura", "fecha", "factuurdatum", "data fattura", "data",
            ]),
        Concept(
            names: ["due date", "payment due date", "due", "payment due"], type: .date,
            labels: [
                "due date", "payment due", "payment due date", "due by", "pay by", "fällig am", "fälligkeitsdatum", "zahlbar bis",
                "date d'échéance", "échéance", "fecha de vencimiento",
                "vencimiento", "vervaldatum", "scadenza",
            ]),
        Concept(
            names: ["delivery date", "shipping date"], type: .date,
            labels: [
                "delivery date", "date of delivery", "shipping date", "lieferdatum", "date de livraison", "fecha de entrega", "leverdatum",
            ]),
        Concept(
            names: ["order date", "purchase date"], type: .date,
            labels: ["order date", "purchase date", "bestelldatum", "date de commande", "fecha de pedido"]),
        Concept(
            names: ["birth date", "date of birth", "birthday", "dob"], type: .date,
            labels: [
                "date of birth", "birth date", "dob", "geburtsdatum", "geboren am", "date de naissance", "né le", "fecha de nacimiento",
            ]),
        Concept(
            names: ["expiry date", "expiration date", "expires", "valid until"], type: .date,
            labels: [
                "expiry date", "expiration date", "expires", "exp date", "valid until", "gültig bis", "date d'expiration",
                "fecha de caducidad",
            ]),
        Concept(names: ["time", "transaction time"], type: .time, labels: ["time", "uhrzeit", "heure", "hora", "ora", "tijd"]),
        Concept(
            names: [
                "total", "total amount", "grand total", "amount due", "total due", "invoice total", "gesamtbetrag", "amount", "balance due",
            ], type: .money,
            labels: [
                "total", "grand total", "total amount", "amount due", "total due", "balance due", "invoice total", "total payable",
                "total incl vat", "total incl gst", "total inclusive gst",
                "gesamtbetrag", "gesamtsumme", "rechnungsbetrag", "endbetrag", "summe", "bruttobetrag", "total ttc", "net à payer",
                "montant total", "total à payer", "importe total", "total a pagar",
                "totaal", "totaalbedrag", "te betalen", "totale", "totale fattura", "nett total", "rounded total", "total after rounding",
                "amount payable",
            ]),
        Concept(
            names: ["subtotal", "sub total", "net amount", "net total", "total net"], type: .money,
            labels: [
                "subtotal", "sub total", "net total", "net amount", "total excl vat", "total excluding tax", "zwischensumme", "nettobetrag",
                "netto", "sous total", "total ht", "montant ht",
                "base imponible", "subtotaal", "totaal excl btw", "imponibile",
            ]),
        Concept(
            names: ["tax", "vat", "tax amount", "vat amount", "gst", "sales tax", "total tax"], type: .money,
            labels: [
                "tax", "vat", "gst", "sales tax", "total tax", "total vat", "vat amount", "tax amount", "mwst", "ust", "umsatzsteuer",
                "mehrwertsteuer", "tva", "montant tva", "total tva", "iva", "btw",
                "btw bedrag", "imposta",
            ]),
        Concept(names: ["currency"], type: .currency, labels: ["currency", "währung", "devise", "moneda", "valuta"]),
        Concept(
            names: [
                "vendor", "vendor name", "company", "company name", "seller", "supplier", "merchant", "merchant name", "store", "shop",
                "supplier name", "seller name", "issuer",
            ], type: .name,
            labels: [
                "vendor", "seller", "supplier", "merchant", "company name", "sold by", "verkäufer", "lieferant", "fournisseur", "vendeur",
                "proveedor", "vendedor", "leverancier", "fornitore",
            ]),
        Concept(
            names: ["customer", "customer name", "client", "client name", "buyer", "bill to", "buyer name"], type: .name,
            labels: [
                "bill to", "billed to", "sold to", "customer", "customer name", "client", "client name", "buyer", "kunde", "käufer",
                "rechnungsempfänger", "destinataire", "facturé à", "cliente",
                "klant", "factuuradres",
            ]),
        Concept(names: ["name", "full name"], type: .name, labels: ["name", "full name", "nom", "nombre", "naam", "nome"]),
        Concept(
            names: ["address", "vendor address", "company address", "merchant address", "store address"], type: .address,
            labels: ["address", "adresse", "anschrift", "dirección", "adres", "indirizzo"]),
        Concept(
            names: ["purchase order", "po number", "order number", "order no", "order id", "po"], type: .identifier,
            labels: [
                "purchase order", "po number", "po no", "order number", "order no", "bestellnummer", "bestell nr", "auftragsnummer",
                "n° de commande", "número de pedido", "bestelnummer", "ordernummer",
            ]),
        Concept(
            names: ["customer number", "customer id", "customer no", "client number", "account number", "account no"], type: .identifier,
            labels: [
                "customer number", "customer no", "customer id", "account number", "account no", "kundennummer", "kunden nr", "n° client",
                "numéro client", "número de cliente", "klantnummer",
            ]),
        Concept(
            names: ["vat id", "vat number", "tax id", "vendor tax id", "vat no", "gst number", "gst no", "tax number", "abn"],
            type: .identifier,
            labels: [
                "vat no", "vat number", "vat id", "vat reg no", "tax id", "gst no", "gst reg no", "abn", "ust id nr", "ust id",
                "steuernummer", "n° tva", "nif", "cif", "btw nummer", "partita iva", "gstin",
            ]),
        Concept(names: ["iban", "bank account"], type: .identifier, labels: ["iban", "bank account"]),
        Concept(
            names: ["email", "e mail", "mail", "email address"], type: .email, labels: ["email", "e mail", "mail", "courriel", "correo"]),
        Concept(
            names: ["phone", "telephone", "tel", "phone number", "mobile"], type: .phone,
            labels: ["phone", "tel", "telephone", "phone no", "telefon", "téléphone", "teléfono", "mobile", "telefoon"]),
        Concept(names: ["fax", "fax number"], type: .phone, labels: ["fax", "fax no", "telefax"]),
        Concept(
            names: ["quantity", "qty", "menge", "count"], type: .number,
            labels: ["quantity", "qty", "menge", "anzahl", "quantité", "cantidad", "aantal"]),
        Concept(
            names: ["batch number", "batch", "lot number", "lot", "batch no", "batch id"], type: .identifier,
            labels: [
                "batch number", "batch no", "batch id", "batch", "lot number", "lot no", "lot", "chargennummer", "numéro de lot",
                "número de lote",
            ]),
        Concept(
            names: ["sample id", "sample number"], type: .identifier,
            labels: ["sample id", "sample no", "sample number", "lab id", "probennummer"]),
        Concept(
            names: ["product name", "product"], type: .name,
            labels: ["product name", "product", "sample name", "produkt", "produit", "producto"]),
    ]
}
