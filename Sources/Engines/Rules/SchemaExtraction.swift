internal import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Finds the fields of a schema in a document: candidates, then what they say of each other, then a choice.
struct SchemaExtraction {
    private let schema: RecordSchema
    private let view: DocumentView
    private let document: LabelledDocument
    private let deadline: Deadline
    private let grounder: FieldGrounder

    /// Reads the labels of a schema in a document.
    ///
    /// - Parameter matcher: What finds them, from an earlier extraction with the same schema.
    init(
        _ schema: RecordSchema, view: DocumentView, index: ValueIndex, of source: ReadDocument, matcher: LabelMatcher? = nil,
        deadline: Deadline
    ) throws {
        var schema = schema
        schema.fields = schema.fields.map(FieldNameInference.completed)
        self.schema = schema
        self.view = view
        self.deadline = deadline
        document = try LabelledDocument(view: view, index: index, fields: schema.fields, matcher: matcher, deadline: deadline)
        grounder = FieldGrounder(view, of: source)
    }

    /// What found the labels, for the next extraction with the same schema.
    var matcher: LabelMatcher { document.matcher }

    /// The fields that were found, in the schema's order, and the others with the reason.
    ///
    /// - Parameter typeConfidence: How sure it is that the document is of the schema's kind.
    func run(typeConfidence: Double) throws -> (fields: [FieldEvidence], missing: [MissingField]) {
        guard !view.rows.isEmpty else {
            return ([], schema.fields.map { MissingField(name: $0.name, reason: "no_text") })
        }
        var tables = try TableFinder(document, deadline: deadline).tables(for: schema.fields)
        try deadline.check("The search for fields")
        let headerRows = Set(tables.values.flatMap { $0.flatMap(\.headerRows) })
        let totals = tables.values.joined().flatMap(\.percentTotals)
        var candidates = LabelledValueFinder(
            document, fields: schema.fields, headerRows: headerRows, totals: Set(totals.flatMap(\.name.places))
        ).candidates()
        try deadline.check("The search for fields")
        addTotals(totals, to: &candidates)
        addParties(to: &candidates)
        addTitleDates(to: &candidates)
        addUnlabelled(to: &candidates)
        let implausible = addItemLines(to: &tables, totals: candidates)
        try deadline.check("The search for fields")
        var chosen: [Int: Candidate] = [:]
        for index in schema.fields.indices { chosen[index] = candidates[index].best }
        chooseSums(&chosen, among: candidates, tables: tables)
        orderDates(&chosen, among: candidates)
        checkCannabinoids(&chosen, tables: tables)
        chooseCurrency(&chosen)
        let weighing = CandidateEvidence(view, typeConfidence: typeConfidence)
        var fields: [FieldEvidence] = []
        var missing: [MissingField] = []
        for (index, field) in schema.fields.enumerated() {
            if field.type == .table {
                if let table = TableField(tables[index] ?? [], grounder: grounder).field(field) {
                    fields.append(FieldEvidence(field: table, evidence: [:]))
                } else {
                    missing.append(
                        MissingField(name: field.name, reason: implausible.contains(index) ? "rows_do_not_add_up" : "no_table_found"))
                }
            } else if let candidate = chosen[index] {
                fields.append(
                    FieldEvidence(
                        field: grounder.field(field.name, field.type, candidate),
                        evidence: weighing.evidence(for: candidate, field.type, among: candidates[index])))
            } else {
                let isLabelled = document.hits.contains { $0.contains { $0.owner == index && document.isProper($0) } }
                missing.append(MissingField(name: field.name, reason: isLabelled ? "no_value_at_label" : "no_label_found"))
            }
        }
        return (fields, missing)
    }

    /// Articles in rows without a head; gives the tables whose rows contradict the sums.
    private func addItemLines(to tables: inout [Int: [FoundTable]], totals candidates: [[Candidate]]) -> Set<Int> {
        var implausible: Set<Int> = []
        let sums = schema.fields.indices.filter { [.subtotal, .total].contains(SumRole(schema.fields[$0])) }
        let totals = sums.flatMap { candidates[$0] }.filter { $0.confidence > 0.3 }.compactMap(\.amount)
        for (index, field) in schema.fields.enumerated() where field.type == .table {
            var headed = tables[index]?.filter { !$0.rows.isEmpty } ?? []
            if let finder = PositionFinder(document, table: field), let positions = finder.found(totals: totals),
                positions.rows.count > headed.reduce(0, { $0 + finder.provenRows(of: $1) }),
                positions.rows.count * 2 >= headed.reduce(0, { $0 + $1.rows.count })
            {
                headed = [positions]
                tables[index] = headed
            }
            if let sum = headed.first?.sum(ofLast: .money), totals.contains(where: { SumValidator.isNear($0, sum, 0.02) }) { continue }
            // Positions with prices have a head; only proof by sums makes rows without one positions.
            let hasPrices = field.columns.count { $0.type == .money } > 1
            if hasPrices, !headed.isEmpty { continue }
            guard let finder = ItemLineFinder(document, table: field, fields: schema.fields) else { continue }
            switch finder.result(totals: totals) {
            case .table(let table, addsUp: true): tables[index] = [table]
            case .table(let table, addsUp: false) where headed.isEmpty && !hasPrices: tables[index] = [table]
            case .implausible where headed.isEmpty: implausible.insert(index)
            default: break
            }
        }
        return implausible
    }

    /// Totals in percent that stand in rows of tables: the value of the right column, not the first number of the row.
    private func addTotals(_ totals: [(name: Candidate, value: Candidate?)], to candidates: inout [[Candidate]]) {
        for (name, value) in totals {
            for place in name.places {
                for hit in document.hits[place.row] where hit.owner < schema.fields.count && hit.range.overlaps(place.range) {
                    guard schema.fields[hit.owner].type == .percentage, let value else { continue }
                    candidates[hit.owner].append(value)
                }
            }
        }
    }

    /// Names and addresses of parties, which labels seldom introduce.
    private func addParties(to candidates: inout [[Candidate]]) {
        let parties = PartyFinder(document)
        let sender = SenderLine(in: document)
        var issuer: Candidate?
        for (index, field) in schema.fields.enumerated() where field.type == .name {
            let role = FieldRole(field)
            guard role == .issuer || role == .laboratory else { continue }
            candidates[index] += parties.issuers(isLaboratory: role == .laboratory)
            if let sender {
                candidates[index].removeAll { $0.places.contains { sender.isRecipient($0, in: view) } }
                candidates[index].append(text(at: [sender.name], confidence: 0.8, rule: "sender-line"))
            }
            issuer = issuer ?? candidates[index].best
        }
        if let sender {
            for (index, field) in schema.fields.enumerated() where field.type == .name && FieldRole(field) == .recipient {
                candidates[index].append(text(at: [sender.recipient], confidence: 0.8, rule: "window"))
            }
        }
        let addresses = AddressFinder(document)
        for (index, field) in schema.fields.enumerated() where field.type == .address {
            switch FieldRole(field) {
            case .issuer, .laboratory:
                if let sender { candidates[index].append(text(at: sender.address, confidence: 0.88, rule: "sender-line")) }
                let anchor = issuer ?? parties.issuers(isLaboratory: false).first
                let anchors = [anchor].compactMap(\.self) + parties.issuers(isLaboratory: false).prefix(3)
                for (rank, anchor) in anchors.enumerated() {
                    guard let place = anchor.places.last, var address = addresses.address(below: place) else { continue }
                    if let sender, address.places.contains(where: { sender.isRecipient($0, in: view) }) { continue }
                    address.confidence *= rank == 0 ? 1 : 0.8
                    if let first = address.places.first, parties.isBelowRecipient(first) || isBelowRecipientLabel(first) {
                        address.confidence *= 0.5
                    }
                    candidates[index].append(address)
                }
                for var address in addresses.addressesInHead() {
                    guard let first = address.places.first, sender?.isRecipient(first, in: view) != true,
                        !parties.isBelowRecipient(first), !isBelowRecipientLabel(first)
                    else { continue }
                    address.confidence *= ScoreWeights.addressWithoutName
                    candidates[index].append(address)
                }
            case .recipient:
                let name = schema.fields.firstIndex { $0.type == .name && FieldRole($0) == .recipient }
                if let place = name.flatMap({ candidates[$0].best?.places.last }), let address = addresses.address(below: place) {
                    candidates[index].append(address)
                }
            case .other: break
            }
        }
    }

    /// Whether a label of the recipient's name stands in the rows above a place, in the same column.
    private func isBelowRecipientLabel(_ place: Candidate.Place) -> Bool {
        let box = view.rows[place.row].box(of: place.range)
        let first = view.pages[view.pageIndex(of: place.row)].lowerBound
        return document.hits[max(first, place.row - 6)..<place.row].joined().contains { hit in
            schema.fields.indices.contains(hit.owner) && FieldRole(schema.fields[hit.owner]) == .recipient && document.isProper(hit)
                && abs(view.rows[hit.row].box(of: hit.range).minX - box.minX) < 3 * view.rows[hit.row].size
        }
    }

    /// A candidate for the text at some places.
    private func text(at places: [Candidate.Place], confidence: Double, rule: String) -> Candidate {
        let text = places.map { view.rows[$0.row].original($0.range) }.joined(separator: " ")
        return Candidate(value: .text(text), places: places, confidence: confidence, rule: rule)
    }

    /// The date in the line of the document's number, as in `Invoice no. 4711 of 12 March 2026`.
    private func addTitleDates(to candidates: inout [[Candidate]]) {
        guard let date = schema.fields.firstIndex(where: { $0.type == .date && Self.isDateOfDocument($0) }),
            let number = schema.fields.firstIndex(where: { $0.type == .identifier && Self.isNumberOfDocument($0) })
        else { return }
        for hit in document.hits.joined() where hit.owner == number {
            let row = view.rows[hit.row]
            guard let segment = row.segment(at: hit.range.lowerBound) else { continue }
            let weight = document.beginsText(hit) ? ScoreWeights.dateInTitle : ScoreWeights.dateInsideTitle
            let rest =
                hit.range.upperBound..<max(hit.range.upperBound, min(row.segments[segment].range.upperBound, document.boundary(after: hit)))
            guard let identifier = TextValue(schema.fields[number], in: row, range: rest, values: document.index.values[hit.row]),
                identifier.fit > 0.65
            else { continue }
            for found in document.index.values[hit.row]
            where found.range.lowerBound >= identifier.range.upperBound && found.range.overlaps(rest) && found.isDateOrTime {
                guard let value = TypedValue(found, as: .date, conventions: document.index.conventions) else { continue }
                candidates[date].append(
                    Candidate(
                        value: value.value, places: [.init(row: hit.row, range: value.range)],
                        confidence: weight * value.fit * hit.quality, rule: "date-in-title", isRepaired: value.isRepaired))
                break
            }
        }
    }

    /// A date of something particular, such as a birth, needs its label.
    private static func isDateOfDocument(_ field: FieldSchema) -> Bool {
        Set(field.name.snakeWords).isSubset(of: ["date", "invoice", "receipt", "issue", "document", "datum", "sample", "report", "bill"])
    }

    private static func isNumberOfDocument(_ field: FieldSchema) -> Bool {
        !Set(field.name.snakeWords).isDisjoint(with: ["invoice", "receipt", "bill", "document", "rechnungsnummer", "report"])
    }

    /// The first date and the first time of the document, and addresses of mail and telephones, which need no label.
    private func addUnlabelled(to candidates: inout [[Candidate]]) {
        var seen: Set<FieldType> = []
        for (index, field) in schema.fields.enumerated() {
            guard [.date, .time, .email, .phone].contains(field.type), seen.insert(field.type).inserted, candidates[index].isEmpty else {
                continue
            }
            let words = field.name.snakeWords
            // A date of something particular, such as a birth, needs its label.
            if field.type == .date,
                !Set(words).isSubset(of: ["date", "invoice", "receipt", "issue", "document", "datum", "sample", "report"])
            {
                continue
            }
            let claimed = Set(candidates.joined().flatMap(\.places))
            rows: for row in view.rows.indices.prefix(400) {
                for value in unlabelled(field, in: row)
                where !claimed.contains(where: { $0.row == row && $0.range.overlaps(value.places[0].range) }) {
                    candidates[index].append(value)
                    break rows
                }
            }
        }
    }

    private func unlabelled(_ field: FieldSchema, in row: Int) -> [Candidate] {
        if TypedValue.isScanned(field.type) {
            return document.index.values[row].compactMap { found in
                guard found.fit > 0.65 || field.type == .time,
                    let value = TypedValue(found, as: field.type, conventions: document.index.conventions)
                else { return nil }
                return Candidate(
                    value: value.value, places: [.init(row: row, range: value.range)], confidence: ScoreWeights.withoutLabel * value.fit,
                    rule: "first-of-type", isRepaired: value.isRepaired)
            }
        }
        let whole = 0..<view.rows[row].scalars.count
        guard field.type == .email, let text = TextValue(field, in: view.rows[row], range: whole, values: []) else { return [] }
        return [
            Candidate(
                value: text.value, places: [.init(row: row, range: text.range)], confidence: ScoreWeights.withoutLabel + 0.2,
                rule: "first-of-type")
        ]
    }

    private func chooseSums(_ chosen: inout [Int: Candidate], among candidates: [[Candidate]], tables: [Int: [FoundTable]]) {
        var places: [SumRole: Int] = [:]
        for (index, field) in schema.fields.enumerated() {
            if let role = SumRole(field), places[role] == nil { places[role] = index }
        }
        guard let total = places[.total] else { return }
        let payments = PaymentFinder(document)
        func all(_ role: SumRole) -> [Candidate] { places[role].map { candidates[$0] } ?? [] }
        let lineSum = tables.values.lazy.compactMap { $0.first?.sum(ofLast: .money) }.first
        let choice = SumValidator.choose(
            subtotals: all(.subtotal), taxes: all(.tax), totals: candidates[total] + payments.totals(), lineSum: lineSum,
            paid: payments.paid(),
            roundings: payments.roundings())
        if let place = places[.subtotal] { chosen[place] = choice.subtotal }
        if let place = places[.tax] { chosen[place] = choice.tax }
        chosen[total] = choice.total
    }

    /// A due date doesn't stand before the day of issue.
    private func orderDates(_ chosen: inout [Int: Candidate], among candidates: [[Candidate]]) {
        guard let due = schema.fields.firstIndex(where: { $0.type == .date && $0.name.snakeWords.contains("due") }),
            let issue = schema.fields.firstIndex(where: { $0.type == .date && !$0.name.snakeWords.contains("due") }),
            case .date(let issued) = chosen[issue]?.value, case .date(let dueBy) = chosen[due]?.value, dueBy < issued
        else { return }
        let later = candidates[due].filter { if case .date(let date) = $0.value { date >= issued } else { false } }
        if let better = later.best, better.confidence > 0.4 {
            chosen[due] = better
        } else {
            chosen[due]?.confidence *= ScoreWeights.sumsDisagree
        }
    }

    /// Total THC is THC + 0.877 x THCA, so a stated total can be checked where both are listed.
    private func checkCannabinoids(_ chosen: inout [Int: Candidate], tables: [Int: [FoundTable]]) {
        for (index, field) in schema.fields.enumerated() where field.type == .percentage {
            let words = field.name.snakeWords
            guard words.contains("total"), let name = words.first(where: { $0 == "thc" || $0 == "cbd" }),
                case .percentage(let stated) = chosen[index]?.value, let confidence = chosen[index]?.confidence
            else { continue }
            for table in tables.values.joined() {
                guard let expected = table.decarboxylatedTotal(of: name) else { continue }
                if SumValidator.isNear(expected, stated, 0.02 + 0.01 * stated.asDouble) {
                    chosen[index]?.confidence = ScoreWeights.raised(confidence, by: ScoreWeights.sumsAgree)
                }
            }
        }
    }

    /// The currency is the one that the amounts are printed with, where no label names it.
    private func chooseCurrency(_ chosen: inout [Int: Candidate]) {
        guard let field = schema.fields.firstIndex(where: { $0.type == .currency }), chosen[field] == nil,
            let mark = document.index.conventions.currency
        else { return }
        for row in view.rows.indices {
            for word in view.rows[row].scalars.indices {
                if let sign = CurrencyMark(sign: view.rows[row].scalars[word]), sign == mark {
                    chosen[field] = Candidate(
                        value: .text(mark.code), places: [.init(row: row, range: word..<word + 1)],
                        confidence: mark.isAmbiguous ? 0.6 : 0.85, rule: "currency-of-amounts")
                    return
                }
            }
            for word in view.rows[row].words where word.text.utf8.count <= 5 {
                // In `rm12.50` the code is the letters before the digits.
                let letters = word.range.prefix { view.rows[row].scalars[$0].isLetter }
                guard CurrencyMark(word: view.rows[row].text(letters)) == mark else { continue }
                chosen[field] = Candidate(
                    value: .text(mark.code), places: [.init(row: row, range: letters)], confidence: 0.85, rule: "currency-of-amounts")
                return
            }
        }
    }
}

extension [Candidate] {
    /// The candidate of the highest confidence; the first of several.
    var best: Candidate? { self.max { $0.confidence < $1.confidence }.flatMap { top in first { $0.confidence == top.confidence } } }
}

extension Decimal {
    /// The nearest `Double`.
    var asDouble: Double { Double(description) ?? 0 }
}
