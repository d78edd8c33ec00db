import ExtractionKit
import Foundation
import PostgresFixture
import Testing

@testable import ExtractionPostgres

@Suite(.enabled(if: PostgresServer.programs != nil, "\(PostgresServer.isMissing)"), .timeLimit(.minutes(30)))
struct `Row security of PostgreSQL` {
    /// Every table of tenants' records, with the statement that would copy into it.
    private static let tables: [(name: String, copy: StaticString)] = [
        ("tenants", "COPY tenants"), ("folders", "COPY folders"), ("documents", "COPY documents"), ("recognitions", "COPY recognitions"),
        ("extractions", "COPY extractions"), ("lookups", "COPY lookups"), ("corrections", "COPY corrections"), ("ledger", "COPY ledger"),
        ("usage", "COPY usage"), ("reservations", "COPY reservations"), ("api_keys", "COPY api_keys"), ("activity", "COPY activity"),
        ("commits", "COPY commits"), ("search_settings", "COPY search_settings"), ("search_libraries", "COPY search_libraries"),
        ("search_documents", "COPY search_documents"), ("search_fields", "COPY search_fields"), ("search_chunks", "COPY search_chunks"),
        ("search_vectors", "COPY search_vectors"), ("search_words", "COPY search_words"),
    ]

    @Test func `binds every table, as the catalogue says`() async throws {
        let fixture = try await StoreFixture()
        let client = PostgresClient(fixture.owner)
        func names(_ query: PostgresQuery) async throws -> [String] {
            try await client.withConnection { try $0.execute(query).map { try $0.next(String.self) } }
        }
        let all = try await names(
            """
            SELECT relname::text FROM pg_class WHERE relnamespace = 'extraction'::regnamespace AND relkind IN ('r', 'p', 'm', 'f') AND relname <> 'migrations'
            """)
        #expect(Set(all) == Set(Self.tables.map(\.name)))
        // Row security is on, and forced on the owner.
        #expect(
            try await names(
                """
                SELECT relname::text FROM pg_class WHERE relnamespace = 'extraction'::regnamespace AND relkind = 'r' AND relname <> 'migrations'
                AND NOT (relrowsecurity AND relforcerowsecurity)
                """) == [])
        // A policy for every command that reads and checks with the guard against an empty setting.
        let bound = try await names(
            """
            SELECT relname::text FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
            WHERE polpermissive AND polcmd = '*' AND polroles = '{0}'
            AND pg_get_expr(polqual, polrelid) = '(tenant_id = NULLIF(current_setting(''extraction.tenant''::text, true), ''''::text))'
            AND pg_get_expr(polwithcheck, polrelid) = pg_get_expr(polqual, polrelid)
            """)
        #expect(bound.sorted() == all.sorted())
        // No other policy, but for the list of tenants, which only reads.
        #expect(
            try await names(
                "SELECT format('%s %s %s', c.relname, p.polname, p.polcmd) FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE polname <> 'own_rows'"
            )
                == ["tenants listed r"])
        // Every key begins with the tenant: primary, unique and foreign.
        #expect(
            try await names(
                """
                SELECT x.indexrelid::regclass::text FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0]
                WHERE c.relnamespace = 'extraction'::regnamespace AND c.relname <> 'migrations' AND a.attname <> 'tenant_id'
                """) == [])
        #expect(
            try await names(
                """
                SELECT conname::text FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
                JOIN pg_attribute f ON f.attrelid = k.confrelid AND f.attnum = k.confkey[1]
                WHERE k.contype = 'f' AND k.connamespace = 'extraction'::regnamespace AND (a.attname <> 'tenant_id' OR f.attname <> 'tenant_id')
                """) == [])
        #expect(
            try await names(
                """
                SELECT relname::text FROM pg_class c WHERE relnamespace = 'extraction'::regnamespace AND relkind = 'r' AND relname <> 'migrations'
                AND NOT EXISTS (SELECT FROM pg_index x WHERE x.indrelid = c.oid AND x.indisprimary)
                """) == [])
        // The role owns nothing and has no rights but these four on rows.
        #expect(
            try await names(
                """
                SELECT rolname::text FROM pg_roles WHERE rolname = 'extraction_app'
                AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolcanlogin
                     OR EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid) OR EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid))
                """) == [])
        #expect(
            try await names(
                """
                SELECT DISTINCT privilege_type::text FROM information_schema.role_table_grants
                WHERE table_schema = 'extraction' AND grantee IN ('extraction_app', 'PUBLIC') AND table_name <> 'migrations' ORDER BY 1
                """) == ["DELETE", "INSERT", "SELECT", "UPDATE"])
        // Nothing goes round the policies.
        #expect(
            try await names("SELECT relname::text FROM pg_class WHERE relnamespace = 'extraction'::regnamespace AND relkind IN ('v', 'm')")
                == [])
        #expect(try await names("SELECT proname::text FROM pg_proc WHERE pronamespace = 'extraction'::regnamespace") == [])
    }

    @Test func `shows and takes no foreign rows in 24 probes of each table`() async throws {
        let fixture = try await StoreFixture()
        try await PostgresClient(fixture.owner).withConnection { try $0.run(script: Self.probes) }
        let client = fixture.client()
        var probes = 0
        for table in Self.tables {
            // The row that is tried to be written anew is one of the tenant's own.
            let row = try await probe(client, "row", table.name, as: "beta", row: "")
            for (situation, tenant) in [("own", "beta"), ("other", "alpha"), ("unset", nil), ("empty", "")] as [(String, String?)] {
                for command in ["select", "insert", "update", "delete", "upsert"] {
                    let found = try await probe(client, command, table.name, as: tenant, row: row)
                    let allowed: Set<String> =
                        switch (situation, command) {
                        case ("own", "insert"): ["23505"]  // it is there already
                        case ("own", "delete"): ["1", "23503"]  // others may belong to it
                        case ("own", _): ["1"]
                        case (_, "insert"), (_, "upsert"): ["42501"]
                        default: ["0"]
                        }
                    #expect(allowed.contains(found), "\(command) of \(situation) rows in \(table.name)")
                    probes += 1
                }
                // Row security and COPY exclude each other, so the server refuses it whoever asks.
                let refusal = await #expect(throws: ExtractionError.self) {
                    try await client.transaction { connection in
                        if let tenant { try connection.execute("SELECT set_config('extraction.tenant', \(tenant), true)") }
                        _ = try connection.copy(table.copy, rows: [[any PostgresEncodable]]())
                    }
                }
                #expect((refusal?.cause as? PostgresFailure)?.sqlState == "0A000", "copying of \(situation) rows into \(table.name)")
                probes += 1
            }
            // A row of one's own can't be given away.
            #expect(try await probe(client, "give", table.name, as: "beta", row: row) == "42501", "giving away from \(table.name)")
        }
        #expect(probes == Self.tables.count * 24)
    }

    private func probe(_ client: PostgresClient, _ command: String, _ table: String, as tenant: String?, row: String) async throws -> String
    {
        try await client.transaction { connection in
            if let tenant { try connection.execute("SELECT set_config('extraction.tenant', \(tenant), true)") }
            var row = try #require(connection.execute("SELECT public.probe(\(command), \(table), \(row))").first)
            return try row.next(String.self)
        }
    }

    @Test func `lets no row through in thousands of alternating transactions on one connection`() async throws {
        let fixture = try await StoreFixture()
        try await PostgresClient(fixture.owner).withConnection { try $0.run(script: Self.probes) }
        let client = fixture.client()
        struct Change: Error {}
        let (own, foreign) = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
            for number in 0..<(StoreFixture.runsLongTests ? 10_000 : 2_000) {
                if number >= 16 { _ = try await group.next() }
                group.addTask {
                    let tenant = try TenantID(number.isMultiple(of: 2) ? "alpha" : "beta")
                    // Some transactions are undone, and some have no tenant.
                    let isUndone = number % 7 == 0, hasTenant = number % 11 != 0
                    let seen: @Sendable (PostgresConnection) throws -> (Int, Int) = { connection in
                        var row = try #require(
                            connection.execute(
                                "SELECT count(*) FILTER (WHERE tenant_id = \(tenant)), count(*) FILTER (WHERE tenant_id <> \(tenant)) FROM documents"
                            ).first)
                        let counts = try (row.next(Int.self), row.next(Int.self))
                        guard counts == (hasTenant ? 1 : 0, 0) else {
                            throw ExtractionError(.engineFailure, "A foreign row, or none: \(counts)")
                        }
                        if isUndone { throw Change() }
                        return counts
                    }
                    do {
                        if hasTenant { return try await TenantTransactions(client: client, tenant: tenant).read(seen) }
                        return try await client.transaction(seen)
                    } catch is Change {
                        return (1, 0)
                    }
                }
            }
            return try await group.reduce((0, 0)) { ($0.0 + $1.0, $0.1 + $1.1) }
        }
        #expect(own > 0)
        #expect(foreign == 0)
        // The setting is gone with the transaction, and what is left of it reads as nobody.
        let left = try await client.withConnection { connection in
            var row = try #require(connection.execute("SELECT count(*) FROM documents").first)
            return try row.next(Int.self)
        }
        #expect(left == 0)
    }

    /// A row of each of two tenants in every table, and a function that tries something and undoes it.
    private static let probes: StaticString = """
        SET search_path = extraction;
        INSERT INTO tenants (tenant_id, body) VALUES ('alpha', '{}'), ('beta', '{}');
        INSERT INTO folders (tenant_id, id, name, created_at) SELECT tenant_id, 'one', 'One', now() FROM tenants;
        INSERT INTO documents (tenant_id, id, filename, media_type, byte_count, sha256, mode, state, created_at, updated_at)
            SELECT tenant_id, 'one', 'one.pdf', 'application/pdf', 1, 'abc', 'auto', 'queued', now(), now() FROM tenants;
        INSERT INTO recognitions (tenant_id, sha256, key_digest, created_at, summary, artifact) SELECT tenant_id, 'abc', 'def', now(), '{}', '{}' FROM tenants;
        INSERT INTO extractions (tenant_id, sequence, id, document, created_at, updated_at, mode, field_count, milliseconds, record)
            SELECT tenant_id, 1, 'one', 'one', now(), now(), 'auto', 0, 0, '{}' FROM tenants;
        INSERT INTO lookups (tenant_id, name, key, created_at, document) SELECT tenant_id, 'total', '1', now(), 'one' FROM tenants;
        INSERT INTO corrections (tenant_id, document, id, extraction, field, body) SELECT tenant_id, 'one', 'one', 1, 'total', '{}' FROM tenants;
        INSERT INTO ledger (tenant_id, id, moment, month, engine, model, operation, pages, calls, prompt_tokens, completion_tokens, cost, milliseconds)
            SELECT tenant_id, 'one', now(), '2026-01', 'e', 'm', 'o', 0, 0, 0, 0, 0, 0 FROM tenants;
        INSERT INTO usage (tenant_id, month, documents, queries, pages, calls, prompt_tokens, completion_tokens, cost)
            SELECT tenant_id, '2026-01', 0, 0, 0, 0, 0, 0, 0 FROM tenants;
        INSERT INTO reservations (tenant_id, id, month, expires_at, documents, queries, pages, calls, prompt_tokens, completion_tokens, cost)
            SELECT tenant_id, 'one', '2026-01', now(), 0, 0, 0, 0, 0, 0, 0 FROM tenants;
        INSERT INTO api_keys (tenant_id, id, name, sha256, created_at) SELECT tenant_id, 'one', 'One', 'abc', now() FROM tenants;
        INSERT INTO activity (tenant_id, id, moment, actor, action) SELECT tenant_id, 'one', now(), 'a', 'b' FROM tenants;
        INSERT INTO commits (tenant_id, token) SELECT tenant_id, 'one' FROM tenants;
        INSERT INTO search_settings (tenant_id) SELECT tenant_id FROM tenants;
        INSERT INTO search_libraries (tenant_id) SELECT tenant_id FROM tenants;
        INSERT INTO search_documents (tenant_id, number, key, id, folder, attributes, chunks, length, words) OVERRIDING SYSTEM VALUE
            SELECT tenant_id, 1, 'one', 'one', '', '{}', 1, 1, '{word}' FROM tenants;
        INSERT INTO search_fields (tenant_id, document, place, name) SELECT tenant_id, 1, 1, 'total' FROM tenants;
        INSERT INTO search_chunks (tenant_id, document, place, body) SELECT tenant_id, 1, 0, '{}' FROM tenants;
        INSERT INTO search_vectors (tenant_id, document, place, vector) SELECT tenant_id, 1, 0, '{1,0}' FROM tenants;
        INSERT INTO search_words (tenant_id, word, document, part, postings) SELECT tenant_id, 'word', 1, 0, '' FROM tenants;
        CREATE FUNCTION public.probe(command text, target text, source text) RETURNS text LANGUAGE plpgsql AS $$
        DECLARE
            touched bigint;
            answer text;
        BEGIN
            CASE command
            WHEN 'row' THEN
                EXECUTE format('SELECT row_to_json(t)::text FROM extraction.%I t', target) INTO STRICT answer;
                RETURN answer;
            WHEN 'select' THEN EXECUTE format('SELECT count(*) FROM extraction.%I WHERE tenant_id = ''beta''', target) INTO touched;
            WHEN 'update' THEN
                EXECUTE format('UPDATE extraction.%I SET tenant_id = tenant_id WHERE tenant_id = ''beta''', target);
                GET DIAGNOSTICS touched = ROW_COUNT;
            WHEN 'delete' THEN
                EXECUTE format('DELETE FROM extraction.%I WHERE tenant_id = ''beta''', target);
                GET DIAGNOSTICS touched = ROW_COUNT;
            WHEN 'give' THEN
                EXECUTE format('UPDATE extraction.%I SET tenant_id = ''alpha'' WHERE tenant_id = ''beta''', target);
                GET DIAGNOSTICS touched = ROW_COUNT;
            ELSE
                EXECUTE format(
                    'INSERT INTO extraction.%1$I OVERRIDING SYSTEM VALUE SELECT (json_populate_record(NULL::extraction.%1$I, $1::json)).*', target)
                    || CASE command
                        WHEN 'upsert' THEN format(' ON CONFLICT ON CONSTRAINT %I DO UPDATE SET tenant_id = excluded.tenant_id', target || '_pkey')
                        ELSE '' END
                    USING source;
                GET DIAGNOSTICS touched = ROW_COUNT;
            END CASE;
            RAISE EXCEPTION USING ERRCODE = 'P0099', MESSAGE = touched::text;
        EXCEPTION
            WHEN SQLSTATE 'P0099' THEN RETURN SQLERRM;
            WHEN OTHERS THEN RETURN SQLSTATE;
        END $$;
        """
}
