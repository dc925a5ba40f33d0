internal import CPostgres
public import Logging

/// One connection to the server: an actor that lives on its own thread.
///
/// It does one pipeline at a time. Prepared statements are kept per connection, so that a statement's second use needs
/// no parsing. Lease one from ``PostgresPool``; it is valid inside the lease's closure.
public actor PostgresConnection {
    let configuration: PostgresConfiguration
    let logger: Logger
    let waker: Waker
    nonisolated let status = ConnectionStatus()
    private nonisolated let thread: ConnectionThread
    /// Nil before the connection stands and after its end.
    private(set) var session: Session?

    /// The connection's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    private init(_ configuration: PostgresConfiguration, logger: Logger) throws(PostgresError) {
        self.configuration = configuration
        self.logger = logger
        waker = try Waker()
        thread = try ConnectionThread()
    }

    /// Connects, within the configuration's `connectTimeout`.
    public static func open(
        _ configuration: PostgresConfiguration, logger: Logger
    ) async throws(PostgresError) -> PostgresConnection {
        let connection = try PostgresConnection(configuration, logger: logger)
        try await connection.interruptibly { connection throws(PostgresError) in try connection.connect() }
        return connection
    }

    /// Whether the connection is of no more use.
    public nonisolated var isBroken: Bool { status.isBroken || status.isClosing }

    /// Ends the connection; a statement that runs is cancelled.
    public nonisolated func close() async {
        status.isClosing = true
        waker.wake()
        await release()
    }

    /// Frees the connection.
    func release() {
        status.isBroken = true
        status.descriptor = -1
        session = nil
    }

    private func connect() throws(PostgresError) {
        let limit = ContinuousClock.now + configuration.connectTimeout
        let interruption = Interruption(deadline: limit, status: status)
        let session = try Session.open(configuration, waker: waker, interruption: interruption, logger: logger)
        status.descriptor = PQsocket(session.handle)
        self.session = session
    }
}

// MARK: - Sending

extension PostgresConnection: PostgresClient {
    /// Sends a pipeline and takes its answers, which its ``Pending`` values then hold.
    ///
    /// Throws the first error of the server; later statements then did not run. When the deadline passes or the task is
    /// cancelled, the server is asked to cancel; if it does not obey within two seconds the connection is dropped.
    public nonisolated func send(_ pipeline: Pipeline, deadline: ContinuousClock.Instant?) async throws(PostgresError) {
        try await interruptibly { connection throws(PostgresError) in
            try connection.exchange(pipeline, deadline: deadline, isShielded: false)
        }
    }

    /// Sends a pipeline that must go through although the task may be cancelled.
    func sendShielded(_ pipeline: Pipeline) throws(PostgresError) {
        try exchange(pipeline, deadline: nil, isShielded: true)
    }

    /// Runs a script of any number of statements without values, such as a migration. Outside a transaction the whole
    /// script is one.
    public nonisolated func execute(script: SQL) async throws(PostgresError) {
        try await interruptibly { connection throws(PostgresError) in try connection.run(script) }
    }

    /// Runs on the connection's thread; a cancelled task interrupts what waits there.
    private nonisolated func interruptibly(
        _ body: @Sendable (isolated PostgresConnection) throws(PostgresError) -> Void
    ) async throws(PostgresError) {
        let outcome = await withTaskCancellationHandler {
            await attempt(body)
        } onCancel: {
            waker.wake()
        }
        try outcome.get()
    }

    private func attempt(
        _ body: @Sendable (isolated PostgresConnection) throws(PostgresError) -> Void
    ) -> Result<Void, PostgresError> {
        Result { () throws(PostgresError) in try body(self) }
    }

    private func exchange(
        _ pipeline: Pipeline, deadline: ContinuousClock.Instant?, isShielded: Bool
    ) throws(PostgresError) {
        try pipeline.checkLimits()
        let session = try liveSession()
        let limit = deadline ?? ContinuousClock.now + configuration.statementDeadline
        var interruption = Interruption(deadline: limit, status: status, isShielded: isShielded)
        try interruption.checkBeforeStart()
        var exchange = Exchange(session: session, statements: pipeline.statements, interruption: interruption)
        defer { settle(session) }
        try exchange.run()
    }

    private func run(_ script: SQL) throws(PostgresError) {
        let session = try liveSession()
        let limit = ContinuousClock.now + configuration.scriptDeadline
        var interruption = Interruption(deadline: limit, status: status)
        try interruption.checkBeforeStart()
        defer { settle(session) }
        try session.run(script, interruption)
    }

    private func liveSession() throws(PostgresError) -> Session {
        guard let session else {
            throw PostgresError(status.isClosing ? .closed : .connectionLost, "the connection is no longer open")
        }
        return session
    }

    func settle(_ session: Session) {
        status.isIdle = session.transactionStatus == PQTRANS_IDLE
        if session.isDoomed || !session.isAlive { release() }
    }
}
