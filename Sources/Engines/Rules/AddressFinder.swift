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
        return block(in: view.rows(below: place.row, limit: 10), column: box, bottom: box.maxY, size: name.size)
    }

    /// The blocks of lines at the head of the document that look like addresses, whatever stands above them; at most three.
    func addressesInHead() -> [Candidate] {
        guard let page = view.pages.first, let first = page.first, let last = page.last else { return [] }
        let end = view.rows[first].box.minY + 0.4 * (view.rows[last].box.maxY - view.rows[first].box.minY)
        var result: [Candidate] = []
        var next = first
        for index in page.prefix(Self.headLimit) where index >= next && view.rows[index].box.minY < end && result.count < 3 {
            let row = view.rows[index]
            for segment in row.segments where Self.looksLikeAddress(row, segment.range) && stop(in: segment.range, row: index) == nil {
                let rows = index..<min(index + 6, page.upperBound)
                guard let block = block(in: rows, column: segment.box, bottom: row.box.minY, size: row.size), let bottom = block.places.last
                else { continue }
                result.append(Candidate(value: block.value, places: block.places, confidence: block.confidence, rule: "block-in-head"))
                next = max(next, bottom.row + 1)
            }
        }
        return result
    }

    /// The rows of the first page that are searched for blocks.
    private static let headLimit = 40

    /// The lines of an address in some rows, in a column.
    ///
    /// - Parameters:
    ///   - bottom: Where what stands above the rows ends.
    ///   - size: The size of its type.
    private func block(in rows: Range<Int>, column: Rect, bottom: Double, size: Double) -> Candidate? {
        var places: [Candidate.Place] = []
        var bottom = bottom
        var spacing: Double?
        var skipped = 0
        var score = 0.0
        /// A line that is too little of an address to begin one, unless nothing better follows.
        var faint: Candidate.Place?
        for index in rows {
            let row = view.rows[index]
            // A letter head may leave room between the name and the address, but lines of an address stand at even distances.
            let gap = row.box.minY - bottom
            let room = places.isEmpty && row.segments.contains { Self.looksLikeAddress(row, $0.range) } ? 6.0 : 2.0
            guard gap < room * max(row.size, size), places.count < 6 else { break }
            if !places.isEmpty, let spacing, gap > max(1.2 * row.size, 2.5 * spacing) { break }
            // On the narrow print of a till no columns stand beside an address.
            let segments = view.isNarrow ? row.segments(joinedWithin: 3) : row.segments
            guard
                let segment = segments.first(where: {
                    $0.box.horizontalOverlap(with: column) > 0.3 || abs($0.box.minX - column.minX) < row.size
                })
            else {
                // A row of another column.
                continue
            }
            if isArticle(index) { break }
            if gap > -0.5 * row.size { spacing = max(spacing ?? 0, gap, 0) }
            bottom = row.box.maxY
            var range = row.trimmed(segment.range, of: ";|-*·•~_=\"'")
            range = withoutLabel(row, range)
            let isBracketed = range.count > 1 && row.scalars[range.lowerBound] == "(" && row.scalars[range.upperBound - 1] == ")"
            if isBracketed {
                // A registration number, or the name of a branch.
                if places.isEmpty { continue }
                break
            }
            let stop = stop(in: range, row: index)
            if let stop, stop <= range.lowerBound + 1 {
                // Registration and tax numbers may stand between the name and the address.
                if places.isEmpty, skipped < 3, !Self.ends.contains(where: { row.text(range).hasPrefix($0) }) { skipped += 1; continue }
                break
            }
            if let stop { range = row.trimmed(range.lowerBound..<stop, of: ",;|-*(·•~_=\"'") }
            let text = Self.points(row, range)
            if places.isEmpty, Self.branches.contains(LabelWord.words(in: Array(row.scalars[range])).first?.text ?? "") { continue }
            if places.isEmpty, text < 2 {
                if text == 1, row.scalars[range].contains(","), stop == nil { faint = faint ?? .init(row: index, range: range) }
                skipped += 1
                if skipped > 3 { break }
                continue
            }
            guard row.scalars[range].count(where: \.isLetter) >= 2 || text >= 2, range.count > 2 else { break }
            if !places.isEmpty, text == 0, row.scalars[range].contains("(") { break }
            if Self.beginsWithHouse(row, range), places.allSatisfy({ isName($0) }) {
                // What stood above the number of the house was the name of a building or branch.
                places = []
                score = 0
            }
            places.append(.init(row: index, range: range))
            score += Double(min(text, 3))
            if stop != nil || Self.endsWithCountry(row, range) { break }
        }
        guard !places.isEmpty else { return faint.map { candidate([$0], confidence: 0.35, rule: "block-below-name") } }
        // Lines of articles have commas and small numbers too; a postal code makes lines an address.
        let isPostal = places.contains { Self.hasPostalCode(view.rows[$0.row], $0.range) }
        return candidate(places, confidence: min(isPostal ? 0.85 : 0.5, 0.35 + 0.08 * score), rule: "block-below-name")
    }

    /// Whether a row has an amount that no label explains, as the lines of articles do.
    private func isArticle(_ index: Int) -> Bool {
        document.index.values[index].contains { $0.hasCents } && !document.hits[index].contains { document.isProper($0) }
    }

    /// Whether a line is words alone, without a number or a comma.
    private func isName(_ place: Candidate.Place) -> Bool {
        !view.rows[place.row].scalars[place.range].contains { $0.isDigit || $0 == "," }
    }

    /// The stretch without a label such as `Address:` at its beginning.
    private func withoutLabel(_ row: Row, _ range: Range<Int>) -> Range<Int> {
        guard let colon = row.scalars[range].firstIndex(of: ":"), let word = LabelWord.words(in: Array(row.scalars[range])).first,
            Self.addressLabels.contains(word.text),
            range.lowerBound + word.range.upperBound == row.trimmed(range.lowerBound..<colon).upperBound
        else { return range }
        return row.trimmed(colon + 1..<range.upperBound)
    }

    private static let addressLabels: Set<String> = [
        "address", "add", "addr", "adresse", "anschrift", "direccion", "domicilio", "indirizzo", "adres", "alamat", "morada", "endereco",
    ]

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
        if TextValue(emailIn: row, range: range) != nil { stops.append(range.lowerBound) }
        for hit in document.hits[index] where range.contains(hit.range.lowerBound) && document.hasColon(hit) {
            stops.append(hit.range.lowerBound)
        }
        for found in document.index.values[index] where found.isDateOrTime && found.fit > 0.75 && range.contains(found.range.lowerBound) {
            stops.append(found.range.lowerBound)
        }
        let isTitle = words.contains { word in
            TitleWord.documentTitles.contains(word.text) || Self.titleEnds.contains(where: word.text.hasSuffix)
        }
        if isTitle { stops.append(range.lowerBound) }
        // A label that nobody knows: what stands before a colon, unless an address does.
        if let colon = row.scalars[range].firstIndex(of: ":") {
            let before = range.lowerBound..<colon
            let word = words.last { range.lowerBound + $0.range.upperBound <= colon }
            stops.append(Self.points(row, before) < 2 ? range.lowerBound : range.lowerBound + (word?.range.lowerBound ?? 0))
        }
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

    /// Words that titles end with where the blanks were lost.
    private static let titleEnds = ["invoice", "receipt", "rechnung", "facture"]

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

    /// Whether the first word of a line is one for a street, a quarter or a plot that stands before its name.
    static func beginsWithPlace(_ row: Row, _ range: Range<Int>) -> Bool {
        LabelWord.words(in: Array(row.scalars[range])).first.map { leading.contains($0.text) } ?? false
    }

    private static let leading: Set<String> = [
        "jalan", "jln", "jl", "lot", "lorong", "taman", "kawasan", "kampung", "bandar", "rue", "avenue", "boulevard", "chemin", "impasse",
        "calle", "avenida", "paseo", "via", "viale", "rua", "unit", "suite", "level",
    ]

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
        if beginsWithHouse(row, range) { points += 1 }
        if words.count < 2 { points -= 1 }
        return max(0, points)
    }

    /// Whether a line begins with the number of a house or of a plot: `No. 19 & 21`, `Lot 5`, `12, …`, `12A Main`.
    private static func beginsWithHouse(_ row: Row, _ range: Range<Int>) -> Bool {
        let words = LabelWord.words(in: Array(row.scalars[range])).prefix(2)
        guard let first = words.first else { return false }
        if first.text == "no" || first.text == "lot" {
            return words.count > 1 && words[1].text.contains(where: \.isNumber)
        }
        let digits = first.text.prefix { $0.isNumber }
        guard (1...3).contains(digits.count), first.text.count - digits.count < 2, words.count > 1 else { return false }
        return words[1].text.count > 2 && words[1].text.allSatisfy(\.isLetter)
    }

    /// Whether the last word of a line is the name of a country, which ends an address.
    private static func endsWithCountry(_ row: Row, _ range: Range<Int>) -> Bool {
        LabelWord.words(in: Array(row.scalars[range])).last.map { countries.contains($0.text) } ?? false
    }

    private static let countries: Set<String> = [
        "australia", "austria", "autriche", "belgien", "belgique", "belgium", "brasil", "brazil", "canada", "china", "deutschland",
        "espana", "france", "frankreich", "germany", "india", "indonesia", "ireland", "italia", "italy", "japan", "luxembourg", "malaysia",
        "mexico", "nederland", "netherlands", "osterreich", "philippines", "poland", "polska", "portugal", "schweiz", "singapore",
        "spain", "suisse", "switzerland", "thailand", "usa", "vietnam",
    ]

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
