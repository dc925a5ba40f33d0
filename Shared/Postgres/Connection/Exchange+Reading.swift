internal import CPostgres

extension Exchange {
    /// Takes every answer that has arrived. True at the synchronisation point, where the pipeline ends.
    mutating func read() throws(PostgresError) -> Bool {
        while nextStep < steps.count, PQisBusy(session.handle) == 0 {
            guard let pointer = PQgetResult(session.handle) else {
                try endStep()
                continue
            }
            let result = QueryResult(owning: pointer)
            if result.status == PGRES_PIPELINE_SYNC { return true }
            try take(result)
        }
        return false
    }

    /// libpq says by nil that one statement's answers are complete; it never does for a synchronisation point.
    private mutating func endStep() throws(PostgresError) {
        if case .sync = steps[nextStep] { throw session.lost() }
        nextStep += 1
    }

    private mutating func take(_ result: borrowing QueryResult) throws(PostgresError) {
        switch result.status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: succeed(result)
        case PGRES_PIPELINE_ABORTED: skip()
        case PGRES_FATAL_ERROR: try fail(result.error(statement: statementText))
        default: throw PostgresError(.invalidRequest, "COPY cannot travel in a pipeline", statement: statementText)
        }
    }

    private mutating func succeed(_ result: borrowing QueryResult) {
        switch steps[nextStep] {
        case .prepare(_, let entry): entry.isPrepared = true
        case .execute(let index): answer(index, result)
        case .deallocate, .sync: break
        }
    }

    private mutating func answer(_ index: Int, _ result: borrowing QueryResult) {
        let statement = statements[index]
        answered = index + 1
        // A transaction that failed before answers COMMIT with ROLLBACK, and calls it a success.
        guard statement.kind == .commit, result.commandTag == "ROLLBACK" else {
            return statement.receiver.receive(result, statement: statement.sql.text)
        }
        let error = PostgresError(.transactionAborted, "COMMIT was answered by ROLLBACK", statement: statement.sql.text)
        statement.receiver.fail(error)
        failure = failure ?? error
    }

    /// The server skipped this one because of an earlier error.
    private mutating func skip() {
        if case .deallocate(let name) = steps[nextStep] { session.statements.retireAgain(name) }
    }

    private mutating func fail(_ error: PostgresError) throws(PostgresError) {
        if error.isConnectionLoss { throw error }
        var error = error
        if error.sqlState == "57014", interruption.isRequested { error = interruption.error(of: error.statement) }
        if error.code == .stalePlan, let index = statementIndex { session.statements.remove(statements[index].sql) }
        failure = failure ?? error
    }

    /// The statement whose answer is being read.
    private var statementIndex: Int? {
        switch steps[nextStep] {
        case .prepare(let index, _), .execute(let index): index
        case .deallocate, .sync: nil
        }
    }

    private var statementText: String? { statementIndex.map { statements[$0].sql.text } }
}
