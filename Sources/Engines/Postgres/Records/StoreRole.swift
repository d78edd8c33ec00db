internal import ExtractionKit

extension PostgresConnection {
    /// Makes a new connection one of the role that policies bind, and sees that they do.
    ///
    /// - Throws: `PostgresFailure`; ``/ExtractionKit/ExtractionError`` with the codes `schemaMismatch` and `unauthorized`.
    func takeStoreRole() throws {
        do {
            try execute("SET ROLE extraction_app")
        } catch let failure as PostgresFailure where failure.sqlState == "22023" {
            throw ExtractionError(.schemaMismatch, "The database isn't set up; run 'extract db migrate' first.").scoped(
                stage: .storage)
        } catch let failure as PostgresFailure where failure.sqlState == "42501" {
            throw ExtractionError(
                .unauthorized,
                "The user may not work as the role of the store; as the tables' owner, run: GRANT extraction_app TO the user.",
                cause: failure
            ).scoped(stage: .storage)
        }
        try execute("SET search_path = extraction")
        try execute("SET idle_in_transaction_session_timeout = '60s'")
        try PostgresMigrations.records.require(on: self)
        var row = try execute(
            """
            SELECT rolsuper OR rolbypassrls OR EXISTS (
                SELECT FROM pg_class WHERE relnamespace = 'extraction'::regnamespace AND relkind IN ('r', 'p')
                AND (pg_has_role(current_user, relowner, 'MEMBER') OR relname <> 'migrations' AND NOT (relrowsecurity AND relforcerowsecurity)))
            FROM pg_roles WHERE rolname = current_user
            """
        ).first
        guard try row?.next(Bool.self) == false else {
            throw ExtractionError(
                .unauthorized,
                "The role extraction_app owns tables of the store or isn't bound by their policies; make it a role without rights of its own."
            ).scoped(stage: .storage)
        }
    }
}
