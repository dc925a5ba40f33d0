internal import CPostgres

/// One pipeline on its way: sends the statements, reads the answers while it sends, waits in between.
///
/// Reading while writing is what keeps a large pipeline from standing still: the server stops reading when nobody takes
/// its answers (PostgreSQL manual §34.5.2).
struct Exchange {
    /// What is expected from the server, in order.
    enum Step {
        case deallocate(name: String)
        case prepare(statement: Int, StatementCache.Entry)
        case execute(statement: Int)
        case sync
    }

    let session: Session
    let statements: [Statement]
    var interruption: Interruption

    /// The next statement to be handed to libpq.
    var nextToSend = 0
    /// The statements that have their answer, good or bad.
    var answered = 0
    var steps: [Step] = []
    var nextStep = 0
    var isSyncSent = false
    var isUnsent = false
    var unsentBytes = 0
    /// The first error; the server skips everything behind it.
    var failure: PostgresError?
    /// Whether the pipeline runs in no transaction but its own, which the synchronisation point commits.
    private let isImplicitTransaction: Bool

    init(session: Session, statements: [Statement], interruption: Interruption) {
        self.session = session
        self.statements = statements
        self.interruption = interruption
        isImplicitTransaction =
            session.transactionStatus == PQTRANS_IDLE && !statements.contains { $0.kind == .begin }
        steps.reserveCapacity(statements.count * 2 + 1)
    }

    /// Runs to the synchronisation point. Throws the first error, when the connection is usable again or is lost.
    mutating func run() throws(PostgresError) {
        do {
            while true {
                if try read() { break }
                try send()
                try session.waitForServer(isUnsent: isUnsent, &interruption)
            }
            try awaitCancelRequest()
        } catch {
            throw abandon(error)
        }
        if let failure { throw finish(failure) }
    }

    /// A cancel request that is still on its way could hit the next pipeline.
    private mutating func awaitCancelRequest() throws(PostgresError) {
        while let request = interruption.request, !request.hasEnded {
            let ready = session.wait(reading: false, writing: false, until: interruption.limit)
            if ready.isTimeout { throw interruption.error }
        }
    }
}

// MARK: - Endings

extension Exchange {
    /// The connection is of no more use: everyone still waiting gets the error.
    private mutating func abandon(_ error: PostgresError) -> PostgresError {
        session.isDoomed = true
        var error = interruption.isRequested && error.isConnectionLoss ? interruption.error : error
        error.isOutcomeUnknown = isOutcomeUnknown
        error.statement = error.statement ?? (answered < statements.count ? statements[answered].sql.text : nil)
        failRemaining(error)
        return error
    }

    /// The server has skipped what came behind the error, and is ready again.
    private mutating func finish(_ failure: PostgresError) -> PostgresError {
        session.statements.removeUnprepared()
        if failure.sqlState == "26000" { session.statements.removeAll() }
        failRemaining(failure)
        return failure
    }

    private mutating func failRemaining(_ error: PostgresError) {
        for statement in statements[answered...] { statement.receiver.fail(error) }
        answered = statements.count
    }

    /// Nothing is unknown after an error, since the server then rolls back; else it is the answer to the commit, or to
    /// the synchronisation point that commits an implicit transaction, which counts.
    private var isOutcomeUnknown: Bool {
        guard failure == nil else { return false }
        if isImplicitTransaction { return isSyncSent }
        return statements[answered..<nextToSend].contains { $0.kind == .commit }
    }
}
