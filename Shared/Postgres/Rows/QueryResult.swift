internal import CPostgres

/// Owns one answer of the server and frees it: the only place where `PQclear` is called.
struct QueryResult: ~Copyable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        PQclear(pointer)
    }

    var status: ExecStatusType { PQresultStatus(pointer) }

    var rowCount: Int { Int(PQntuples(pointer)) }

    /// The command that ran, such as `COMMIT`.
    var commandTag: String { String(cString: PQcmdStatus(pointer)) }

    /// Rows inserted, updated, deleted or selected; 0 for commands that have none.
    var affectedRows: Int { Int(String(cString: PQcmdTuples(pointer))) ?? 0 }

    /// The server's error as ours.
    func error(statement: String?) -> PostgresError {
        let state = ErrorField.sqlState.text(in: pointer)
        let sentence = ErrorField.message.text(in: pointer) ?? libraryMessage
        return PostgresError(
            code(sqlState: state), PostgresError.withoutValues(sentence, sqlState: state), sqlState: state,
            constraint: ErrorField.constraint.text(in: pointer), table: ErrorField.table.text(in: pointer),
            statement: statement)
    }

    /// What libpq itself says, first line only, when the server said nothing.
    private var libraryMessage: String {
        let message = String(cString: PQresultErrorMessage(pointer))
        return message.split(separator: "\n").first.map(String.init) ?? "the connection was lost"
    }

    private func code(sqlState: String?) -> PostgresError.Code {
        // Without a state the error was made by libpq itself, which does so when the connection breaks.
        guard let sqlState else { return .connectionLost }
        // 0A000 has many causes; this routine reports that a table changed under a prepared statement.
        if sqlState == "0A000", ErrorField.routine.text(in: pointer) == "RevalidateCachedQuery" { return .stalePlan }
        return PostgresError.Code(sqlState: sqlState)
    }
}

/// What an error or notice tells, by the protocol's letters (PostgreSQL manual §55.8).
enum ErrorField: Unicode.Scalar {
    case sqlState = "C"
    case message = "M"
    case table = "t"
    case constraint = "n"
    case routine = "R"

    /// The field's text; nil if the server did not send it.
    func text(in result: OpaquePointer) -> String? {
        PQresultErrorField(result, Int32(rawValue.value)).map { String(cString: $0) }
    }
}
