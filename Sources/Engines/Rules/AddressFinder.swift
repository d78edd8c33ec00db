internal import ExtractionKit

/// Proposes the lines of a postal address that follow a name.
struct AddressFinder {
    private let document: LabelledDocument
    private var view: DocumentView { document.view }

    init(_ document: LabelledDocument) { self.document = document }

    /// The address in the rows below a place, in its column.
    func address(below place: Candidate.Place) -> Candidate? {
        let name = view.rows[place.row]
        let box = name.box(of: place.range)
        var places: [Candidate.Place] = []
        var bottom = box.maxY
        var skipped = 0
        var score = 0.0
        for index in view.rows(below: place.row, limit: 10) {
            let row = view.rows[index]
            // A letter head may leave room between the name and the address.
            let gap = places.isEmpty && row.segments.contains { Self.looksLikeAddress(row, $0.range) } ? 6.0 : 2.0
            guard row.box.minY - bottom < gap * max(row.size, name.size), places.count < 6 else { break }
            guard
                let segment = row.segments.first(where: {
                    $0.box.horizontalOverlap(with: box) > 0.3 || abs($0.box.minX - box.minX) < row.size
                })
            else {
                // A row of another column.
                continue
            }
            bottom = row.box.maxY
            var range = row.trimmed(segment.range, of: ";|-*·•")
            let stop = stop(in: range, row: index)
            if let stop, stop <= range.lowerBound + 1 {
                // Registration and tax numbers may stand between the name and the address.
                if places.isEmpty, skipped < 3, !Self.ends.contains(where: { row.text(range).hasPrefix($0) }) { skipped += 1; continue }
                break
            }
            if let stop { range = row.trimmed(range.lowerBound..<stop, of: ",;|-*(·•") }
            let text = Self.points(row, range)
            if places.isEmpty, Self.branches.contains(LabelWord.words(in: Array(row.scalars[range])).first?.text ?? "") { continue }
            if places.isEmpty, text < 2 {
                skipped += 1
                if skipped > 3 { return nil }
                continue
            }
            guard row.scalars[range].count(where: \.isLetter) >= 2 || text >= 2, range.count > 2 else { break }
            if !places.isEmpty, text == 0, row.scalars[range].contains("(") { break }
            places.append(.init(row: index, range: range))
            score += Double(min(text, 3))
            if stop != nil { break }
        }
        guard !places.isEmpty else { return nil }
        // Lines of articles have commas and small numbers too; a postal code makes lines an address.
        let isPostal = places.contains { Self.hasPostalCode(view.rows[$0.row], $0.range) }
        return candidate(places, confidence: min(isPostal ? 0.85 : 0.5, 0.35 + 0.08 * score), rule: "block-below-name")
    }

    /// The candidate of these lines.
    private func candidate(_ places: [Candidate.Place], confidence: Double, rule: String) -> Candidate {
        let text = places.map { view.rows[$0.row].original($0.range) }.joined(separator: " ")
        return Candidate(value: .text(text), places: places, confidence: confidence, rule: rule)
    }

    /// Where in a line the address has ended: at a telephone number, a tax number, a date, a label.
    private func stop(in range: Range<Int>, row index: Int) -> Int? {
        let row = view.rows[index]
        let words = LabelWord.words(in: Array(row.scalars[range]))
        var stops: [Int] = []
        for (place, word) in words.enumerated() {
            let at = range.lowerBound + word.range.lowerBound
            if Self.stopWords.contains(word.text) { stops.append(at) }
            if word.text == "co" || word.text == "reg" || word.text == "company" || word.text == "registration",
                place + 1 < words.count, ["no", "reg", "registration"].contains(words[place + 1].text)
            {
                stops.append(at)
            }
        }
        // `St.-Nr.` is a tax number, `Main St` a street.
        for (place, word) in words.enumerated().dropLast() where word.text == "st" && words[place + 1].text == "no" {
            let between = row.scalars[range.lowerBound + word.range.upperBound..<range.lowerBound + words[place + 1].range.lowerBound]
            if between.contains("-") { stops.append(range.lowerBound + word.range.lowerBound) }
        }
        if let phone = Self.phone(in: row, range) { stops.append(phone) }
        if row.scalars[range].contains("@") { stops.append(range.lowerBound) }
        for hit in document.hits[index] where range.contains(hit.range.lowerBound) && document.hasColon(hit) {
            stops.append(hit.range.lowerBound)
        }
        for found in document.index.values[index] where found.isDateOrTime && found.fit > 0.75 && range.contains(found.range.lowerBound) {
            stops.append(found.range.lowerBound)
        }
        if words.contains(where: { TitleWord.documentTitles.contains($0.text) }) { stops.append(range.lowerBound) }
        return stops.min()
    }

    /// Where a telephone number without a label begins: eight digits or more, or seven of which a group is parenthesised, that are no
    /// postal code.
    private static func phone(in row: Row, _ range: Range<Int>) -> Int? {
        guard let phone = TextValue(phoneIn: row, range: range) else { return nil }
        let signs = row.scalars[phone.range]
        let groups = signs.split(whereSeparator: { !$0.isDigit }).map(\.count)
        let isPostalCode = groups == [5, 4] || groups == [5, 3] || groups == [4, 3] || groups == [3, 4] || groups.count == 1
        let begins = signs.first == "+" || signs.first == "("
        return begins || !isPostalCode && (groups.first ?? 0) < 5 ? phone.range.lowerBound : nil
    }

    private static let stopWords: Set<String> = [
        "tel", "telephone", "phone", "fax", "email", "mail", "gst", "vat", "ust", "tva", "iva", "abn", "www", "http", "https", "hotline",
        "mobile", "hp", "roc", "fon", "gstin",
        "siret", "iban", "bic", "telefon", "website", "ph", "gstid", "cashier", "co.reg", "telefax", "lic", "license",
        "nif", "cif", "siren", "rcs", "naf", "ustid", "ustidnr", "ustidno", "steuer", "hrb", "hra", "kvk", "btw", "nipc", "cnpj",
        "contribuinte", "hst", "pst", "qst", "ein", "acn", "web", "telefoon", "courriel", "mobil", "handy", "gsm", "tlf", "steuernummer",
        "finanzamt", "amtsgericht", "handelsregister", "piva", "partita", "crn", "correo", "tax",
    ]
    /// Words that begin the name of a branch.
    private static let branches: Set<String> = ["store", "branch", "shop", "outlet", "filiale", "magasin", "tienda", "filiaal", "loja"]
    /// Words that end the search, since the head of the document is over.
    private static let ends = ["tel", "fax", "phone", "email", "invoice", "receipt", "date", "cash"]

    /// Whether a stretch looks like a line of a postal address.
    static func looksLikeAddress(_ row: Row, _ range: Range<Int>) -> Bool { points(row, range) >= 3 }

    private static func hasPostalCode(_ row: Row, _ range: Range<Int>) -> Bool {
        let words = LabelWord.words(in: Array(row.scalars[range])).map(\.text)
        return words.contains { word in
            let digits = word.count(where: \.isNumber)
            return (4...6).contains(digits) && digits == word.count || word.count <= 4 && digits > 0 && word.first?.isLetter == true
        }
    }

    /// How much a line looks like one of a postal address: words of streets, a number, a postal code, commas.
    private static func points(_ row: Row, _ range: Range<Int>) -> Int {
        let words = LabelWord.words(in: Array(row.scalars[range])).map(\.text)
        var points = 0
        if words.contains(where: { streets.contains($0) || streetEnds.contains(where: $0.hasSuffix) }) { points += 2 }
        if words.contains(where: { $0.utf8.count <= 5 && $0.first?.isNumber == true }) { points += 1 }
        if words.contains(where: { (4...6).contains($0.utf8.count) && $0.allSatisfy(\.isNumber) }) { points += 1 }
        if row.scalars[range].contains(",") { points += 1 }
        // A number of a house before the name of its street.
        if words.count > 1, (1...4).contains(words[0].utf8.count), words[0].first?.isNumber == true, words[1].allSatisfy(\.isLetter) {
            points += 1
        }
        if words.count < 2 { points -= 1 }
        return max(0, points)
    }

    private static let streets: Set<String> = [
        "street", "st", "road", "rd", "avenue", "ave", "av", "lane", "ln", "drive", "dr", "boulevard", "blvd", "bd", "court", "square",
        "highway", "hwy", "parkway", "suite", "ste",
        "floor", "flr", "level", "unit", "building", "box", "jalan", "jln", "jl", "lot", "lorong", "taman", "kawasan", "kampung", "kg",
        "bandar", "plaza", "mall", "rue", "allee", "chemin",
        "impasse", "quai", "place", "route", "cedex", "calle", "avenida", "avda", "carrer", "plaza", "paseo", "via", "viale", "piazza",
        "corso", "rua", "platz", "weg", "postfach",
        "strasse", "str", "allee", "ring", "damm", "ufer", "straat", "laan", "plein", "gracht", "autoroute",
    ]
    private static let streetEnds = [
        "strasse", "strase", "straase", "straat", "platz", "gasse", "weg", "allee", "laan", "plein", "gracht", "ufer", "damm",
    ]
}

extension TitleWord {
    /// Words that only the titles of documents use.
    static let documentTitles: Set<String> = ["invoice", "receipt", "rechnung", "facture", "factura", "factuur", "fattura", "certificate"]
}
