import Postgres

extension PostgresError {
    /// Whether the database is at fault as a whole: it is gone, all connections to it are out, its disk or memory is
    /// used up (classes 53, 58), or it does not write at the moment, as after it has become a standby (25006). No
    /// message is to suffer for it.
    var isNobodysFault: Bool {
        if isConnectionLoss || isPoolExhausted { return true }
        guard let sqlState else { return false }
        return sqlState == "25006" || sqlState.hasPrefix("53") || sqlState.hasPrefix("58")
    }

    /// Whether the same messages may succeed together when they are tried again at once. Who took too long or
    /// waited too long for a lock is given two more chances before the messages are tried one by one.
    func isWorthRepeating(after repeats: Int) -> Bool {
        switch code {
        case .deadlineExceeded, .lockNotAvailable: repeats < 2
        default: isTransient && repeats < 20
        }
    }

    /// The database's own word in an error, also of a transaction that could not be rolled back either: that says only
    /// that the connection went, which undoes it as well. Nil: the error is none of the database's.
    static func behind(_ error: any Error) -> PostgresError? {
        ((error as? RollbackError)?.body ?? error) as? PostgresError
    }

    /// Whether the result of work may be saved by the same statements a little later.
    ///
    /// - Parameter isRepeatable: Whether its call could be made again. Where it could not, who was in the way each time
    ///   is waited for as well.
    func mayPass(isRepeatable: Bool) -> Bool {
        if isNobodysFault || code == .deadlineExceeded { return true }
        return !isRepeatable && (isTransient || code == .lockNotAvailable)
    }
}
