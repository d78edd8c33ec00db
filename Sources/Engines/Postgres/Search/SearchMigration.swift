extension PostgresMigrations {
    /// The tables of a search index, bound by policies as those of the records are.
    ///
    /// - `search_settings`: the space of the vectors, in one row of the tenant `*`, which nobody can be.
    /// - `search_libraries`: what words are weighed by, and a number that grows with every change of a tenant's documents and never comes again. Who changes
    ///   a document locks the row.
    /// - `search_documents.number` never comes again: what was read of one document can't be taken for another. `key` is the id as far as an
    ///   index takes it, `words` are the keys of the document's rows in `search_words`.
    /// - `search_chunks.place` counts the chunks of a document from 0.
    /// - `search_words`: where a word stands in a document, as `Postings` writes it, in several rows where there are many places.
    static let search = PostgresMigration(
        2, "search",
        """
        SET LOCAL search_path = extraction;

        CREATE TABLE search_settings (
            tenant_id text COLLATE "C" PRIMARY KEY,
            space json
        );
        CREATE TABLE search_libraries (
            tenant_id text COLLATE "C" PRIMARY KEY,
            generation bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
            chunks bigint NOT NULL DEFAULT 0,
            length bigint NOT NULL DEFAULT 0
        );
        CREATE TABLE search_documents (
            tenant_id text COLLATE "C" NOT NULL,
            number bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
            key text COLLATE "C" NOT NULL,
            id text COLLATE "C" NOT NULL,
            folder text COLLATE "C" NOT NULL,
            type text COLLATE "C",
            day text COLLATE "C",
            attributes json NOT NULL,
            chunks bigint NOT NULL,
            length bigint NOT NULL,
            words text[] COLLATE "C" NOT NULL,
            PRIMARY KEY (tenant_id, number),
            UNIQUE (tenant_id, key)
        );
        CREATE TABLE search_fields (
            tenant_id text COLLATE "C" NOT NULL,
            document bigint NOT NULL,
            place bigint NOT NULL,
            name text COLLATE "C" NOT NULL,
            words text COLLATE "C",
            value float8,
            day text COLLATE "C",
            PRIMARY KEY (tenant_id, document, place),
            FOREIGN KEY (tenant_id, document) REFERENCES search_documents ON DELETE CASCADE
        );
        CREATE TABLE search_chunks (
            tenant_id text COLLATE "C" NOT NULL,
            document bigint NOT NULL,
            place bigint NOT NULL,
            body json NOT NULL,
            PRIMARY KEY (tenant_id, document, place),
            FOREIGN KEY (tenant_id, document) REFERENCES search_documents ON DELETE CASCADE
        );
        CREATE TABLE search_vectors (
            tenant_id text COLLATE "C" NOT NULL,
            document bigint NOT NULL,
            place bigint NOT NULL,
            vector real[] NOT NULL,
            PRIMARY KEY (tenant_id, document, place),
            FOREIGN KEY (tenant_id, document) REFERENCES search_documents ON DELETE CASCADE
        );
        -- Components don't get smaller by compressing them.
        ALTER TABLE search_vectors ALTER COLUMN vector SET STORAGE EXTERNAL;
        -- No reference to the document: checking it would cost as much as the row itself, of which a document has a thousand.
        CREATE TABLE search_words (
            tenant_id text COLLATE "C" NOT NULL,
            word text COLLATE "C" NOT NULL,
            document bigint NOT NULL,
            part bigint NOT NULL,
            postings bytea NOT NULL,
            -- A search reads the index alone, where a word's rows lie together; in the table each is on another page.
            PRIMARY KEY (tenant_id, word, document, part) INCLUDE (postings)
        );
        -- As long as they are cleaned up soon after they came.
        ALTER TABLE search_words SET (autovacuum_vacuum_insert_scale_factor = 0.02);

        DO $$
        DECLARE
            name text;
        BEGIN
            FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'extraction'::regnamespace AND relkind = 'r' AND relname LIKE 'search\\_%' LOOP
                EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
                EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
                EXECUTE format(
                    'CREATE POLICY own_rows ON %I USING (tenant_id = NULLIF(current_setting(''extraction.tenant'', true), ''''))
                     WITH CHECK (tenant_id = NULLIF(current_setting(''extraction.tenant'', true), ''''))', name);
                EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO extraction_app', name);
            END LOOP;
        END $$;
        """)
}
