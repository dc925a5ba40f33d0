internal import CPostgres
internal import Glibc

extension PostgresConnection {
    /// Whether a connection that lay idle can still be used. Silence is a good sign: a server that ends a connection
    /// says so, which makes the socket readable; only then it is worth asking libpq.
    nonisolated func isFit() async -> Bool {
        guard !isBroken else { return false }
        return status.isSilent ? true : await isAliveAfterReading()
    }

    private func isAliveAfterReading() -> Bool {
        guard let session else { return false }
        // A farewell takes two reads, its text and the end of the stream; who keeps talking is of no use either.
        for _ in 1...8 where session.isAlive && !status.isSilent {
            PQconsumeInput(session.handle)
            // Takes notices and changed settings out of libpq's buffer.
            _ = PQisBusy(session.handle)
        }
        settle(session)
        return !isBroken && status.isSilent
    }

    /// Ends a transaction that was left open, also for a cancelled task; the connection breaks if that fails.
    func rollBack() throws(PostgresError) {
        var pipeline = Pipeline()
        pipeline.rollback()
        do {
            try sendShielded(pipeline)
        } catch {
            release()
            throw error
        }
    }
}

extension ConnectionStatus {
    /// Whether the server has sent nothing that we have not read. Only for a connection that no one is using.
    fileprivate var isSilent: Bool {
        var socket = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&socket, 1, 0) == 0
    }
}
