internal import CPostgres

extension Exchange {
    /// How much is handed to libpq before what it holds is on its way; bounds its memory for large pipelines.
    private static let sendWindowBytes = 64 * 1024

    /// Hands statements to libpq until the window is full, then writes as much as the socket takes.
    mutating func send() throws(PostgresError) {
        repeat {
            while failure == nil, nextToSend < statements.count, unsentBytes < Self.sendWindowBytes {
                try queueNextStatement()
            }
            try queueSyncIfLast()
            try flush()
        } while !isUnsent && !isSyncSent
    }

    private mutating func flush() throws(PostgresError) {
        switch PQflush(session.handle) {
        case 0: (isUnsent, unsentBytes) = (false, 0)
        case 1: isUnsent = true
        default: throw session.lost()
        }
    }

    /// After an error the rest need not be sent: the server would skip it.
    private mutating func queueSyncIfLast() throws(PostgresError) {
        guard !isSyncSent, failure != nil || nextToSend == statements.count else { return }
        guard PQpipelineSync(session.handle) == 1 else { throw session.lost() }
        steps.append(.sync)
        isSyncSent = true
    }

    private mutating func queueNextStatement() throws(PostgresError) {
        if nextToSend == 0 { try queueDeallocations() }
        let sql = statements[nextToSend].sql
        let entry = session.statements.entry(for: sql)
        if !entry.isQueued { try queuePrepare(sql, entry) }
        try queueExecute(sql, entry)
        unsentBytes += sql.text.utf8.count + sql.writer.count
        nextToSend += 1
    }

    /// A transaction that has failed takes no `DEALLOCATE`; there is no hurry.
    private mutating func queueDeallocations() throws(PostgresError) {
        guard session.transactionStatus != PQTRANS_INERROR else { return }
        for name in session.statements.takeRetired() {
            guard PQsendQueryParams(session.handle, "DEALLOCATE \(name)", 0, nil, nil, nil, nil, 1) == 1 else {
                throw session.lost()
            }
            steps.append(.deallocate(name: name))
        }
    }

    private mutating func queuePrepare(_ sql: SQL, _ entry: StatementCache.Entry) throws(PostgresError) {
        // libpq takes C strings, which would end here in silence.
        guard !sql.text.utf8.contains(0) else { throw PostgresError(.invalidRequest, "the statement contains U+0000") }
        let types = sql.slots.map(\.type)
        guard PQsendPrepare(session.handle, entry.name, sql.text, Int32(types.count), types) == 1 else {
            throw session.lost()
        }
        entry.isQueued = true
        steps.append(.prepare(statement: nextToSend, entry))
    }

    private mutating func queueExecute(_ sql: SQL, _ entry: StatementCache.Entry) throws(PostgresError) {
        let isQueued = session.arguments.withPointers(to: sql) { count, values, lengths, formats in
            PQsendQueryPrepared(session.handle, entry.name, count, values, lengths, formats, 1) == 1
        }
        guard isQueued else { throw session.lost() }
        steps.append(.execute(statement: nextToSend))
    }
}
