internal import ArgumentParser
internal import ExtractionKit
internal import ExtractionOutput
internal import ExtractionSchemas
internal import Foundation

/// `extract correct`
struct CorrectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "correct",
        abstract: "Say what a field of a document really is.",
        discussion: """
            The correction holds from now on, also when the document is extracted again:
              extract correct 3f2a9c0d11e4b7a6 total_amount "1250.00 EUR" --store records.db
              extract correct 3f2a9c0d11e4b7a6 due_date 2026-04-30 --page 1 --region 320,96,80,12 --store records.db
              extract correct 3f2a9c0d11e4b7a6 purchase_order --absent --store records.db
            """)

    @Argument(help: ArgumentHelp("The document's id.", valueName: "DOC"))
    var document: String

    @Argument(help: "The field's name.")
    var field: String

    @Argument(
        help: """
            The value: a date as YYYY-MM-DD, a number with a point, an amount with or without its currency; a table as an array of objects \
            in JSON.
            """)
    var value: String?

    @OptionGroup var store: RecordOptions

    @Flag(help: "The document doesn't have the field.")
    var absent = false

    @Option(
        help: "What kind of value it is, for a field that wasn't found; see 'extract schema'.",
        transform: { name in
            guard let type = FieldType(rawValue: name) else {
                throw ValidationError("'--type' is one of: \(FieldType.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            return type
        })
    var type: FieldType?

    @Option(help: "The page that it stands on.")
    var page: Int?

    @Option(help: ArgumentHelp("Where it stands there, in points from the top left corner.", valueName: "x,y,width,height"))
    var region: String?

    @Option(help: "The first page of the part that is meant, where the file holds several documents.")
    var part: Int?

    @Option(help: "Who corrects it; by default the user's name.")
    var actor: String?

    func validate() throws {
        if absent == (value != nil) { throw ValidationError("Give a value, or '--absent'.") }
        if (page == nil) != (region == nil) { throw ValidationError("'--page' and '--region' belong together.") }
        if let page, page < 1 { throw ValidationError("Pages are counted from 1.") }
    }

    func run() async throws {
        let records = try await store.records()
        _ = try await records.existing(document)
        let now = try await records.corrected(document, lookingFor: field, part: part)
        let request = try CorrectionRequest(
            document: document, part: part, field: field, new: value.map { try corrected($0, in: now) },
            actor: actor ?? RecordStores.actor)
        let correction = try await records.correct(request)
        try await records.log([ActivityEntry(actor: request.actor, action: "field.corrected", subject: document)])
        let values = [correction.old, correction.new].map { $0.map(\.value.shownText) ?? "–" }
        try Console.result(Console.printable("\(field)  \(values[0]) → \(values[1])", keepingLines: false))
    }

    private func corrected(_ text: String, in now: CorrectedExtraction?) throws -> ExtractedField {
        let fields =
            part.map { part in now?.extraction.parts.first { $0.pages.lowerBound == part }?.fields ?? [] } ?? now?.extraction.fields
        let old = fields?.first { $0.name == field }
        // A field that wasn't found has the type that its schema says, or its name.
        let schema = BuiltInSchemas.all.first { $0.id == now?.stored.record.schema?.id }
        let known = try schema?.fields.first { $0.name == field }?.type ?? RecordSchema(fieldNames: [field]).fields.first?.type
        let type = type ?? old?.type ?? known ?? .any
        let grounding = try region.map { try place($0) } ?? []
        return try .corrected(
            name: field, type: type, value: FieldValue(typed: text, type: type, like: old?.value), raw: text, grounding: grounding)
    }

    private func place(_ text: String) throws -> [Grounding] {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0.filter { $0 != " " }) }
        let values = numbers.compactMap(\.self).filter(\.isFinite)
        guard values.count == 4, numbers.count == 4, values[2] > 0, values[3] > 0, let page else {
            throw ExtractionError(.invalidRequest, "'--region' takes four numbers, x,y,width,height, in points.")
        }
        let rect = Rect(minX: values[0], minY: values[1], maxX: values[0] + values[2], maxY: values[1] + values[3])
        let region = PageRegion(page: page, polygon: Polygon(rect), span: TextSpan(offset: 0, length: 0))
        return [Grounding(region: region, status: .normalised)]
    }
}

extension FieldValue {
    /// Reads a value as a person types it.
    ///
    /// - Throws: `invalidRequest` for what isn't of that type.
    init(typed text: String, type: FieldType, like old: FieldValue?) throws {
        func refuse(_ form: String) -> ExtractionError { ExtractionError(.invalidRequest, "The field holds \(form); correct the value.") }
        func number(_ text: some StringProtocol) -> Decimal? {
            String(text).wholeMatch(of: /-?[0-9]{1,30}(\.[0-9]{1,12})?/) == nil ? nil : Decimal(string: String(text))
        }
        let words = text.split(separator: " ")
        switch type {
        case .date:
            guard let date = CalendarDate(text) else { throw refuse("a date, YYYY-MM-DD") }
            self = .date(date)
        case .time:
            guard text.wholeMatch(of: /([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?/) != nil else { throw refuse("a time, HH:MM") }
            self = .time(text)
        case .money:
            guard let amount = words.first.flatMap(number), words.count <= 2, words.dropFirst().allSatisfy({ $0.utf8.count == 3 }) else {
                throw refuse("an amount such as '12.50 EUR'")
            }
            self = .money(amount, currency: words.dropFirst().first.map { $0.uppercased() } ?? old?.currency)
        case .number:
            guard let amount = words.first.flatMap(number), words.count <= 2 else { throw refuse("a number such as '12.5' or '12.5 mg'") }
            self = .number(amount, unit: words.dropFirst().first.map(String.init) ?? old?.unit)
        case .percentage:
            guard let share = number(text.hasSuffix("%") ? text.dropLast().filter { $0 != " " } : text) else {
                throw refuse("a percentage such as '5' or '5 %'")
            }
            self = .percentage(share)
        case .boolean:
            guard let bool = ["true": true, "yes": true, "false": false, "no": false][text.lowercased()] else { throw refuse("yes or no") }
            self = .boolean(bool)
        case .table: self = try .table(Self.rows(text))
        case .any, .text, .name, .address, .identifier, .currency, .email, .phone, .choice: self = .text(text)
        }
    }

    private static func rows(_ text: String) throws -> [FieldRow] {
        let error = ExtractionError(.invalidRequest, "A table is an array of objects with strings and numbers, in JSON; correct the value.")
        guard let rows = try JSONValue(json: Array(text.utf8)).array else { throw error }
        return try rows.map { row in
            guard let cells = row.object else { throw error }
            return try FieldRow(
                cells: cells.sorted { $0.key < $1.key }.map { name, cell in
                    switch cell {
                    case .string(let string):
                        .corrected(name: name, type: .text, value: .text(string), raw: string)
                    case .number(let number):
                        .corrected(name: name, type: .number, value: .number(number, unit: nil), raw: "\(number)")
                    default: throw error
                    }
                })
        }
    }
}
