internal import ExtractionKit

/// Gives bare field names a type and labels: from the words of the name, and from ``FieldSynonyms`` where they mean something common.
enum FieldNameInference {
    /// The field with what its name suggests, where the schema left it open.
    static func completed(_ field: FieldSchema) -> FieldSchema {
        var field = field
        let words = field.name.snakeWords
        let concept = FieldSynonyms.concept(of: field.name)
        if field.type == .any { field.type = concept?.type ?? type(of: words) }
        if field.labels.isEmpty {
            let plain = words.joined(separator: " ")
            var labels = plain.isEmpty ? [] : [plain]
            // `customer_email` may be labelled just "email"; the whole name is tried first.
            labels += (concept?.labels ?? []).filter { $0.foldedText != plain }
            if concept == nil, words.count > 1, let last = words.last, typeWords[last] == nil, last.count > 3, field.type != .name {
                labels.append(last)
            }
            field.labels = labels
        }
        if field.type == .table { field.columns = field.columns.map(completed) }
        return field
    }

    private static func type(of words: [String]) -> FieldType {
        for word in words.reversed() {
            if let type = typeWords[word] { return type }
        }
        return .any
    }

    private static let typeWords: [String: FieldType] = [
        "date": .date, "datum": .date, "fecha": .date, "deadline": .date, "birthday": .date, "time": .time, "uhrzeit": .time,
        "heure": .time, "total": .money, "subtotal": .money,
        "amount": .money, "price": .money, "cost": .money, "fee": .money, "fees": .money, "betrag": .money, "montant": .money,
        "importe": .money, "balance": .money, "tax": .money, "vat": .money,
        "discount": .money, "deposit": .money, "tip": .money, "paid": .money, "salary": .money, "no": .identifier, "number": .identifier,
        "nr": .identifier, "id": .identifier, "code": .identifier,
        "reference": .identifier, "ref": .identifier, "nummer": .identifier, "iban": .identifier, "bic": .identifier, "sku": .identifier,
        "serial": .identifier, "email": .email, "mail": .email,
        "phone": .phone, "telephone": .phone, "tel": .phone, "fax": .phone, "mobile": .phone, "address": .address, "adresse": .address,
        "anschrift": .address, "qty": .number,
        "quantity": .number, "count": .number, "weight": .number, "age": .number, "percent": .percentage, "pct": .percentage,
        "percentage": .percentage, "rate": .percentage, "currency": .currency,
        "name": .name, "company": .name, "vendor": .name, "customer": .name, "supplier": .name, "merchant": .name, "person": .name,
        "author": .name,
    ]
}
