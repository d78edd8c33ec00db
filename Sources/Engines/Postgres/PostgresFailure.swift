internal import CPostgres
package import ExtractionKit

/// What went wrong at a server or on the way there, without values of rows.
///
/// A server's own message may quote what it was given, as in `invalid input syntax for type integer: "…"`, and its details quote keys. They
/// are kept only for conditions that can't hold any, such as a wrong password or a missing table.
package struct PostgresFailure: ExtractionErrorConvertible, Hashable, Sendable {
    /// How far a call came.
    package enum Kind: Hashable, Sendable {
        /// The server refused a statement.
        case refused
        /// There is no connection, or it broke; nothing of the transaction happened.
        case disconnected
        /// The connection broke while a transaction was committed: it may have happened or not.
        case outcomeUnknown
    }

    /// How far it came.
    package var kind: Kind
    /// PostgreSQL's five letters for the condition (Appendix A of its manual), or `nil` where the server said nothing.
    package var sqlState: String?
    /// The server's message, where it can't hold a value.
    package var message: String?
    /// The table, the column and the constraint it is about.
    package var place: [String] = []

    package init(_ kind: Kind, sqlState: String? = nil, message: String? = nil) {
        self.kind = kind
        self.sqlState = sqlState
        self.message = message
    }

    /// Reads what a server answered.
    init(_ result: OpaquePointer?, on connection: OpaquePointer) {
        let state = Self.field(extraction_diag_sqlstate, of: result)
        let isLost = PQstatus(connection) == CONNECTION_BAD || state.map(Self.endsConnection) ?? true
        kind = isLost ? .disconnected : .refused
        sqlState = state
        place = [
            Self.field(extraction_diag_table, of: result).map { "table \($0)" },
            Self.field(extraction_diag_column, of: result).map { "column \($0)" },
            Self.field(extraction_diag_constraint, of: result).map { "constraint \($0)" },
        ].compactMap(\.self)
        if let state, Self.classesWithoutValues.contains(String(state.prefix(2))) {
            message = Self.field(extraction_diag_message, of: result)
        }
    }

    /// Reads why a connection couldn't be made: the message names the host, the user and the database, never the password.
    init(connecting connection: OpaquePointer) {
        kind = .disconnected
        message = String(cString: PQerrorMessage(connection)).split(separator: "\n").first.map(String.init)
        // libpq keeps no state for a failed connection; these are its and the server's words in the untranslated message.
        let said = String(cString: PQerrorMessage(connection))
        sqlState =
            if said.contains("authentication failed") || said.contains("no pg_hba.conf entry") || said.contains("password supplied") {
                "28000"
            } else if said.contains("database \"") && said.contains("does not exist") {
                "3D000"
            } else if said.contains("role \"") && said.contains("does not exist") {
                "28000"
            } else if PQconnectionNeedsPassword(connection) == 1 || PQconnectionUsedPassword(connection) == 1 && said.contains("password") {
                "28P01"
            } else {
                "08001"
            }
    }

    private static func field(_ code: Int32, of result: OpaquePointer?) -> String? {
        guard let result, let text = PQresultErrorField(result, code) else { return nil }
        return String(cString: text)
    }

    /// Connections, authorization, catalogue, syntax and names, resources, operators' doings, the system.
    private static let classesWithoutValues: Set<String> = ["08", "28", "3D", "3F", "42", "53", "55", "57", "58"]

    /// Shutdowns end the connection, though libpq notices it only at the next call.
    private static func endsConnection(_ state: String) -> Bool {
        ["57P01", "57P02", "57P03", "57P05"].contains(state) || state.hasPrefix("08")
    }

    /// Whether trying the transaction again, as it is, may succeed: the server undid it to resolve a race.
    var isRace: Bool { kind == .refused && (sqlState == "40001" || sqlState == "40P01") }

    /// Whether connecting again later may succeed.
    var isTemporary: Bool { kind == .disconnected && !["28000", "28P01", "3D000"].contains(sqlState) }

    package var extractionError: ExtractionError {
        let said = [message, sqlState.map { "SQLSTATE \($0)" }, place.isEmpty ? nil : place.joined(separator: ", ")]
            .compactMap(\.self).joined(separator: "; ")
        let reason = said.isEmpty ? "" : " (\(said))"
        if kind == .outcomeUnknown {
            return error(.serviceUnavailable, "The connection to PostgreSQL broke during a commit\(reason); look whether it happened.")
        }
        switch sqlState ?? "" {
        case "28000", "28P01":
            return error(.unauthorized, "PostgreSQL doesn't let this user in\(reason); check user, password and database.")
        case "3D000":
            return error(.invalidConfiguration, "The database isn't there\(reason); create it, or correct its name.")
        case _ where kind == .disconnected:
            return error(.serviceUnavailable, "PostgreSQL can't be reached\(reason); check that it runs and where, then try again.")
        case "42501":
            return error(.unauthorized, "The database doesn't allow this user to do that\(reason); run 'extract db migrate' as the owner.")
        case "42P01", "42703", "3F000":
            return error(.schemaMismatch, "The database isn't set up\(reason); run 'extract db migrate' first.")
        case "23505", "40001", "40P01", "55P03":
            return error(.conflict, "Somebody else wrote the same in between\(reason); read it again, then decide.")
        case "23503": return error(.notFound, "What this belongs to isn't there\(reason).")
        case "53100": return error(.diskFull, "The server's disk is full\(reason); make space, then try again.")
        case let state where state.hasPrefix("53") || state.hasPrefix("57") || state.hasPrefix("58"):
            return error(.serviceUnavailable, "PostgreSQL can't do that now\(reason); try again later.")
        case let state where state.hasPrefix("22") || state.hasPrefix("23") || state.hasPrefix("54"):
            return error(.invalidRequest, "The database doesn't take a value\(reason); correct the request.")
        default: return error(.engineFailure, "PostgreSQL refused a statement\(reason).")
        }
    }

    private func error(_ code: ExtractionError.Code, _ message: String) -> ExtractionError {
        ExtractionError(code, message, cause: self).scoped(stage: .storage)
    }
}
