import ExtractionKit
import Foundation
import PostgresFixture
import Testing

@testable import ExtractionPostgres

@Suite(.enabled(if: PostgresServer.programs != nil, "\(PostgresServer.isMissing)"), .timeLimit(.minutes(30)))
struct `The plans of a record store of PostgreSQL` {
    @Test func `scan no table and filter out few rows`() async throws {
        // The server writes down each plan that it really carries out, parameters, policies and all.
        let server = try await PostgresServer.ofOwn()
        let fixture = try await StoreFixture(on: server)
        try await PostgresClient(fixture.owner).withConnection { try $0.run(script: Self.rows) }
        for setting in [
            "session_preload_libraries = 'auto_explain'", "auto_explain.log_min_duration = 0", "auto_explain.log_analyze = on",
            "auto_explain.log_timing = off",
            "auto_explain.log_nested_statements = on",
        ] {
            try await server.order(sql: "ALTER DATABASE \(fixture.database) SET \(setting)")
        }
        let records = try await fixture.store(connections: 1).records(of: TenantID("large"))
        // More often than a prepared statement is planned for its values alone.
        for round in 0..<7 { try await useAll(records, round: round) }
        let log = try String(contentsOfFile: server.log, encoding: .utf8)
        // Each new connection asks the catalogue once whether policies bind it.
        let plans = log.split(separator: "Query Text: ").dropFirst().filter { !$0.contains("FROM pg_roles") }
        #expect(plans.count > 150)
        let scan = /Seq Scan on (documents|extractions|lookups|corrections|ledger|reservations|activity|recognitions)\b/
        for plan in plans where plan.firstMatch(of: scan) != nil { Issue.record("A plan scans a table:\n\(plan.prefix(2_000))") }
        let waste = /Rows Removed by (?:Filter|Index Recheck|Join Filter): ([0-9]+)/
        for plan in plans {
            for match in plan.matches(of: waste) where (Int(match.1) ?? 0) > 200 {
                Issue.record("A plan reads \(match.1) rows in vain:\n\(plan.prefix(2_000))")
            }
        }
    }

    /// Each of the calls that services make all the time.
    private func useAll(_ records: any TenantRecords, round: Int) async throws {
        let number = round * 613 + 1
        let document = "doc\(number)"
        #expect(try await records.document(document) != nil)
        let page = try await records.documents(LibraryQuery())
        #expect(page.items.count == 50)
        #expect(try await records.documents(LibraryQuery(page: RecordPageRequest(after: page.next))).items.count == 50)
        _ = try await records.documents(LibraryQuery(folder: "folder3"))
        _ = try await records.documents(LibraryQuery(state: .failed))
        _ = try await records.documents(LibraryQuery(isCorrected: true))
        _ = try await records.documents(LibraryQuery(sha256: "sha\(number)"))
        #expect(try await records.documents(LibraryQuery(field: FieldMatch(name: "total", text: "\(number)"))).items.count == 1)
        #expect(try await records.documents(LibraryQuery(field: FieldMatch(name: "currency", text: "eur"))).items.count == 50)
        _ = try await records.slowDocuments(over: 5_990, limit: 50)
        // The rows have no record that can be read; the plan counts.
        _ = try? await records.latestExtraction(ofDocument: document)
        _ = try? await records.extractions(ofDocument: document, RecordPageRequest())
        _ = try? await records.extraction(number)
        _ = try? await records.corrections(ofDocument: document)
        _ = try await records.ledger(ofDocument: document, RecordPageRequest())
        _ = try await records.ledger(ofDocument: nil, RecordPageRequest())
        _ = try await records.activity(RecordPageRequest())
        let month = try #require(UsageMonth("2026-01"))
        _ = try await records.usage(in: month, at: .now)
        _ = try await records.costs(in: month)
        _ = try? await records.recognitions(ofSource: "sha\(number)")
        let reservation = try await records.reserve(ReservationRequest(UsageAmount(documents: 1)))
        try await records.settle(reservation.id, as: UsageAmount(documents: 1))
        let other = try await records.reserve(ReservationRequest(UsageAmount(documents: 1)))
        try await records.release(other.id)
        try await records.move(StatusChange(document, to: .processing))
        try await records.removeDocument("doc\(5_999 - round)")
    }

    /// 6,000 documents of one tenant with all that belongs to them, and 600 of another.
    private static let rows: StaticString = """
        SET search_path = extraction;
        INSERT INTO tenants (tenant_id, body)
            SELECT t, json_build_object('id', t, 'name', t, 'tier', json_build_object('id', 'u', 'limits', json_build_object()),
                                        'time_zone', 'GMT', 'created_at', '2026-01-01T00:00:00.000Z')
            FROM (VALUES ('large'), ('small')) v(t);
        CREATE TEMP TABLE numbers AS
            SELECT 'large' AS t, n FROM generate_series(0, 5999) n UNION ALL SELECT 'small', n FROM generate_series(0, 599) n;
        INSERT INTO folders (tenant_id, id, name, created_at) SELECT t, 'folder' || n, 'Folder', now() FROM numbers WHERE n < 20;
        INSERT INTO documents (tenant_id, id, filename, media_type, byte_count, sha256, mode, state, folder, created_at, updated_at, is_corrected,
                               latest_sequence, latest_milliseconds)
            SELECT t, 'doc' || n, 'x.pdf', 'application/pdf', 1, 'sha' || n, 'auto',
                   (CASE WHEN n % 100 = 0 THEN 'failed' ELSE 'queued' END), 'folder' || n % 20, '2026-01-01'::timestamptz + n * interval '1 second', now(),
                   n % 50 = 0, n, n FROM numbers;
        INSERT INTO extractions (tenant_id, sequence, id, document, created_at, updated_at, mode, field_count, milliseconds, record)
            SELECT t, n, 'x' || n, 'doc' || n, now(), now(), 'auto', 0, n, json_build_object('x', repeat(md5(n::text), 40)) FROM numbers;
        INSERT INTO lookups (tenant_id, name, key, created_at, document)
            SELECT t, 'total', n::text, '2026-01-01'::timestamptz + n * interval '1 second', 'doc' || n FROM numbers
            UNION ALL SELECT t, 'currency', 'eur', '2026-01-01'::timestamptz + n * interval '1 second', 'doc' || n FROM numbers;
        INSERT INTO recognitions (tenant_id, sha256, key_digest, created_at, summary, artifact) SELECT t, 'sha' || n, 'k', now(), '{}', '{}' FROM numbers
            WHERE n >= 3000;
        INSERT INTO corrections (tenant_id, document, id, extraction, field, body) SELECT t, 'doc' || n, 'c' || n, n, 'total', '{}' FROM numbers;
        INSERT INTO ledger (tenant_id, id, document, moment, month, engine, model, operation, pages, calls, prompt_tokens, completion_tokens, cost, milliseconds)
            SELECT t, 'l' || n, 'doc' || n, now(), '2025-' || lpad((n % 12 + 1)::text, 2, '0'), 'e', 'm', 'o', 1, 1, 0, 0, 0.01, 5 FROM numbers;
        INSERT INTO reservations (tenant_id, id, month, expires_at, state, documents, queries, pages, calls, prompt_tokens, completion_tokens, cost)
            SELECT t, 'r' || n, '2026-01', now(), 'settled', 1, 0, 0, 0, 0, 0, 0 FROM numbers;
        INSERT INTO activity (tenant_id, id, moment, actor, action) SELECT t, 'a' || n, now(), 'a', 'b' FROM numbers;
        ANALYZE;
        """
}
