extension PostgresError.Code {
    /// The code for an SQLSTATE (PostgreSQL manual, appendix A): whole codes first, then classes.
    init(sqlState: String) {
        if let code = Self.byState[sqlState] {
            self = code
        } else {
            self = Self.byClass[String(sqlState.prefix(2))] ?? .other
        }
    }

    private static let byState: [String: Self] = [
        "23505": .uniqueViolation, "23503": .foreignKeyViolation, "23502": .notNullViolation,
        "23514": .checkViolation, "23P01": .exclusionViolation,
        "40001": .serializationFailure, "40P01": .deadlock,
        "26000": .stalePlan,
        "25P02": .transactionAborted,
        // We ask for no cancellation ourselves where this is looked up; it is the server's own statement_timeout.
        "57014": .deadlineExceeded,
        "42601": .syntaxError, "42501": .insufficientPrivilege, "55P03": .lockNotAvailable,
        "42P01": .undefinedName, "42703": .undefinedName, "42883": .undefinedName, "42704": .undefinedName,
        "3F000": .undefinedName, "3D000": .undefinedName,
        // The server or an operator ends this connection, or does not take new ones yet.
        "57P01": .connectionLost, "57P02": .connectionLost, "57P03": .connectionLost, "57P05": .connectionLost,
        "25P03": .connectionLost, "53300": .connectionLost,
    ]

    private static let byClass: [String: Self] = ["08": .connectionLost, "22": .invalidValue]
}

extension PostgresError {
    /// The server's first sentence without values. Data exceptions (class 22) quote the offending value after the first
    /// quotation mark or colon, so theirs ends there.
    static func withoutValues(_ sentence: String, sqlState: String?) -> String {
        guard sqlState?.hasPrefix("22") == true else { return sentence }
        let kept = sentence.prefix { $0 != "\"" && $0 != ":" }
        return String(kept.reversed().drop { $0 == " " }.reversed())
    }
}
