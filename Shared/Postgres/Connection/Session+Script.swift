internal import CPostgres

extension Session {
    /// Runs a script in the simple protocol, which alone takes several statements in one text.
    func run(_ script: SQL, _ interruption: Interruption) throws(PostgresError) {
        var interruption = interruption
        let failure: PostgresError?
        do {
            failure = try exchange(script, &interruption)
        } catch {
            isDoomed = true
            throw interruption.isRequested ? interruption.error : error
        }
        if let failure { throw failure.sqlState == "57014" && interruption.isRequested ? interruption.error : failure }
    }

    private func exchange(
        _ script: SQL, _ interruption: inout Interruption
    ) throws(PostgresError) -> PostgresError? {
        guard PQexitPipelineMode(handle) == 1, PQsendQuery(handle, script.text) == 1 else { throw lost() }
        let failure = try readAnswers(&interruption)
        guard interruption.request?.hasEnded ?? true, PQenterPipelineMode(handle) == 1 else { throw lost() }
        return failure
    }

    /// Reads the answers of all statements; returns the first error, after which the server ran no more of them.
    private func readAnswers(_ interruption: inout Interruption) throws(PostgresError) -> PostgresError? {
        var failure: PostgresError?
        while true {
            let isUnsent = PQflush(handle) == 1
            guard PQisBusy(handle) == 0 else {
                try waitForServer(isUnsent: isUnsent, &interruption)
                continue
            }
            guard let pointer = PQgetResult(handle) else { return failure }
            let result = QueryResult(owning: pointer)
            switch result.status {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: break
            case PGRES_FATAL_ERROR: failure = failure ?? result.error(statement: nil)
            default: throw PostgresError(.invalidRequest, "COPY cannot be part of a script")
            }
        }
    }
}
