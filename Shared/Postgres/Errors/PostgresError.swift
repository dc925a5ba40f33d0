/// What went wrong between us and the server: a code to act on, a sentence for people, the statement's text. Never a
/// value.
public struct PostgresError: Error, Sendable, Equatable {
    /// What a caller may act on.
    public let code: Code
    /// The five characters of the SQL standard; nil when the server did not answer.
    public let sqlState: String?
    /// The violated constraint.
    public let constraint: String?
    /// The table concerned.
    public let table: String?
    /// One sentence without values.
    public let message: String
    /// The text of the statement that failed, with placeholders.
    public internal(set) var statement: String?
    /// Whether it is unknown if the work was committed: the connection went between the question and its answer.
    public internal(set) var isOutcomeUnknown = false
    /// Whether nothing was asked of the server, since no connection of the pool came free in time.
    public internal(set) var isPoolExhausted = false

    init(
        _ code: Code, _ message: String, sqlState: String? = nil, constraint: String? = nil, table: String? = nil,
        statement: String? = nil
    ) {
        self.code = code
        self.message = message
        self.sqlState = sqlState
        self.constraint = constraint
        self.table = table
        self.statement = statement
    }

    /// No connection of the pool came free.
    init(poolExhausted message: String) {
        self.init(.deadlineExceeded, message)
        isPoolExhausted = true
    }

    /// Whether the same work may succeed when it is repeated from its beginning on the same server.
    public var isTransient: Bool {
        switch code {
        case .serializationFailure, .deadlock, .stalePlan: true
        default: false
        }
    }

    /// Whether the database could not be reached or was lost; nobody's statement is at fault.
    public var isConnectionLoss: Bool { code == .connectionLost }
}

extension PostgresError {
    /// What a caller may act on.
    public enum Code: String, Sendable {
        /// The server cannot be reached, went away, or ended the connection.
        case connectionLost
        /// The statement, or the wait for a connection, took longer than it may.
        case deadlineExceeded
        /// The calling task was cancelled.
        case cancelled
        /// The pool or the connection is closed by ourselves.
        case closed
        /// 40001: another transaction came first; repeat the whole transaction.
        case serializationFailure
        /// 40P01: two transactions waited for each other; repeat the whole transaction.
        case deadlock
        /// A prepared statement no longer fits its tables, or is gone; it is prepared anew when the work is repeated.
        case stalePlan
        /// 23505
        case uniqueViolation
        /// 23503
        case foreignKeyViolation
        /// 23502
        case notNullViolation
        /// 23514
        case checkViolation
        /// 23P01
        case exclusionViolation
        /// Class 22: a value that its type or function does not take.
        case invalidValue
        /// A table, column, function, type or schema that does not exist.
        case undefinedName
        /// 42601
        case syntaxError
        /// 42501
        case insufficientPrivilege
        /// 55P03: a lock was not to be had in time.
        case lockNotAvailable
        /// COMMIT was answered by ROLLBACK, or a statement came after a failed one.
        case transactionAborted
        /// A row does not have the columns that its type reads.
        case decoding
        /// The statement or pipeline cannot be sent as it is.
        case invalidRequest
        /// Anything else; see the SQLSTATE.
        case other
    }
}

extension PostgresError: CustomStringConvertible {
    /// Code, SQLSTATE, constraint, sentence and statement.
    public var description: String {
        let sentence = "\(code.rawValue): \(message)" + (isOutcomeUnknown ? " (outcome unknown)" : "")
        let details = [
            sqlState.map { "SQLSTATE \($0)" }, constraint.map { "constraint \($0)" }, table.map { "table \($0)" },
            statement.map { "statement: \($0)" },
        ]
        return ([sentence] + details.compactMap(\.self)).joined(separator: "; ")
    }
}
