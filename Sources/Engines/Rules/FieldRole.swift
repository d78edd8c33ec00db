internal import ExtractionKit

/// Who or what a field of names or addresses is about, as far as its name says.
enum FieldRole {
    /// Who made out the document: vendor, merchant, laboratory.
    case issuer
    /// The laboratory that made out the document.
    case laboratory
    /// Whom the document is for.
    case recipient
    /// Something else.
    case other

    /// The role that a field's name tells.
    init(_ field: FieldSchema) {
        let words = Set(field.name.snakeWords)
        if !words.isDisjoint(with: [
            "customer", "client", "buyer", "recipient", "bill", "billing", "guest", "kunde", "payer", "ship", "delivery",
        ]) {
            self = .recipient
        } else if !words.isDisjoint(with: ["lab", "laboratory", "labor"]) {
            self = .laboratory
        } else if !words.isDisjoint(with: Self.issuers) || field.type == .address && words == ["address"] {
            self = .issuer
        } else {
            self = .other
        }
    }

    private static let issuers: Set<String> = [
        "vendor", "seller", "supplier", "merchant", "company", "store", "shop", "issuer", "restaurant", "retailer", "provider", "lieferant",
        "firma", "fournisseur", "proveedor", "business", "organisation", "organization",
    ]
}

extension String {
    /// The words of a name in snake case, camel case or plain words, folded.
    var snakeWords: [String] {
        var words: [String] = []
        var word = ""
        var previousIsLower = false
        for character in self {
            let isBreak = !(character.isLetter || character.isNumber)
            if isBreak || (character.isUppercase && previousIsLower) {
                if !word.isEmpty { words.append(word.foldedText) }
                word = ""
            }
            if !isBreak { word.append(character) }
            previousIsLower = character.isLowercase || character.isNumber
        }
        if !word.isEmpty { words.append(word.foldedText) }
        return words
    }
}
