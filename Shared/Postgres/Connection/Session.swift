internal import CPostgres
internal import Glibc
internal import Logging

/// One libpq connection and what belongs to it. Used on its connection's thread only; freed in one place, here.
final class Session {
    let handle: OpaquePointer
    let waker: Waker
    var statements = StatementCache()
    var arguments = Arguments()
    /// Whether answers are left unread, so that the next statement would get the wrong ones.
    var isDoomed = false
    private let notices: NoticeSink

    /// Takes over a handle that is still connecting.
    init(handle: OpaquePointer, waker: Waker, logger: Logger) {
        self.handle = handle
        self.waker = waker
        notices = NoticeSink(logger: logger)
        notices.attach(to: handle)
    }

    deinit {
        PQfinish(handle)
    }

    /// Whether the connection stands, as far as libpq has seen.
    var isAlive: Bool { PQstatus(handle) == CONNECTION_OK }

    /// Where the server's transaction is, as of its last answer.
    var transactionStatus: PGTransactionStatusType { PQtransactionStatus(handle) }

    /// libpq's last message, first line only.
    var lastMessage: String {
        let message = String(cString: PQerrorMessage(handle))
        return message.split(separator: "\n").first.map(String.init) ?? "the connection was lost"
    }

    /// What libpq says, as the loss of the connection.
    func lost() -> PostgresError {
        PostgresError(.connectionLost, lastMessage)
    }
}

// MARK: - Waiting

extension Session {
    /// What ended a wait.
    struct Readiness {
        var isReadable = false
        var isWritable = false
        var isWoken = false
        var isTimeout = false
    }

    /// Waits until the socket can be read (or written, when `writing` is asked for), someone wakes us, or time is up.
    func wait(reading: Bool = true, writing: Bool, until deadline: ContinuousClock.Instant) -> Readiness {
        let events = (reading ? POLLIN : 0) | (writing ? POLLOUT : 0)
        var descriptors = (
            pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0),
            pollfd(fd: waker.descriptor, events: Int16(POLLIN), revents: 0)
        )
        let ready = withUnsafeMutablePointer(to: &descriptors) { pair in
            pair.withMemoryRebound(to: pollfd.self, capacity: 2) { poll($0, 2, Self.milliseconds(until: deadline)) }
        }
        // An interrupted poll reports nothing ready; the caller comes back.
        guard ready > 0 else { return Readiness(isTimeout: ContinuousClock.now >= deadline) }
        let isWoken = descriptors.1.revents != 0
        if isWoken { waker.drain() }
        let socket = Int32(descriptors.0.revents)
        return Readiness(
            isReadable: socket & (POLLIN | POLLERR | POLLHUP) != 0, isWritable: socket & POLLOUT != 0, isWoken: isWoken)
    }

    /// Waits until the server answers or takes more. When time is up or someone interrupts, the server is asked to
    /// cancel, once; its answers are still read, so that the connection stays usable.
    func waitForServer(isUnsent: Bool, _ interruption: inout Interruption) throws(PostgresError) {
        guard isAlive else { throw lost() }
        let ready = wait(writing: isUnsent, until: interruption.limit)
        // A failure shows next time, after what the server said before it went has been read.
        if ready.isReadable { PQconsumeInput(handle) }
        if ready.isTimeout || ready.isWoken { try interruption.check(self, isTimeout: ready.isTimeout) }
    }

    /// Rounded up, so that a wait never ends just before its deadline; at most an hour, after which one waits again.
    private static func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
        let left = deadline - ContinuousClock.now
        guard left > .zero else { return 0 }
        guard left < .seconds(3_600) else { return 3_600_000 }
        return Int32(left / .milliseconds(1)) + 1
    }
}

/// Passes the server's notices to the log, without values.
private final class NoticeSink {
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    /// The sink lives as long as the session, which frees the handle first.
    func attach(to handle: OpaquePointer) {
        PQsetNoticeReceiver(
            handle,
            { context, result in
                guard let context, let result else { return }
                Unmanaged<NoticeSink>.fromOpaque(context).takeUnretainedValue().receive(result)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func receive(_ result: OpaquePointer) {
        guard logger.logLevel <= .debug else { return }
        let state = ErrorField.sqlState.text(in: result)
        let sentence = PostgresError.withoutValues(ErrorField.message.text(in: result) ?? "", sqlState: state)
        logger.debug("postgres notice", metadata: ["db.notice": "\(sentence)", "db.sqlstate": "\(state ?? "")"])
    }
}
