internal import ExtractionKit
internal import GRDB

extension SQLiteTenantRecords {
    func record(_ entries: [LedgerEntry]) async throws {
        for entry in entries { try UsageAmount(usage: entry.usage).check() }
        try await database.write { connection in
            let tenant = try requireTenant(connection)
            let insertion = try connection.cachedStatement(
                sql: """
                    INSERT INTO ledger (tenant, id, document, month, engine, model, operation, pages, calls, prompt_tokens,
                        completion_tokens, cost, entry) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant, id) DO NOTHING
                    """)
            for entry in entries {
                let usage = entry.usage
                try insertion.execute(arguments: [
                    mine, entry.id, entry.document, tenant.month(of: entry.moment).description, entry.engine.rawValue, entry.model,
                    entry.operation, usage.pages, usage.calls, usage.promptTokens, usage.completionTokens, usage.cost.billionths,
                    StoredJSON.text(entry),
                ])
            }
        }
    }

    func ledger(ofDocument id: String?, _ page: RecordPageRequest) async throws -> RecordPage<LedgerEntry> {
        let last = try page.numberBefore()
        let rows = try await database.read { connection in
            var arguments: StatementArguments = [mine]
            if let id { arguments += [id] }
            arguments += [last, page.clampedLimit + 1]
            let condition = id == nil ? "" : "AND document = ? "
            return try Row.fetchAll(
                connection,
                sql: "SELECT number, entry FROM ledger WHERE tenant = ? \(condition)AND number < ? ORDER BY number DESC LIMIT ?",
                arguments: arguments
            ).map { (number: $0[0] as Int64, json: $0[1] as String) }
        }
        return try page.page(rows) {
            "\($0.number)"
        } element: {
            try StoredJSON.value(LedgerEntry.self, from: $0.json)
        }
    }

    func costs(in month: UsageMonth) async throws -> [CostSummary] {
        let sql = """
            SELECT engine, model, operation, count(*), sum(pages), sum(calls), sum(prompt_tokens), sum(completion_tokens), sum(cost)
            FROM ledger WHERE tenant = ? AND month = ? GROUP BY engine, model, operation ORDER BY engine, model, operation
            """
        return try await database.read { connection in
            try Row.fetchAll(connection, sql: sql, arguments: [mine, month.description]).map { row in
                CostSummary(
                    engine: PluginID(rawValue: row[0]), model: row[1], operation: row[2], entries: row[3],
                    usage: Usage(
                        pages: row[4], calls: row[5], promptTokens: row[6], completionTokens: row[7], cost: .init(billionths: row[8])))
            }
        }
    }

    func reserve(_ request: ReservationRequest) async throws -> Reservation {
        try await database.write { connection in
            let tenant = try requireTenant(connection)
            let known = try String.fetchOne(
                connection, sql: "SELECT reservation FROM reservation WHERE tenant = ? AND id = ?", arguments: [mine, request.id])
            if let known { return try StoredJSON.value(Reservation.self, from: known) }
            let month = try tenant.month(of: request.moment)
            let total = try used(in: month, connection) + reserved(in: month, at: request.moment, connection)
            let reservation = try Reservation(granting: request, to: tenant, used: total)
            try connection.execute(
                sql: """
                    INSERT INTO reservation (tenant, id, month, expires_at, \(AmountRow.columns), reservation)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [mine, request.id, month.description, reservation.expiresAt.milliseconds]
                    + AmountRow.arguments(reservation.amount) + [StoredJSON.text(reservation)])
            return reservation
        }
    }

    func settle(_ reservation: String, as amount: UsageAmount) async throws {
        try amount.check()
        try await database.write { connection in
            let sql = "SELECT state, settled_as, month FROM reservation WHERE tenant = ? AND id = ?"
            guard let row = try Row.fetchOne(connection, sql: sql, arguments: [mine, reservation]) else {
                throw ExtractionError.unknown("reservation")
            }
            if let settled = row[1] as String?, try StoredJSON.value(UsageAmount.self, from: settled) == amount { return }
            guard row[0] == "open" else { throw ExtractionError.reservationEnded }
            try connection.execute(
                sql: "UPDATE reservation SET state = 'settled', settled_as = ? WHERE tenant = ? AND id = ?",
                arguments: [StoredJSON.text(amount), mine, reservation])
            try connection.execute(
                sql: """
                    INSERT INTO usage (tenant, month, \(AmountRow.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (tenant, month) DO UPDATE SET documents = documents + excluded.documents,
                        queries = queries + excluded.queries, pages = pages + excluded.pages, calls = calls + excluded.calls,
                        prompt_tokens = prompt_tokens + excluded.prompt_tokens,
                        completion_tokens = completion_tokens + excluded.completion_tokens, cost = cost + excluded.cost
                    """, arguments: [mine, row[2] as String] + AmountRow.arguments(amount))
        }
    }

    func release(_ reservation: String) async throws {
        try await database.write { connection in
            let sql = "SELECT state FROM reservation WHERE tenant = ? AND id = ?"
            switch try String.fetchOne(connection, sql: sql, arguments: [mine, reservation]) {
            case nil: throw ExtractionError.unknown("reservation")
            case "settled": throw ExtractionError.reservationEnded
            default:
                try connection.execute(
                    sql: "UPDATE reservation SET state = 'released' WHERE tenant = ? AND id = ?", arguments: [mine, reservation])
            }
        }
    }

    func usage(in month: UsageMonth, at moment: Timestamp) async throws -> MonthlyUsage {
        try await database.read { connection in
            try MonthlyUsage(
                month: month, used: used(in: month, connection), reserved: reserved(in: month, at: moment, connection))
        }
    }

    func usageByMonth() async throws -> [MonthlyUsage] {
        try await database.read { connection in
            try Row.fetchAll(
                connection, sql: "SELECT \(AmountRow.columns), month FROM usage WHERE tenant = ? ORDER BY month DESC", arguments: [mine]
            ).compactMap { row in
                UsageMonth(row[7] as String).map { MonthlyUsage(month: $0, used: AmountRow.amount(row)) }
            }
        }
    }

    private func used(in month: UsageMonth, _ connection: Database) throws -> UsageAmount {
        let sql = "SELECT \(AmountRow.columns) FROM usage WHERE tenant = ? AND month = ?"
        return try Row.fetchOne(connection, sql: sql, arguments: [mine, month.description]).map(AmountRow.amount) ?? UsageAmount()
    }

    private func reserved(in month: UsageMonth, at moment: Timestamp, _ connection: Database) throws -> UsageAmount {
        let sql = """
            SELECT \(AmountRow.sums) FROM reservation WHERE tenant = ? AND month = ? AND expires_at > ? AND state = 'open'
            """
        return try Row.fetchOne(connection, sql: sql, arguments: [mine, month.description, moment.milliseconds]).map(AmountRow.amount)
            ?? UsageAmount()
    }
}

/// The columns of an amount, and what they make.
enum AmountRow {
    private static let names = ["documents", "queries", "pages", "calls", "prompt_tokens", "completion_tokens", "cost"]
    static let columns = names.joined(separator: ", ")
    static let sums = names.map { "coalesce(sum(\($0)), 0)" }.joined(separator: ", ")

    static func amount(_ row: Row) -> UsageAmount {
        UsageAmount(
            documents: row[0], queries: row[1],
            usage: Usage(pages: row[2], calls: row[3], promptTokens: row[4], completionTokens: row[5], cost: .init(billionths: row[6])))
    }

    static func arguments(_ amount: UsageAmount) -> StatementArguments {
        let usage = amount.usage
        return [
            amount.documents, amount.queries, usage.pages, usage.calls, usage.promptTokens, usage.completionTokens, usage.cost.billionths,
        ]
    }
}
