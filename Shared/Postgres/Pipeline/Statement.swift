/// One statement of a pipeline and the one who waits for its answer.
struct Statement: Sendable {
    /// What a statement means for the transaction around it.
    enum Kind: Sendable {
        case plain, begin, commit
    }

    let sql: SQL
    let kind: Kind
    let receiver: any ResultReceiver
}

/// Takes a statement's answer on the connection's thread.
protocol ResultReceiver: Sendable {
    /// Decodes and keeps the answer. A row that cannot be decoded is kept as that error: the server did its part.
    func receive(_ result: borrowing QueryResult, statement: String)
    /// Keeps what made the statement fail, or not run at all.
    func fail(_ error: PostgresError)
}

/// Decodes an answer into a slot.
struct Receiver<Value: Sendable>: ResultReceiver {
    let slot: Slot<Value>
    let decode: @Sendable (borrowing QueryResult) throws -> Value

    func receive(_ result: borrowing QueryResult, statement: String) {
        do {
            slot.put(.success(try decode(result)))
        } catch var error as PostgresError {
            error.statement = statement
            slot.put(.failure(error))
        } catch {
            slot.put(.failure(error))
        }
    }

    func fail(_ error: PostgresError) {
        slot.put(.failure(error))
    }
}
