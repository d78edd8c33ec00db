internal import ArgumentParser
internal import ExtractionKit
internal import Foundation

/// `extract report`
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Print what the records say, as CSV.",
        discussion: """
              extract report documents --store records.db
              extract report usage --store records.db
              extract report costs --month 2026-03 --store records.db
              extract report slow --over 5000 --store records.db
              extract report activity --store records.db

            Rows are written as they are read, so that long reports need little memory. Text that a spreadsheet would run as a formula has an \
            apostrophe in front.
            """)

    enum Kind: String, ExpressibleByArgument, CaseIterable { case documents, usage, costs, slow, activity }

    @Argument(
        help: "What to print: documents (with their latest extraction), usage (by month), costs (by engine and model), slow, activity.")
    var kind: Kind

    @OptionGroup var store: RecordOptions

    @Option(help: ArgumentHelp("The month of the costs; by default this one.", valueName: "YYYY-MM"))
    var month: String?

    @Option(help: ArgumentHelp("How long a slow document takes at least.", valueName: "milliseconds"))
    var over = 10_000.0

    func validate() throws {
        if let month, UsageMonth(month) == nil { throw ValidationError("'--month' takes a month, YYYY-MM.") }
        if month != nil, kind != .costs { throw ValidationError("'--month' is for the costs.") }
    }

    func run() async throws {
        let id = try TenantID(store.tenant)
        let records = try await store.records()
        switch kind {
        case .documents: try await documents(records)
        case .usage: try await usage(records)
        case .costs:
            guard let tenant = try await RecordStores.open(StoreLocation(store.store)).tenant(id) else {
                throw ExtractionError.unknown("tenant")
            }
            try await costs(records, in: month.flatMap { UsageMonth($0) } ?? tenant.month(of: .now))
        case .slow:
            try print(Self.documentHeader)
            for item in try await records.slowDocuments(over: over, limit: 1_000) { try print(Self.row(item)) }
        case .activity: try await activity(records)
        }
    }

    private func print(_ cells: [String]) throws { try Console.result(CSVRow(shielding: cells).line) }

    private static let documentHeader = [
        "document", "filename", "media_type", "bytes", "pages", "status", "error", "folder", "created_at", "updated_at", "extraction",
        "document_type", "fields", "lowest_confidence", "milliseconds",
    ]

    private static func row(_ item: LibraryItem) -> [String] {
        let document = item.document, latest = item.latest
        let known = [
            document.id, document.filename, document.mediaType.rawValue, "\(document.byteCount)", document.pageCount.map(String.init) ?? "",
            document.status.state.rawValue, document.status.error?.code.rawValue ?? "", document.folder ?? "",
            document.createdAt.description, document.updatedAt.description,
        ]
        let found = [
            latest.map { "\($0.sequence)" }, latest?.documentType, latest.map { "\($0.fieldCount)" },
            latest?.lowestConfidence.map { "\($0)" }, latest.map { "\($0.milliseconds)" },
        ]
        return known + found.map { $0 ?? "" }
    }

    private func documents(_ records: any TenantRecords) async throws {
        try print(Self.documentHeader)
        var cursor: RecordCursor?
        repeat {
            let page = try await records.documents(LibraryQuery(page: RecordPageRequest(limit: 500, after: cursor)))
            for item in page.items { try print(Self.row(item)) }
            cursor = page.next
        } while cursor != nil
    }

    private static let usageHeader = ["calls", "pages", "prompt_tokens", "completion_tokens", "cost_usd"]

    private static func cells(_ usage: Usage) -> [String] {
        ["\(usage.calls)", "\(usage.pages)", "\(usage.promptTokens)", "\(usage.completionTokens)", "\(usage.cost)"]
    }

    private func usage(_ records: any TenantRecords) async throws {
        try print(["month", "documents", "queries"] + Self.usageHeader)
        for month in try await records.usageByMonth() {
            try print(["\(month.month)", "\(month.used.documents)", "\(month.used.queries)"] + Self.cells(month.used.usage))
        }
    }

    private func costs(_ records: any TenantRecords, in month: UsageMonth) async throws {
        try print(["month", "engine", "model", "operation", "entries"] + Self.usageHeader)
        for cost in try await records.costs(in: month) {
            try print(["\(month)", cost.engine.rawValue, cost.model, cost.operation, "\(cost.entries)"] + Self.cells(cost.usage))
        }
    }

    private func activity(_ records: any TenantRecords) async throws {
        try print(["moment", "actor", "action", "subject"])
        var cursor: RecordCursor?
        repeat {
            let page = try await records.activity(RecordPageRequest(limit: 500, after: cursor))
            for entry in page.items { try print([entry.moment.description, entry.actor, entry.action, entry.subject ?? ""]) }
            cursor = page.next
        } while cursor != nil
    }
}
