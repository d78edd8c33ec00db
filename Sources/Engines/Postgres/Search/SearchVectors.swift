internal import ExtractionKit

/// How vectors are kept: as arrays, or as pgvector's type, which the server can compare.
enum SearchVectors {
    /// The most components that pgvector's type holds.
    static let largestOfExtension = 16_000

    /// Keeps vectors as pgvector's type from now on, where the extension is in the database and they are arrays yet.
    ///
    /// As the tables' owner. An index of more components than the type holds stays as it is.
    static func adoptExtension(_ client: PostgresClient) async throws {
        try await client.transaction { connection in
            // The lock of the migrations: of several programs, one does it.
            try connection.execute("SELECT pg_advisory_xact_lock(7310285566392147)")
            try connection.run(
                script: """
                    DO $$
                    DECLARE
                        home text;
                    BEGIN
                        SELECT quote_ident(nspname) INTO home
                        FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE extname = 'vector';
                        PERFORM set_config('extraction.tenant', '*', true);
                        IF home IS NULL
                            OR (SELECT atttypid <> 'real[]'::regtype FROM pg_attribute
                                WHERE attrelid = 'extraction.search_vectors'::regclass AND attname = 'vector')
                            OR (SELECT (space->>'dimensions')::bigint > 16000 FROM extraction.search_settings)
                        THEN
                            RETURN;
                        END IF;
                        EXECUTE format('ALTER TABLE extraction.search_vectors ALTER COLUMN vector TYPE %s.vector USING vector::%1$s.vector', home);
                        ALTER TABLE extraction.search_vectors ALTER COLUMN vector SET STORAGE EXTERNAL;
                    END $$
                    """)
        }
    }
}

extension PostgresConnection {
    /// Makes a new connection one that searches.
    func takeSearchRole() throws {
        try takeStoreRole()
        // pgvector's operators are where the extension was put, behind the store's own names.
        try execute(
            """
            SELECT set_config('search_path', 'extraction' || coalesce((
                SELECT ', ' || quote_ident(nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE extname = 'vector'), ''), false)
            """)
        // Compiling a statement takes longer than it runs.
        try execute("SET jit = off")
    }
}
