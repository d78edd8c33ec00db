internal import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension RecordStoreConformance {
    func checkLedger(_ conformance: inout Conformance) async throws {
        let records = try await newTenant(timeZone: "Europe/Vienna")
        let moment = RecordSample.moment
        let paid = Usage(pages: 2, calls: 1, promptTokens: 10, completionTokens: 5, cost: RecordSample.billionths(125))
        let entries = [
            LedgerEntry(
                document: "one", at: moment.adding(seconds: -3_600), engine: "b", model: "m", operation: "recognition", usage: paid),
            LedgerEntry(
                document: "one", at: moment, engine: "b", model: "m", operation: "recognition", usage: paid, milliseconds: 1.5,
                requestID: "r", error: .rateLimited),
            LedgerEntry(document: nil, at: moment, engine: "b", model: "m", operation: "recognition", usage: paid),
            LedgerEntry(document: "two", at: moment, engine: "a", model: "z", operation: "fields", usage: Usage(pages: 0, calls: 1)),
        ]
        try await records.record(Array(entries.prefix(1)))
        try await records.record(Array(entries.dropFirst()))
        try await records.record(entries)
        let all = try await records.ledger(ofDocument: nil, RecordPageRequest())
        conformance.expect(
            all.items == entries.reversed() && all.next == nil, "the ledger should hold every entry once, as it was, the newest first")
        let head = try await records.ledger(ofDocument: nil, RecordPageRequest(limit: 3))
        let tail = try await records.ledger(ofDocument: nil, RecordPageRequest(limit: 3, after: head.next))
        conformance.expect(
            head.items.count == 3 && head.items + tail.items == entries.reversed(), "the pages of the ledger should hold each entry once")
        conformance.expect(
            try await records.ledger(ofDocument: "one", RecordPageRequest()).items == [entries[1], entries[0]],
            "the ledger of a document should hold its entries only")
        guard let march = UsageMonth("2026-03"), let april = UsageMonth("2026-04") else { return }
        conformance.expect(
            try await records.costs(in: april) == [
                CostSummary(engine: "a", model: "z", operation: "fields", entries: 1, usage: Usage(pages: 0, calls: 1)),
                CostSummary(engine: "b", model: "m", operation: "recognition", entries: 2, usage: paid + paid),
            ],
            "costs should be those of the month by the tenant's calendar, by engine, model and operation, exact to a billionth")
        conformance.expect(
            try await records.costs(in: march).map(\.usage) == [paid], "costs should be those of the month that was asked for")
        await conformance.expectError([.invalidRequest], when: "given an entry with a cost below 0") {
            try await records.record([
                LedgerEntry(document: nil, engine: "a", model: "", operation: "o", usage: Usage(pages: 0, calls: 0, cost: -1))
            ])
        }
    }

    func checkReservations(_ conformance: inout Conformance) async throws {
        let limits = UsageLimits(documents: 3, queries: 2, pages: 10, tokens: 100, cost: 1)
        let records = try await newTenant(tier: Tier(id: "small", limits: limits))
        let moment = RecordSample.moment
        guard let month = UsageMonth("2026-03") else { return }
        func reserve(_ amount: UsageAmount, id: String = .newRecordID(), at moment: Timestamp = moment) async throws -> Reservation {
            try await records.reserve(ReservationRequest(amount, id: id, at: moment, holding: 60))
        }
        conformance.expect(
            try await records.usage(in: month, at: moment) == MonthlyUsage(month: month), "a month without use should be empty")
        let two = UsageAmount(documents: 2, usage: Usage(pages: 4, calls: 0, cost: RecordSample.billionths(500_000_000)))
        let first = try await reserve(two, id: "first")
        conformance.expect(
            first == Reservation(id: "first", month: month, amount: two, expiresAt: moment.adding(seconds: 60)),
            "a reservation should say what was set aside, in which month and until when")
        conformance.expect(try await reserve(two, id: "first") == first, "a reservation that is asked for again should be the same")
        conformance.expect(
            try await records.usage(in: month, at: moment) == MonthlyUsage(month: month, reserved: two),
            "what is set aside should show in the month, once")
        let tooMuch = [
            UsageAmount(documents: 2), UsageAmount(queries: 3), UsageAmount(usage: Usage(pages: 7, calls: 0)),
            UsageAmount(usage: Usage(pages: 0, calls: 0, promptTokens: 60, completionTokens: 41)),
            UsageAmount(usage: Usage(pages: 0, calls: 0, cost: RecordSample.billionths(500_000_001))),
        ]
        for amount in tooMuch {
            await conformance.expectError([.limitReached], when: "asked for more than is left, \(amount),") {
                _ = try await reserve(amount)
            }
        }
        let exact = UsageAmount(
            documents: 1, queries: 2,
            usage: Usage(pages: 6, calls: 9, promptTokens: 60, completionTokens: 40, cost: RecordSample.billionths(500_000_000)))
        _ = try await conformance.attempt("asked for exactly what is left,") { try await reserve(exact, id: "exact") }
        try await records.release("exact")
        try await records.release("exact")
        // What was used may be more than was set aside, and it counts.
        let used = UsageAmount(
            documents: 2, usage: Usage(pages: 9, calls: 3, promptTokens: 7, completionTokens: 8, cost: RecordSample.billionths(1)))
        try await records.settle("first", as: used)
        try await records.settle("first", as: used)
        conformance.expect(
            try await records.usage(in: month, at: moment) == MonthlyUsage(month: month, used: used),
            "a settled reservation should count what was used, once, and a released one nothing")
        await conformance.expectError([.conflict], when: "asked to settle again with another amount") {
            try await records.settle("first", as: two)
        }
        await conformance.expectError([.conflict], when: "asked to release what was settled") { try await records.release("first") }
        await conformance.expectError([.conflict], when: "asked to settle what was released") {
            try await records.settle("exact", as: exact)
        }
        await conformance.expectError([.notFound], when: "asked to settle an unknown reservation") {
            try await records.settle("nobody", as: two)
        }
        await conformance.expectError([.notFound], when: "asked to release an unknown reservation") { try await records.release("nobody") }
        await conformance.expectError([.invalidRequest], when: "asked for an amount below 0") {
            _ = try await reserve(UsageAmount(documents: -1))
        }

        let last = try await reserve(UsageAmount(documents: 1), id: "last")
        await conformance.expectError([.limitReached], when: "asked for what is set aside") {
            _ = try await reserve(UsageAmount(documents: 1))
        }
        _ = try await conformance.attempt("asked for what was set aside and has expired,") {
            try await reserve(UsageAmount(documents: 1), id: "heir", at: last.expiresAt)
        }
        try await records.settle("last", as: UsageAmount(documents: 1))
        conformance.expect(
            try await records.usage(in: month, at: last.expiresAt).used.documents == 3, "who settles late should still be counted")
    }

    func checkMonths(_ conformance: inout Conformance) async throws {
        let one = Tier(id: "one", limits: UsageLimits(documents: 1))
        // The last moment of March and the first of April in Kiritimati, 14 hours before Greenwich.
        guard let end = Timestamp("2026-03-31T09:59:59.999Z"), let march = UsageMonth("2026-03"), let april = UsageMonth("2026-04")
        else { return }
        let start = Timestamp(milliseconds: end.milliseconds + 1)
        let records = try await newTenant(tier: one, timeZone: "Pacific/Kiritimati")
        func reserve(_ id: String, at moment: Timestamp) async throws -> Reservation {
            try await records.reserve(ReservationRequest(UsageAmount(documents: 1), id: id, at: moment, holding: 60))
        }
        let old = try await reserve("old", at: end)
        await conformance.expectError([.limitReached], when: "asked for more in the last moment of a month") {
            _ = try await reserve("more", at: end)
        }
        let new = try await conformance.attempt("asked in the first moment of a month,") { try await reserve("new", at: start) }
        conformance.expect(old.month == march && new?.month == april, "the month should be that of the tenant's time zone")
        // Settled in April, counted in March.
        try await records.settle("old", as: UsageAmount(documents: 1))
        try await records.settle("new", as: UsageAmount(documents: 1))
        let months = try await records.usageByMonth()
        conformance.expect(
            months == [april, march].map { MonthlyUsage(month: $0, used: UsageAmount(documents: 1)) },
            "work should count in the month in which it was reserved, and the months be listed, the latest first")

        let trial = try await newTenant(tier: one, trial: Tenant.Trial(tier: .starter, ends: start))
        for id in ["a", "b"] {
            _ = try await trial.reserve(ReservationRequest(UsageAmount(documents: 1), id: id, at: end, holding: 60))
        }
        await conformance.expectError([.limitReached], when: "asked for more than the tier after a trial") {
            _ = try await trial.reserve(ReservationRequest(UsageAmount(documents: 1), id: "c", at: start, holding: 60))
        }
    }

    func checkLoad(_ conformance: inout Conformance) async throws {
        for round in 0..<load.rounds {
            let limit = load.requests / 2
            let records = try await newTenant(tier: Tier(id: "load", limits: UsageLimits(documents: limit)))
            let requests = load.requests
            let outcomes = await withTaskGroup(of: ExtractionError.Code?.self) { group in
                for number in 0..<requests {
                    group.addTask {
                        do {
                            let request = ReservationRequest(UsageAmount(documents: 1), id: "\(number)", at: RecordSample.moment)
                            let reservation = try await records.reserve(request)
                            // Every other one is done at once, so that what is used and what is set aside both count.
                            if number.isMultiple(of: 2) { try await records.settle(reservation.id, as: reservation.amount) }
                            return nil
                        } catch {
                            return ExtractionError(wrapping: error).code
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let granted = outcomes.count { $0 == nil }
            conformance.expect(
                granted == limit && outcomes.allSatisfy { $0 == nil || $0 == .limitReached },
                "of \(requests) reservations at once \(limit) should be granted and the others refused; in round \(round) \(granted) are")
            guard let month = UsageMonth("2026-03") else { return }
            let usage = try await records.usage(in: month, at: RecordSample.moment)
            conformance.expect(
                usage.used.documents + usage.reserved.documents == limit, "what was granted should be used or set aside, and nothing else")
        }
    }
}
