internal import ExtractionKit
internal import GRDB

/// The forms that the database has had, each made from the one before. A form that was ever released is never changed here.
enum RecordMigrations {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 records") { try $0.execute(sql: first) }
        return migrator
    }

    /// Refuses a database of a later version, and one that has to be migrated first.
    ///
    /// - Throws: `schemaMismatch`.
    static func check(_ database: Database) throws {
        if try migrator.hasBeenSuperseded(database) {
            throw ExtractionError(
                .schemaMismatch, "The database was made by a later version of this program; use that version, nothing was changed.")
        }
        guard try migrator.hasCompletedMigrations(database) else {
            throw ExtractionError(
                .schemaMismatch, "The database has an older form; back it up with 'extract db backup' and then run 'extract db migrate'.")
        }
    }

    /// Whether nobody has made anything in the database yet.
    static func isEmpty(_ database: Database) throws -> Bool {
        let sql = "SELECT count(*) FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND name <> 'grdb_migrations'"
        return try Int.fetchOne(database, sql: sql) == 0 && !migrator.hasBeenSuperseded(database)
    }

    /// Every key begins with the tenant, and so does every index by which a list is read. Moments are milliseconds since 1970, amounts of money
    /// billionths of a US dollar.
    private static let first = """
        CREATE TABLE tenant (
            id TEXT NOT NULL PRIMARY KEY,
            tenant TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE folder (
            tenant TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
            id TEXT NOT NULL,
            name TEXT NOT NULL,
            parent TEXT,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (tenant, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX folder_by_parent ON folder (tenant, parent);

        CREATE TABLE document (
            tenant TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
            id TEXT NOT NULL,
            filename TEXT NOT NULL,
            media_type TEXT NOT NULL,
            byte_count INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            page_count INTEGER,
            mode TEXT NOT NULL,
            state TEXT NOT NULL,
            error TEXT,
            folder TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            is_corrected INTEGER NOT NULL DEFAULT 0,
            latest INTEGER,
            latest_milliseconds REAL,
            PRIMARY KEY (tenant, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX document_by_time ON document (tenant, created_at, id);
        CREATE INDEX document_by_folder ON document (tenant, folder, created_at, id);
        CREATE INDEX document_by_state ON document (tenant, state, created_at, id);
        CREATE INDEX document_by_content ON document (tenant, sha256, created_at, id);
        CREATE INDEX document_corrected ON document (tenant, created_at, id) WHERE is_corrected = 1;
        CREATE INDEX document_by_duration ON document (tenant, latest_milliseconds, id);

        CREATE TABLE recognition (
            number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            tenant TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
            sha256 TEXT NOT NULL,
            key TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            summary TEXT NOT NULL,
            artifact TEXT NOT NULL,
            UNIQUE (tenant, sha256, key)
        ) STRICT;

        CREATE TABLE extraction (
            sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            tenant TEXT NOT NULL,
            id TEXT NOT NULL,
            document TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            document_type TEXT,
            mode TEXT NOT NULL,
            field_count INTEGER NOT NULL,
            lowest_confidence REAL,
            milliseconds REAL NOT NULL,
            record TEXT NOT NULL,
            UNIQUE (tenant, id),
            FOREIGN KEY (tenant, document) REFERENCES document (tenant, id) ON DELETE CASCADE
        ) STRICT;
        CREATE INDEX extraction_by_document ON extraction (tenant, document, sequence);

        CREATE TABLE lookup (
            tenant TEXT NOT NULL,
            name TEXT NOT NULL,
            key TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            document TEXT NOT NULL,
            PRIMARY KEY (tenant, name, key, created_at, document),
            FOREIGN KEY (tenant, document) REFERENCES document (tenant, id) ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX lookup_by_document ON lookup (tenant, document);

        CREATE TABLE correction (
            number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            tenant TEXT NOT NULL,
            id TEXT NOT NULL,
            document TEXT NOT NULL,
            part INTEGER,
            field TEXT NOT NULL,
            correction TEXT NOT NULL,
            UNIQUE (tenant, id),
            FOREIGN KEY (tenant, document) REFERENCES document (tenant, id) ON DELETE CASCADE
        ) STRICT;
        CREATE INDEX correction_by_document ON correction (tenant, document, number);

        CREATE TABLE ledger (
            number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            tenant TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
            id TEXT NOT NULL,
            document TEXT,
            month TEXT NOT NULL,
            engine TEXT NOT NULL,
            model TEXT NOT NULL,
            operation TEXT NOT NULL,
            pages INTEGER NOT NULL,
            calls INTEGER NOT NULL,
            prompt_tokens INTEGER NOT NULL,
            completion_tokens INTEGER NOT NULL,
            cost INTEGER NOT NULL,
            entry TEXT NOT NULL,
            UNIQUE (tenant, id)
        ) STRICT;
        CREATE INDEX ledger_by_number ON ledger (tenant, number);
        CREATE INDEX ledger_by_document ON ledger (tenant, document, number);
        CREATE INDEX ledger_by_month ON ledger
            (tenant, month, engine, model, operation, pages, calls, prompt_tokens, completion_tokens, cost);

        CREATE TABLE usage (
            tenant TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
            month TEXT NOT NULL,
            documents INTEGER NOT NULL,
            queries INTEGER NOT NULL,
            pages INTEGER NOT NULL,
            calls INTEGER NOT NULL,
            prompt_tokens INTEGER NOT NULL,
            completion_tokens INTEGER NOT NULL,
            cost INTEGER NOT NULL,
            PRIMARY KEY (tenant, month)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE reservation (
            tenant TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
            id TEXT NOT NULL,
            month TEXT NOT NULL,
            expires_at INTEGER NOT NULL,
            documents INTEGER NOT NULL,
            queries INTEGER NOT NULL,
            pages INTEGER NOT NULL,
            calls INTEGER NOT NULL,
            prompt_tokens INTEGER NOT NULL,
            completion_tokens INTEGER NOT NULL,
            cost INTEGER NOT NULL,
            reservation TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'open',
            settled_as TEXT,
            PRIMARY KEY (tenant, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX reservation_open ON reservation (tenant, month, expires_at) WHERE state = 'open';

        CREATE TABLE api_key (
            tenant TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
            id TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            api_key TEXT NOT NULL,
            PRIMARY KEY (tenant, id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE activity (
            number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            tenant TEXT NOT NULL REFERENCES tenant (id) ON DELETE CASCADE,
            id TEXT NOT NULL,
            entry TEXT NOT NULL,
            UNIQUE (tenant, id)
        ) STRICT;
        CREATE INDEX activity_by_number ON activity (tenant, number);
        """
}
