internal import ExtractionKit

extension PostgresTenantRecords {
    func record(_ entries: [LedgerEntry]) async throws {
        for entry in entries { try UsageAmount(usage: entry.usage).check() }
        guard !entries.isEmpty else { return }
        try await transactions.write { [tenant] connection in
            let calendar = try connection.tenant(tenant)
            let months = try entries.map { try calendar.month(of: $0.moment).description }
            try connection.execute(
                """
                INSERT INTO ledger (tenant_id, id, document, moment, month, engine, model, operation, pages, calls, prompt_tokens, completion_tokens, cost,
                                    milliseconds, request, error)
                SELECT \(tenant), id, document, moment, month, engine, model, operation, pages, calls, prompt_tokens, completion_tokens, cost::numeric,
                       milliseconds, request, error
                FROM unnest(\(PostgresArray(entries.map(\.id))), \(PostgresArray(entries.map(\.document))), \(PostgresArray(moments: entries.map(\.moment))),
                            \(PostgresArray(months)), \(PostgresArray(entries.map(\.engine.rawValue))), \(PostgresArray(entries.map(\.model))),
                            \(PostgresArray(entries.map(\.operation))), \(PostgresArray(entries.map(\.usage.pages))),
                            \(PostgresArray(entries.map(\.usage.calls))), \(PostgresArray(entries.map(\.usage.promptTokens))),
                            \(PostgresArray(entries.map(\.usage.completionTokens))), \(PostgresArray(entries.map(\.usage.cost))),
                            \(PostgresArray(entries.map(\.milliseconds))), \(PostgresArray(entries.map(\.requestID))),
                            \(PostgresArray(entries.map { $0.error?.rawValue })))
                WITH ORDINALITY
                AS new(id, document, moment, month, engine, model, operation, pages, calls, prompt_tokens, completion_tokens, cost, milliseconds, request,
                       error, place)
                ORDER BY place
                ON CONFLICT (tenant_id, id) DO NOTHING
                """)
        }
    }

    func ledger(ofDocument id: String?, _ page: RecordPageRequest) async throws -> RecordPage<LedgerEntry> {
        let place = try page.numberBefore()
        let ofDocument: PostgresQuery = id.map { " AND document = \($0)" } ?? ""
        return try await transactions.read { [tenant] connection in
            let rows = try connection.execute(
                """
                SELECT number, id, document, moment, engine, model, operation, pages, calls, prompt_tokens, completion_tokens, cost::text, milliseconds,
                       request, error
                FROM ledger WHERE tenant_id = \(tenant) AND number < \(place)\(ofDocument)
                ORDER BY number DESC LIMIT \(page.clampedLimit + 1)
                """)
            return try self.page(page, of: rows) { row in
                let number = try row.next(Int.self)
                let entry = try LedgerEntry(
                    id: row.next(), document: row.nextIfPresent(), at: row.next(), engine: PluginID(rawValue: row.next()),
                    model: row.next(),
                    operation: row.next(), usage: row.nextUsage(), milliseconds: row.next(), requestID: row.nextIfPresent(),
                    error: row.nextIfPresent(String.self).map(ExtractionError.Code.init(rawValue:)))
                return (number, entry)
            }
        }
    }

    func costs(in month: UsageMonth) async throws -> [CostSummary] {
        try await transactions.read { [tenant] connection in
            try connection.execute(
                """
                SELECT engine, model, operation, count(*), sum(pages)::bigint, sum(calls)::bigint, sum(prompt_tokens)::bigint,
                       sum(completion_tokens)::bigint, sum(cost)::text
                FROM ledger WHERE tenant_id = \(tenant) AND month = \(month) GROUP BY engine, model, operation ORDER BY engine, model, operation
                """
            ).map { row in
                try CostSummary(
                    engine: PluginID(rawValue: row.next()), model: row.next(), operation: row.next(), entries: row.next(),
                    usage: row.nextUsage())
            }
        }
    }

    func reserve(_ request: ReservationRequest) async throws -> Reservation {
        try await transactions.write { [tenant] connection in
            // The tenant's row is the lock: what others have set aside is known when the decision is made.
            let who = try connection.tenant(tenant, lock: " FOR NO KEY UPDATE")
            let held = try connection.execute(
                """
                SELECT id, month, expires_at, documents, queries, pages, calls, prompt_tokens, completion_tokens, cost::text
                FROM reservations WHERE tenant_id = \(tenant) AND id = \(request.id)
                """
            ).map { row in
                let id = try row.next(String.self)
                let month = try row.nextMonth()
                let expiresAt = try row.next(Timestamp.self)
                return try Reservation(id: id, month: month, amount: row.nextAmount(), expiresAt: expiresAt)
            }
            if let held = held.first { return held }
            let month = try who.month(of: request.moment)
            let usage = try connection.usage(of: tenant, in: month, at: request.moment)
            let reservation = try Reservation(granting: request, to: who, used: usage.used + usage.reserved)
            let amount = reservation.amount
            try connection.execute(
                """
                INSERT INTO reservations (tenant_id, id, month, expires_at, documents, queries, pages, calls, prompt_tokens, completion_tokens, cost)
                VALUES (\(tenant), \(reservation.id), \(reservation.month), \(reservation.expiresAt), \(amount.documents), \(amount.queries),
                        \(amount.usage.pages), \(amount.usage.calls), \(amount.usage.promptTokens), \(amount.usage.completionTokens),
                        \(amount.usage.cost)::numeric)
                """)
            return reservation
        }
    }

    func settle(_ reservation: String, as amount: UsageAmount) async throws {
        try amount.check()
        let body = try RecordJSON.text(of: amount)
        try await transactions.write { [tenant] connection in
            let (month, state, settled) = try connection.lockedReservation(reservation, of: tenant)
            if state == "settled", settled == amount { return }
            guard state == "held" else { throw ExtractionError.reservationEnded }
            try connection.execute(
                "UPDATE reservations SET state = 'settled', settled = \(body) WHERE tenant_id = \(tenant) AND id = \(reservation)")
            try connection.execute(
                """
                INSERT INTO usage AS u (tenant_id, month, documents, queries, pages, calls, prompt_tokens, completion_tokens, cost)
                VALUES (\(tenant), \(month), \(amount.documents), \(amount.queries), \(amount.usage.pages), \(amount.usage.calls),
                        \(amount.usage.promptTokens), \(amount.usage.completionTokens), \(amount.usage.cost)::numeric)
                ON CONFLICT (tenant_id, month) DO UPDATE SET
                    documents = u.documents + excluded.documents, queries = u.queries + excluded.queries, pages = u.pages + excluded.pages,
                    calls = u.calls + excluded.calls, prompt_tokens = u.prompt_tokens + excluded.prompt_tokens,
                    completion_tokens = u.completion_tokens + excluded.completion_tokens, cost = u.cost + excluded.cost
                """)
        }
    }

    func release(_ reservation: String) async throws {
        try await transactions.write { [tenant] connection in
            let (_, state, _) = try connection.lockedReservation(reservation, of: tenant)
            if state == "released" { return }
            guard state == "held" else { throw ExtractionError.reservationEnded }
            try connection.execute("UPDATE reservations SET state = 'released' WHERE tenant_id = \(tenant) AND id = \(reservation)")
        }
    }

    func usage(in month: UsageMonth, at moment: Timestamp) async throws -> MonthlyUsage {
        try await transactions.read { [tenant] connection in
            try connection.usage(of: tenant, in: month, at: moment)
        }
    }

    func usageByMonth() async throws -> [MonthlyUsage] {
        try await transactions.read { [tenant] connection in
            try connection.execute(
                """
                SELECT month, documents, queries, pages, calls, prompt_tokens, completion_tokens, cost::text
                FROM usage WHERE tenant_id = \(tenant) ORDER BY month DESC
                """
            ).map { row in
                let month = try row.nextMonth()
                return try MonthlyUsage(month: month, used: row.nextAmount())
            }
        }
    }
}

extension PostgresConnection {
    /// What is known of the tenant of the transaction.
    fileprivate func tenant(_ id: TenantID, lock: PostgresQuery = "") throws -> Tenant {
        var row = try execute("SELECT body FROM tenants WHERE tenant_id = \(id)\(lock)").first
        guard let tenant = try row?.nextJSON(Tenant.self) else { throw ExtractionError.unknown("tenant") }
        return tenant
    }

    /// What a month has come to and what is set aside, of one moment: a statement of its own for each could miss what is settled between them.
    fileprivate func usage(of tenant: TenantID, in month: UsageMonth, at moment: Timestamp) throws -> MonthlyUsage {
        var usage = MonthlyUsage(month: month)
        let rows = try execute(
            """
            SELECT true, documents, queries, pages, calls, prompt_tokens, completion_tokens, cost::text
            FROM usage WHERE tenant_id = \(tenant) AND month = \(month)
            UNION ALL
            SELECT false, coalesce(sum(documents), 0)::bigint, coalesce(sum(queries), 0)::bigint, coalesce(sum(pages), 0)::bigint,
                   coalesce(sum(calls), 0)::bigint, coalesce(sum(prompt_tokens), 0)::bigint, coalesce(sum(completion_tokens), 0)::bigint,
                   coalesce(sum(cost), 0)::text
            FROM reservations WHERE tenant_id = \(tenant) AND month = \(month) AND state = 'held' AND expires_at > \(moment)
            """
        ).map { row in try (isUsed: row.next(Bool.self), amount: row.nextAmount()) }
        for row in rows {
            if row.isUsed { usage.used = row.amount } else { usage.reserved = row.amount }
        }
        return usage
    }

    fileprivate func lockedReservation(_ id: String, of tenant: TenantID) throws -> (UsageMonth, state: String, settled: UsageAmount?) {
        var row = try execute("SELECT month, state, settled FROM reservations WHERE tenant_id = \(tenant) AND id = \(id) FOR UPDATE").first
        guard let month = try row?.nextMonth(), let state = try row?.next(String.self) else { throw ExtractionError.unknown("reservation") }
        return (month, state, try row?.nextJSONIfPresent(UsageAmount.self))
    }
}

extension PostgresRow {
    fileprivate mutating func nextMonth() throws -> UsageMonth {
        guard let month = UsageMonth(try next(String.self)) else { throw PostgresDecodingError(column: 0) }
        return month
    }
}
