extension PostgresMigrations {
    /// The tables of a record store and of a search index.
    ///
    /// Every table of tenants' records has the tenant at the beginning of each key, so that no key's uniqueness tells one tenant of another's
    /// ids, and a policy that shows and takes only rows of the tenant that the transaction was begun for. The policies bind the tables' owner
    /// too; superusers they can't bind, so the program works as a role of its own.
    static let records = PostgresMigrations([
        PostgresMigration(
            1, "records",
            """
            DO $$ BEGIN
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'extraction_app') THEN
                    CREATE ROLE extraction_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
                END IF;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
            END $$;
            DO $$ BEGIN
                IF NOT pg_has_role(session_user, 'extraction_app', 'MEMBER') THEN
                    GRANT extraction_app TO SESSION_USER;
                END IF;
            END $$;
            SET LOCAL search_path = extraction;

            CREATE TABLE tenants (
                tenant_id text COLLATE "C" PRIMARY KEY,
                body json NOT NULL,
                last_sequence bigint NOT NULL DEFAULT 0
            );
            CREATE TABLE folders (
                tenant_id text COLLATE "C" NOT NULL REFERENCES tenants,
                id text COLLATE "C" NOT NULL,
                name text COLLATE "C" NOT NULL,
                parent text COLLATE "C",
                created_at timestamptz NOT NULL,
                PRIMARY KEY (tenant_id, id),
                FOREIGN KEY (tenant_id, parent) REFERENCES folders
            );
            CREATE INDEX folders_by_parent ON folders (tenant_id, parent);
            CREATE TABLE documents (
                tenant_id text COLLATE "C" NOT NULL REFERENCES tenants,
                id text COLLATE "C" NOT NULL,
                filename text NOT NULL,
                media_type text NOT NULL,
                byte_count bigint NOT NULL,
                sha256 text COLLATE "C" NOT NULL,
                page_count bigint,
                mode text NOT NULL,
                state text COLLATE "C" NOT NULL CHECK (state IN ('queued', 'processing', 'completed', 'failed')),
                error json,
                folder text COLLATE "C",
                created_at timestamptz NOT NULL,
                updated_at timestamptz NOT NULL,
                is_corrected boolean NOT NULL DEFAULT false,
                latest_sequence bigint,
                latest_milliseconds float8,
                PRIMARY KEY (tenant_id, id),
                FOREIGN KEY (tenant_id, folder) REFERENCES folders
            );
            CREATE INDEX documents_by_age ON documents (tenant_id, created_at, id);
            CREATE INDEX documents_by_state ON documents (tenant_id, state, created_at, id);
            CREATE INDEX documents_by_folder ON documents (tenant_id, folder, created_at, id);
            CREATE INDEX documents_by_source ON documents (tenant_id, sha256, created_at, id);
            CREATE INDEX documents_corrected ON documents (tenant_id, created_at, id) WHERE is_corrected;
            CREATE INDEX documents_by_duration ON documents (tenant_id, latest_milliseconds, id);
            CREATE TABLE recognitions (
                tenant_id text COLLATE "C" NOT NULL REFERENCES tenants,
                sha256 text COLLATE "C" NOT NULL,
                key_digest text COLLATE "C" NOT NULL,
                number bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
                created_at timestamptz NOT NULL,
                summary json NOT NULL,
                artifact json NOT NULL,
                PRIMARY KEY (tenant_id, sha256, key_digest)
            );
            CREATE TABLE extractions (
                tenant_id text COLLATE "C" NOT NULL,
                sequence bigint NOT NULL,
                id text COLLATE "C" NOT NULL,
                document text COLLATE "C" NOT NULL,
                created_at timestamptz NOT NULL,
                updated_at timestamptz NOT NULL,
                document_type text,
                mode text NOT NULL,
                field_count bigint NOT NULL,
                lowest_confidence float8,
                milliseconds float8 NOT NULL,
                record json NOT NULL,
                PRIMARY KEY (tenant_id, sequence),
                UNIQUE (tenant_id, id),
                FOREIGN KEY (tenant_id, document) REFERENCES documents ON DELETE CASCADE
            );
            CREATE INDEX extractions_by_document ON extractions (tenant_id, document, sequence);
            CREATE TABLE lookups (
                tenant_id text COLLATE "C" NOT NULL,
                name text COLLATE "C" NOT NULL,
                key text COLLATE "C" NOT NULL,
                created_at timestamptz NOT NULL,
                document text COLLATE "C" NOT NULL,
                PRIMARY KEY (tenant_id, name, key, created_at, document),
                FOREIGN KEY (tenant_id, document) REFERENCES documents ON DELETE CASCADE
            );
            CREATE INDEX lookups_by_document ON lookups (tenant_id, document);
            CREATE TABLE corrections (
                tenant_id text COLLATE "C" NOT NULL,
                document text COLLATE "C" NOT NULL,
                number bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
                id text COLLATE "C" NOT NULL,
                extraction bigint NOT NULL,
                part bigint,
                field text NOT NULL,
                body json NOT NULL,
                PRIMARY KEY (tenant_id, document, number),
                UNIQUE (tenant_id, id),
                FOREIGN KEY (tenant_id, document) REFERENCES documents ON DELETE CASCADE
            );
            CREATE TABLE ledger (
                tenant_id text COLLATE "C" NOT NULL REFERENCES tenants,
                number bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
                id text COLLATE "C" NOT NULL,
                document text COLLATE "C",
                moment timestamptz NOT NULL,
                month text COLLATE "C" NOT NULL,
                engine text COLLATE "C" NOT NULL,
                model text COLLATE "C" NOT NULL,
                operation text COLLATE "C" NOT NULL,
                pages bigint NOT NULL,
                calls bigint NOT NULL,
                prompt_tokens bigint NOT NULL,
                completion_tokens bigint NOT NULL,
                cost numeric NOT NULL,
                milliseconds float8 NOT NULL,
                request text,
                error text,
                PRIMARY KEY (tenant_id, number),
                UNIQUE (tenant_id, id)
            );
            CREATE INDEX ledger_by_document ON ledger (tenant_id, document, number);
            CREATE INDEX ledger_by_month ON ledger (tenant_id, month, engine, model, operation);
            CREATE TABLE usage (
                tenant_id text COLLATE "C" NOT NULL REFERENCES tenants,
                month text COLLATE "C" NOT NULL,
                documents bigint NOT NULL,
                queries bigint NOT NULL,
                pages bigint NOT NULL,
                calls bigint NOT NULL,
                prompt_tokens bigint NOT NULL,
                completion_tokens bigint NOT NULL,
                cost numeric NOT NULL,
                PRIMARY KEY (tenant_id, month)
            );
            CREATE TABLE reservations (
                tenant_id text COLLATE "C" NOT NULL REFERENCES tenants,
                id text COLLATE "C" NOT NULL,
                month text COLLATE "C" NOT NULL,
                expires_at timestamptz NOT NULL,
                state text COLLATE "C" NOT NULL DEFAULT 'held' CHECK (state IN ('held', 'settled', 'released')),
                documents bigint NOT NULL,
                queries bigint NOT NULL,
                pages bigint NOT NULL,
                calls bigint NOT NULL,
                prompt_tokens bigint NOT NULL,
                completion_tokens bigint NOT NULL,
                cost numeric NOT NULL,
                settled json,
                PRIMARY KEY (tenant_id, id)
            );
            CREATE INDEX reservations_held ON reservations (tenant_id, month, expires_at) WHERE state = 'held';
            CREATE TABLE api_keys (
                tenant_id text COLLATE "C" NOT NULL REFERENCES tenants,
                id text COLLATE "C" NOT NULL,
                name text NOT NULL,
                sha256 text NOT NULL,
                created_at timestamptz NOT NULL,
                expires_at timestamptz,
                revoked_at timestamptz,
                PRIMARY KEY (tenant_id, id)
            );
            CREATE TABLE activity (
                tenant_id text COLLATE "C" NOT NULL REFERENCES tenants,
                number bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
                id text COLLATE "C" NOT NULL,
                moment timestamptz NOT NULL,
                actor text NOT NULL,
                action text NOT NULL,
                subject text,
                PRIMARY KEY (tenant_id, number),
                UNIQUE (tenant_id, id)
            );
            -- Which transactions have happened, for those whose commit got no answer.
            CREATE TABLE commits (
                tenant_id text COLLATE "C" NOT NULL,
                token text COLLATE "C" NOT NULL,
                at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (tenant_id, token)
            );
            CREATE INDEX commits_by_age ON commits (tenant_id, at);

            DO $$
            DECLARE
                name text;
            BEGIN
                FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'extraction'::regnamespace AND relkind = 'r' AND relname <> 'migrations' LOOP
                    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
                    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
                    EXECUTE format(
                        'CREATE POLICY own_rows ON %I USING (tenant_id = NULLIF(current_setting(''extraction.tenant'', true), ''''))
                         WITH CHECK (tenant_id = NULLIF(current_setting(''extraction.tenant'', true), ''''))', name);
                    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO extraction_app', name);
                END LOOP;
            END $$;
            -- Who the tenants are is listed for the one call that says so.
            CREATE POLICY listed ON tenants FOR SELECT USING (current_setting('extraction.lists_tenants', true) = 'yes');
            GRANT USAGE ON SCHEMA extraction TO extraction_app;
            GRANT SELECT ON migrations TO extraction_app;
            """),
        search,
    ])
}
